/* Zones of control in the colour of their side: the higher the confidence, the stronger the colour. */
import { byId, el, safeColour } from "../page/dom.js";
import { claimedFill, texturedFill } from "../symbols/symbols.js";
import { datedLayer } from "./intervals.js";

// opacity of a side's territory, and of ground as it was given
const [PALE, GIVEN] = [0.2, 0.4];

/* True for contested and unknown ground, which no side holds. */
export const isNobodys = (side) => side === "contested" || side === "unknown";

function opacity({ side, evidence, confidence }, { assessed }) {
  if (isNobodys(side)) return 1;
  // territory was not estimated: it has no evidence and no confidence
  return evidence.length ? 0.1 + 0.3 * Math.min(1, Math.max(0, confidence ?? 0.5)) ** 2 : assessed ? PALE : GIVEN;
}

function look({ side, evidence, basis }, store) {
  if (isNobodys(side)) return { className: `zone hatched ${side}`, stroke: false };
  // areas of one side differ in confidence only: no line is drawn between them
  return { className: `zone of-side ${evidence.length ? basis : ""}`, stroke: false, fillColor: store.sides.get(side)?.colour ?? safeColour(null) };
}

/* Layers that change how zones look: ground that its side only claims is hatched, ground on record only is paler. */
export function makeBases({ store, texts, map }) {
  // where nobody judged whose word a source is, neither is drawn
  const bases = store.zones.some(({ basis }) => basis === "claimed" || basis === "confirmed") ? ["claimed", "record"] : [];
  function makeBasis(basis) {
    const [layer, note] = [L.layerGroup(), el("span")];
    layer.on("add remove", () => byId("stage").classList.toggle(`${basis}-ground`, map.hasLayer(layer)));
    function show(day) {
      const held = store.rowsOn("zones", day).filter(({ side, evidence }) => evidence.length && !isNobodys(side));
      const km2 = (rows) => rows.reduce((sum, { area_km2: size }) => sum + size, 0);
      note.textContent = texts.say(`key.${basis}`, { share: texts.share(km2(held.filter((zone) => zone.basis === basis)) / (km2(held) || 1)) });
    }
    return [basis, { layer, note, show }];
  }
  return Object.fromEntries(bases.map(makeBasis));
}

export function makeZones({ store, map, shapes, pane, popups, decidingReports }) {
  function draw(zone) {
    const polygon = shapes.area(zone.shape, { ...pane("zones"), ...look(zone, store), fillOpacity: opacity(zone, store) });
    polygon.on("add", () => {
      polygon.getElement().setAttribute("data-side", zone.side);
      const number = [...store.sides.keys()].indexOf(zone.side);
      for (const [name, fill] of [["--claimed", claimedFill], ["--textured", texturedFill]]) polygon.getElement().style.setProperty(name, fill(number));
    });
    polygon.on("click", ({ latlng }) => open(zone, latlng));
    return polygon;
  }

  /* Open the popup of a zone at a point, with lines to the places of its reports. */
  function open(zone, at) {
    popups.open(at, () => popups.zone(zone, at));
    decidingReports.show(at, zone.evidence.map((number) => store.control[number]));
  }

  const dated = datedLayer(store.zones, store.about.days, draw);
  return {
    ...dated,
    open,
    show(day) {
      dated.show(day);
      // a popup on the ground describes the day on which it was opened
      map.closePopup(popups.opened());
    },
  };
}
