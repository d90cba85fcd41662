/* Named places as small dots; far from the ground only the places of the highest rank. */
import { uncertaintyCircle } from "./uncertainty.js";

const MAIN = new Set(["capital", "city"]);
// a larger uncertainty gets a circle with a broken line: a dot would look too precise
const VAGUE_KM = 5;
// zoom from which all places are shown
const NEAR = 10.5;
const MOST_FAR = 60;

export function makePlaces({ store, map, pane, popups, flyTo }) {
  const layer = L.layerGroup();
  const minor = L.layerGroup();
  const dots = new Map();

  // hundreds of circles would hide the map: the circle of a place is shown while its popup is open
  function addCircle(dot, place) {
    const circle = uncertaintyCircle(pane, place, "uncertainty");
    dot.on("popupopen", () => circle.addTo(map)).on("popupclose", () => circle.remove());
  }

  function draw(place) {
    const main = MAIN.has(place.kind);
    // the wide border is invisible: it makes the dot easier to hit
    const style = place.uncertainty_km > VAGUE_KM ? { className: "place vague", radius: 4 } : { className: `place ${main ? "main" : ""}`, radius: main ? 2.6 : 1.6, weight: 6 };
    const dot = Object.assign(L.circleMarker([place.lat, place.lon], { ...pane("places"), ...style }), { place });
    if (place.uncertainty_km > 0) addCircle(dot, place);
    dots.set(place, dot);
    return dot.bindPopup(() => popups.place(place), popups.options);
  }

  const located = store.places.filter((place) => place.lat !== null).sort((a, b) => (b.rank ?? -1) - (a.rank ?? -1));
  located.forEach((place, number) => draw(place).addTo(number < MOST_FAR ? layer : minor));
  const follow = () => (map.getZoom() >= NEAR ? layer.addLayer(minor) : layer.removeLayer(minor));
  map.on("zoomend", follow);
  follow();

  /* Fly to a place and open its popup, also if its dot is not shown at that zoom. */
  function select(place) {
    const dot = dots.get(place);
    if (!map.hasLayer(layer)) map.addLayer(layer);
    flyTo(dot.getLatLng(), () => (map.hasLayer(dot) ? dot.openPopup() : popups.open(dot.getLatLng(), () => popups.place(place))));
  }
  return { layer, select };
}
