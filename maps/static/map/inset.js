/* A small map of the whole area beside a view of a part of it, with a frame around the part in view. */
const SIZE = 132;
const STILL = { interactive: false, zoomControl: false, attributionControl: false, dragging: false, touchZoom: false, doubleClickZoom: false, scrollWheelZoom: false, boxZoom: false, keyboard: false, zoomAnimation: false, fadeAnimation: false, zoomSnap: 0 };

/* Add the inset where the map opens with a small part of the area, as in a fight for a city of a large country. */
export function addInset({ store, map, geometry, bounds, opening }) {
  if (bounds.equals(opening)) return;
  const holder = L.DomUtil.create("div", "inset");
  Object.assign(holder.style, { width: `${SIZE}px`, height: `${SIZE}px` });
  holder.setAttribute("aria-hidden", "true");
  const control = Object.assign(L.control({ position: "bottomright" }), { onAdd: () => holder });
  control.addTo(map);
  const small = L.map(holder, STILL).fitBounds(bounds, { animate: false });
  const [west, south, east, north] = store.view;
  L.rectangle([[south, west], [north, east]], { className: "sea", interactive: false }).addTo(small);
  for (const { shape } of store.land) L.polygon(geometry.polygons(shape), { className: "land", interactive: false }).addTo(small);
  for (const { shape } of store.borders) L.polyline(geometry.lines(shape), { className: "border country", interactive: false }).addTo(small);
  const frame = L.rectangle(map.getBounds(), { className: "frame", interactive: false }).addTo(small);
  map.on("moveend", () => frame.setBounds(map.getBounds()));
}
