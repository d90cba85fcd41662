/* Two days on one map: an earlier day on one side of a divider, the day shown on the other. */
import { DAY_LAYERS, makeDayLayers } from "../map/day_layers.js";
import { byId } from "../page/dom.js";
import { dayFromIso, dayOfInput } from "./clock.js";

const DAYS_BEFORE = 30;
// as in the style: the handle stays within the map at both ends
const HANDLE_PX = 40;

/* Cut the panes of both days along a line, `x` pixels from the left edge of the map. */
function clipPanes(map, x, rightToLeft) {
  const [from, at, to] = [[0, 0], [x, 0], map.getSize()].map((point) => map.containerPointToLayerPoint(point));
  // clip-path hides all of a pane in WebKit, since panes have no size
  const cut = (left, right) => `rect(${from.y}px, ${right}px, ${to.y}px, ${left}px)`;
  const [left, right] = [cut(from.x, at.x), cut(at.x, to.x)];
  const [then, now] = rightToLeft ? [right, left] : [left, right];
  for (const name of DAY_LAYERS) {
    map.getPane(name).style.clip = now;
    map.getPane(`${name}-then`).style.clip = then;
  }
}

/* The comparison; `layers` are the layers of the day shown, `parts` what a second set of them is made of. */
export function makeCompare({ store, texts, map, clock, address, changes, layers, parts }) {
  const last = store.about.days - 1;
  const [button, date, share, divider] = ["compare-button", "compare-date", "swipe-share", "divider"].map(byId);
  let other = null;
  let day = null;
  // the day of the second layers, which they keep when the comparison ends
  let drawn = null;

  /* The layers of the day to compare with, on panes of their own. */
  function makeOther() {
    const pane = (name) => parts.pane(`${name}-then`);
    // clipping needs all panes, also those of empty layers
    DAY_LAYERS.forEach(pane);
    return makeDayLayers({ ...parts, pane, clock: { ...clock, day: () => drawn } });
  }

  /* Position of the divider, in pixels from the left edge of the map. */
  function edge() {
    const { x: width } = map.getSize();
    const along = HANDLE_PX / 2 + (Number(share.value) / 100) * (width - HANDLE_PX);
    return texts.rightToLeft() ? width - along : along;
  }

  function clip() {
    if (day === null) return;
    const x = edge();
    clipPanes(map, x, texts.rightToLeft());
    divider.style.left = `${x}px`;
  }

  function label() {
    button.setAttribute("aria-pressed", String(day !== null));
    for (const id of ["compare-bar", "swipe"]) byId(id).hidden = day === null;
    if (day === null) return;
    date.value = texts.iso(day);
    byId("then").textContent = texts.short(day);
    byId("now").textContent = texts.short(clock.day());
  }

  /* Put those layers of the other day on the map whose counterparts are on it. */
  function match() {
    for (const name of DAY_LAYERS) {
      if (day !== null && map.hasLayer(layers[name].layer)) map.addLayer(other[name].layer);
      else if (other) map.removeLayer(other[name].layer);
    }
  }

  function show() {
    label();
    if (day !== null) {
      other ??= makeOther();
      drawn = day;
      match();
      for (const name of DAY_LAYERS) other[name].show(day);
      clip();
    }
    changes.show(day, clock.day());
  }

  /* Compare with a day, or end the comparison if it is null. */
  function set(wanted) {
    const asked = wanted === null ? null : Math.min(last, Math.max(0, wanted));
    if (asked === day) return;
    day = asked;
    if (day === null) {
      for (const name of DAY_LAYERS) map.getPane(name).style.clip = "";
      match();
    }
    show();
  }

  function choose(wanted) {
    set(wanted);
    address.entered();
  }

  button.hidden = last === 0;
  date.min = texts.iso(0);
  date.max = texts.iso(last);
  button.addEventListener("click", () => choose(day === null ? Math.max(0, clock.day() - DAYS_BEFORE) : null));
  date.addEventListener("change", () => {
    const asked = dayOfInput(texts, date);
    if (asked !== null) choose(asked);
  });
  share.addEventListener("input", clip);
  map.on("move zoomend resize viewreset", clip);
  map.on("layeradd layerremove", ({ layer }) => {
    if (day !== null && DAY_LAYERS.some((name) => layers[name].layer === layer)) match();
  });
  const read = () => (day === null ? {} : { compare: texts.iso(day) });
  const inAddress = { keys: ["compare"], read, follow: ({ compare }) => set(dayFromIso(texts, compare[0])) };
  return { day: () => day, edge, show: () => day !== null && show(), inAddress };
}
