/* Coordinates of the point under the pointer, and a ruler for distances and areas. By the keyboard the middle of the map is pointed at. */
import { el, replaceChildren } from "../page/dom.js";
import { mapButton } from "../page/screen.js";
import { sphereArea, whereIs } from "./coordinates.js";

/* The button of the ruler, for the bar of buttons. */
export function addPointer({ store, texts, map, geometry, pane }) {
  const { say, number } = texts;
  const frame = map.getContainer();
  const [where, told] = [el("p", { dir: "ltr" }), el("p", { role: "status" })];
  const drawing = L.layerGroup().addTo(map);
  const ruler = mapButton("⟷", "", () => measure(points ? null : []));
  // null while nothing is measured
  let points = null;

  const control = L.control({ position: "bottomright" });
  control.onAdd = () => el("div", { id: "pointer" }, told, where);
  control.addTo(map);

  const point = ({ lat, lng: lon }) => replaceChildren(where, ...whereIs({ store, geometry }, { lat, lon }).map((text) => el("bdi", {}, text)));

  function tell() {
    told.textContent = points && say("measure.begin");
    if (!points || points.length < 2) return;
    const km = points.slice(1).reduce((sum, next, i) => sum + map.distance(points[i], next), 0) / 1000;
    told.textContent = say(points.length > 2 ? "measure.area" : "measure.length", { km: number(km), km2: number(sphereArea(points)) });
  }

  function measure(wanted) {
    points = wanted;
    frame.classList.toggle("measuring", points !== null);
    map.doubleClickZoom[points ? "disable" : "enable"]();
    ruler.setAttribute("aria-pressed", String(points !== null));
    if (points) map.closePopup();
    drawing.clearLayers();
    const look = { ...pane("because"), interactive: false };
    for (const one of points ?? []) L.circleMarker(one, { ...look, className: "measured", radius: 3 }).addTo(drawing);
    if (points?.length) drawing.addLayer(L.polyline(points, { ...look, className: "measured line" })).addLayer(L.polygon(points, { ...look, className: "measured area" }));
    tell();
  }

  const add = (latlng) => points && !points.at(-1)?.equals(latlng) && measure([...points, latlng]);
  const keys = { Enter: () => add(map.getCenter()), Backspace: () => measure(points.slice(0, -1)), Escape: () => measure(null) };
  map.on("mousemove click", ({ latlng }) => point(latlng));
  map.on("click", ({ latlng }) => add(latlng));
  map.on("moveend", () => document.activeElement === frame && point(map.getCenter()));
  frame.addEventListener("keydown", (event) => {
    if (!points || !Object.hasOwn(keys, event.key) || event.target.closest("a, button")) return;
    event.preventDefault();
    keys[event.key]();
  });
  texts.onLanguage(tell);
  return ruler;
}
