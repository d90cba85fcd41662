/* A compass rose of the passable ground around a post: how far it reaches on each bearing, up to 10 km as for the open arc.
   Contested and unknown ground blocks, as in the strict view. */
import { boundsOf, isInside } from "../map/geometry.js";
import { svg } from "../page/dom.js";
import { KM_A_DEGREE } from "../page/evidence.js";

const REACH_KM = 10;
const STEP_KM = 0.25;
const BEARINGS = 72;
const SIZE = 46;

/* Distance in km to the first blocked ground on each bearing; the post's own holding, `holdKm` around it, does not block. */
export function reaches({ lat, lon }, passable, holdKm) {
  const shrunk = Math.cos((lat * Math.PI) / 180);
  const window = 1.2 * (REACH_KM / KM_A_DEGREE);
  const near = passable.filter(([outer]) => {
    const [south, west, north, east] = boundsOf(outer);
    return south <= lat + window && north >= lat - window && west <= lon + window / shrunk && east >= lon - window / shrunk;
  });
  return Array.from({ length: BEARINGS }, (_, i) => {
    const bearing = ((i + 0.5) * 2 * Math.PI) / BEARINGS;
    for (let km = holdKm + STEP_KM / 2; km < REACH_KM; km += STEP_KM) {
      const degrees = km / KM_A_DEGREE;
      const point = [lat + degrees * Math.cos(bearing), lon + (degrees * Math.sin(bearing)) / shrunk];
      if (!near.some((rings) => isInside(point, rings))) return km - STEP_KM / 2;
    }
    return REACH_KM;
  });
}

export function rose(reaches, { north, label }) {
  const at = (bearing, radius) => `${(radius * Math.sin(bearing)).toFixed(1)} ${(-radius * Math.cos(bearing)).toFixed(1)}`;
  const wedge = (km, i) => {
    const [from, to] = [i, i + 1].map((step) => (step * 2 * Math.PI) / BEARINGS);
    const radius = (km / REACH_KM) * SIZE;
    return `M0 0L${at(from, radius)}A${radius.toFixed(1)} ${radius.toFixed(1)} 0 0 1 ${at(to, radius)}Z`;
  };
  const open = reaches.map((km, i) => (km >= REACH_KM ? wedge(km, i) : "")).join("");
  const shut = reaches.map((km, i) => (km < REACH_KM ? wedge(km, i) : "")).join("");
  const frame = { viewBox: "-52 -60 104 114", width: 92, height: 101, class: "rose", role: "img", "aria-label": label };
  const rims = [svg("circle", { r: SIZE, class: "rim" }), svg("circle", { r: SIZE / 2, class: "rim half" })];
  const wedges = [svg("path", { d: shut, class: "shut" }), svg("path", { d: open, class: "wide" })];
  const middle = svg("circle", { r: 2.5, class: "middle" });
  return svg("svg", frame, ...rims, ...wedges, middle, svg("text", { y: -SIZE - 4, class: "north" }, north));
}
