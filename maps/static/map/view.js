/* The map itself and the part of it in view: that of the posts and reports, or the part that the reader has moved to. */
import { byId } from "../page/dom.js";

// names and outlines are drawn inside the area only: outside of it a wider view is of more use
const [NEAR, FAR] = [10, 6];
// in pixels: less is no movement
const MOVED_PX = 3;

const prefersStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export const boundsOf = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

/* Map, what it opens with (the posts and reports, or the whole area), and a function that fits it to that. */
export function makeMap(id, bounds) {
  const opening = boundsOf(bounds);
  const moves = !prefersStill();
  const motion = { zoomAnimation: moves, fadeAnimation: moves, markerZoomAnimation: moves };
  // the panel names sources and licences, and the zoom buttons go to the side where the key is not
  const controls = { attributionControl: false, zoomControl: false };
  const map = L.map(id, { ...motion, ...controls, zoomSnap: 0.25, minZoom: 3, maxZoom: 16 });
  // the key lies over the map: where there is room, the area is shown beside it
  const key = byId("key");
  const beside = () => (key.open && 2.5 * key.offsetWidth < map.getSize().x ? key.offsetWidth + 16 : 4);
  const paddings = () => (document.dir === "rtl" ? { paddingBottomRight: [beside(), 4], paddingTopLeft: [4, 4] } : { paddingTopLeft: [beside(), 4], paddingBottomRight: [4, 4] });
  const fit = () => map.fitBounds(opening, { ...paddings(), animate: false });
  fit();
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: true }).addTo(map);
  return { map, fit, opening };
}

/* A function that brings a point into view, with the map if the page is longer than the screen, and then calls `act`. */
export function makeFlyTo(map, bounds) {
  let arrive = () => {};
  return (at, act) => {
    const zoom = bounds.contains(at) ? Math.max(map.getZoom(), NEAR) : FAR;
    map.getContainer().scrollIntoView({ block: "nearest" });
    // a move that is under way ends here, and what was to follow it is left
    map.off("moveend", arrive);
    map.stop();
    // a popup moves the map to make room, which a moving map does not do
    arrive = () => window.setTimeout(act);
    map.once("moveend", arrive);
    map.setView(at, zoom, { animate: !prefersStill() });
  };
}

/* The view in the address, once the reader has left the first view; `home` shows that again, `ground` is what a picture shows. */
export function makeView({ texts, map, fit, opening, address }) {
  const where = () => ({ zoom: map.getZoom(), centre: map.getCenter() });
  let firstView = where();

  function isHome() {
    const { zoom, centre } = where();
    return zoom === firstView.zoom && map.project(centre).distanceTo(map.project(firstView.centre)) < MOVED_PX;
  }
  function home() {
    fit();
    firstView = where();
  }
  function follow(asked) {
    const [zoom, lat, lon] = ["zoom", "lat", "lon"].map((key) => Number(asked[key][0] ?? NaN));
    if ([zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180) map.setView([lat, lon], zoom, { animate: false });
    else home();
  }

  // the key changes sides
  texts.onLanguage(() => isHome() && home());
  map.on("moveend", address.changed);
  // in a window of another size the first view has another zoom
  map.on("resize", () => isHome() && window.setTimeout(home));
  const read = () => (isHome() ? {} : { zoom: map.getZoom(), lat: map.getCenter().lat.toFixed(4), lon: map.getCenter().lng.toFixed(4) });
  return { home, ground: () => (isHome() ? opening : map.getBounds()), inAddress: { keys: ["zoom", "lat", "lon"], read, follow } };
}
