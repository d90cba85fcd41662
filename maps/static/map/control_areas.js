/* Control maps of others: outlines of ground that somebody states to be a side's, on the days that they state. */
import { el, safeColour } from "../page/dom.js";
import { datedLayer } from "./intervals.js";

export function makeControlAreas({ store, shapes, pane, popups }) {
  const dated = datedLayer(store.control_areas, store.about.days, (area) => {
    const look = { className: "control-area", fill: false, weight: 2.5, color: store.sides.get(area.side)?.colour ?? safeColour(null) };
    return shapes.area(area.shape, { ...pane("control_areas"), ...look }).bindPopup(() => popups.controlArea(area), popups.options);
  });
  // a row of the key, which follows the day
  const agreement = el("li", { class: "note" });
  return {
    ...dated,
    agreement,
    show(day) {
      dated.show(day);
      agreement.textContent = popups.agreement(day);
    },
  };
}
