/* Events of the day and of the week before it, fading with age; events near each other on the screen share a symbol. */
import { intervals } from "../map/intervals.js";
import { el, replaceChildren } from "../page/dom.js";
import { grouped, moveAside, pushed } from "./grouping.js";
import { eventKind, eventSymbol } from "./symbols.js";

const TRAILING_DAYS = 7;
// in pixels: nearer symbols would overlap
const REACH = 18;
// more symbols than this hide the situation: then events share symbols over a greater distance
const MOST_SYMBOLS = 80;
const PROVINCE = 3;
// height of the middle of a pin's head over its point
const HEAD = 17;
const ANCHOR = [12, 27];

const age = (event, day) => Math.max(0, day - ((event.end_date ?? event.start_date + 1) - 1));
const isVague = (event) => event.geo_precision === PROVINCE;

/* Events grouped by their place on the screen; an event known to the province only is not grouped with others. */
function groupsAt(map, events) {
  const items = events
    .filter((event) => event.lat !== null)
    .map((event) => ({ ...map.project([event.lat, event.lon], map.getZoom()), event, kind: isVague(event) ? "province" : "place" }));
  let reach = REACH;
  let groups = grouped(items, reach);
  while (groups.length > MOST_SYMBOLS && reach < 300) {
    reach *= Math.max(1.3, Math.sqrt(groups.length / MOST_SYMBOLS));
    groups = grouped(items, reach);
  }
  return groups;
}

function makeMarker({ pane, popups }) {
  const holder = el("span");
  const icon = L.divIcon({ html: holder, className: "event", iconSize: [24, 28], iconAnchor: ANCHOR });
  const marker = L.marker([0, 0], { ...pane("events"), icon, zIndexOffset: 500, riseOnHover: true, autoPanOnFocus: false });
  marker.bindPopup(() => popups.events(marker.events), { ...popups.options, offset: [0, -20] });
  return Object.assign(marker, { holder });
}

/* Markers of events on a layer: `layOut(events, day)` draws them at the current zoom, `boxes()` are their pixels. */
function makeMarkers({ texts, map, pane, popups, posts, layer, trailing }) {
  const markers = new Map();
  let boxes = [];

  function update(key, { members, x, y }, move, day) {
    const events = members.map(({ event }) => event);
    const [newest] = events;
    if (!markers.has(key)) markers.set(key, makeMarker({ pane, popups }));
    const marker = markers.get(key);
    marker.events = events;
    marker.setLatLng(map.unproject([x, y], map.getZoom()));
    layer.addLayer(marker);
    const [kind, pinned, count] = [eventKind(newest.event_type), !isVague(newest), events.length];
    const drawing = [kind, pinned, count].join();
    if (marker.drawing !== drawing) replaceChildren(marker.holder, eventSymbol(kind, { pinned, count }));
    marker.drawing = drawing;
    const element = marker.getElement();
    if (!element) return;
    moveAside(element, ANCHOR, move);
    element.style.opacity = String(1 - 0.6 * (age(newest, day) / Math.max(1, trailing)));
    element.dataset.events = String(count);
    const more = count > 1 ? ` (${texts.count("count.events", count)})` : "";
    element.setAttribute("aria-label", `${texts.word("event.", newest.event_type)}, ${newest.location ?? ""}${more}`);
  }

  function layOut(events, day) {
    const groups = new Map(groupsAt(map, events).map((group) => [group.members[0].event.event_id, group]));
    for (const [key, marker] of markers) {
      if (groups.has(key)) continue;
      layer.removeLayer(marker);
      markers.delete(key);
    }
    const fixed = posts.marks().map(({ x, y, radius }) => ({ x, y, radius, fixed: true }));
    const heads = [...groups.values()].map(({ x, y }) => ({ x, y: y - HEAD, radius: 9.5 }));
    const moves = pushed([...fixed, ...heads]).slice(fixed.length);
    boxes = heads.map(({ x, y }, i) => ({ left: x + moves[i].dx - 10, right: x + moves[i].dx + 10, top: y + moves[i].dy - 10, bottom: y + moves[i].dy + 14 }));
    [...groups].forEach(([key, group], i) => update(key, group, moves[i], day));
  }
  return { layOut, boxes: () => boxes };
}

export function makeEvents({ store, texts, map, clock, pane, popups, filters, flyTo, posts }) {
  const trailing = store.about.days > 1 ? TRAILING_DAYS : 0;
  const layer = L.layerGroup();
  const on = intervals(store.events, store.about.days, { trailing, open: false });
  const markers = makeMarkers({ texts, map, pane, popups, posts, layer, trailing });
  let current = [];

  const dated = (day) => on(day).map((number) => store.events[number]);

  function show(day) {
    current = dated(day).filter(filters.passes).sort((a, b) => age(a, day) - age(b, day));
    markers.layOut(current, day);
  }

  map.on("zoomend", () => clock.day() !== null && markers.layOut(current, clock.day()));
  layer.on("add", () => window.setTimeout(() => show(clock.day())));

  /* Fly to an event, also outside of the area, and open its popup. */
  function select(event) {
    if (event.lat === null) return;
    if (current.includes(event) && !map.hasLayer(layer)) map.addLayer(layer);
    flyTo([event.lat, event.lon], () => popups.open(L.latLng(event.lat, event.lon), () => popups.events([event])));
  }

  return {
    layer,
    show,
    current: () => current,
    boxes: () => (map.hasLayer(layer) ? markers.boxes() : []),
    // number of the day's events that the filters hide
    hidden: (day) => dated(day).filter((event) => !filters.passes(event)).length,
    undated: store.events.filter((event) => event.start_date === null),
    age,
    select,
    // a page of a single day has no days before it to mention
    say: (key, values = {}) => texts.say(trailing ? key : `${key}.day`, { ...values, n: trailing }),
  };
}
