/* The line of contact between areas of two sides: heavy between hostile sides, light between friendly ones. */
import { datedLayer } from "./intervals.js";

export function makeContact({ store, shapes, pane, popups }) {
  return datedLayer(store.contact, store.about.days, (line) => {
    const friends = store.friends(line.side_a, line.side_b);
    const look = friends ? { className: "contact friendly", weight: 1 } : { className: "contact", weight: 2.4 };
    return shapes.line(line.shape, { ...pane("contact"), ...look }).bindPopup(() => popups.contact(line), popups.options);
  });
}
