/* Lines of communication, passable or cut on the day. */
import { datedLayer } from "./intervals.js";

export const isMainRoad = (road) => road.kind === "highway" || road.kind === "motorway";

export function makeRoads({ store, geometry, pane, popups }) {
  return datedLayer(store.roads, store.about.days, (road) => {
    const main = isMainRoad(road);
    const look = { className: `road ${main ? "main" : "minor"} ${road.open ? "passable" : "cut"}`, weight: main ? 3 : 1.8 };
    return L.polyline(geometry.lines(road.shape), { ...pane("roads"), ...look }).bindPopup(() => popups.road(road), popups.options);
  });
}
