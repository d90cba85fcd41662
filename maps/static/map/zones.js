/* Zones of control in the colour of their side: the higher the confidence, the stronger the colour. */
import { safeColour } from "../page/dom.js";
import { datedLayer } from "./intervals.js";

// opacity of a side's territory
const PALE = 0.2;

/* True for contested and unknown ground, which no side holds. */
export const isNobodys = (side) => side === "contested" || side === "unknown";

function opacity({ side, evidence, confidence }) {
  if (isNobodys(side)) return 1;
  // territory was not estimated: it has no evidence and no confidence
  return evidence.length ? 0.1 + 0.3 * Math.min(1, Math.max(0, confidence ?? 0.5)) ** 2 : PALE;
}

function look(side, store) {
  if (isNobodys(side)) return { className: `zone hatched ${side}`, stroke: false };
  // areas of one side differ in confidence only: no line is drawn between them
  return { className: "zone", stroke: false, fillColor: store.sides.get(side)?.colour ?? safeColour(null) };
}

export function makeZones({ store, map, shapes, pane, popups, decidingReports }) {
  function draw(zone) {
    const polygon = shapes.area(zone.shape, { ...pane("zones"), ...look(zone.side, store), fillOpacity: opacity(zone) });
    polygon.on("add", () => polygon.getElement().setAttribute("data-side", zone.side));
    polygon.on("click", ({ latlng }) => open(zone, latlng));
    return polygon;
  }

  /* Open the popup of a zone at a point, with lines to the places of its reports. */
  function open(zone, at) {
    popups.open(at, () => popups.zone(zone, at));
    decidingReports.show(at, zone.evidence);
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
