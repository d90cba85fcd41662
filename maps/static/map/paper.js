/* The map in another size than on the screen: on paper, and in pictures. There the class `on-paper` of the document names sides and tells them apart without colours. */

/* Give the map a size, in lengths of CSS, and show the same or other ground in it; returns a function that puts all back. */
export function resize(map, size, bounds = map.getBounds()) {
  const { style } = map.getContainer();
  const before = { centre: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap };
  const turn = (on, lengths, zoomSnap) => {
    document.documentElement.classList.toggle("on-paper", on);
    Object.assign(style, lengths);
    map.options.zoomSnap = zoomSnap;
    map.invalidateSize({ animate: false });
  };
  turn(true, size, 0);
  // Leaflet rounds the middle to a pixel
  map.fitBounds(bounds, { animate: false, padding: [2, 2] });
  return () => {
    turn(false, { width: "", height: "" }, before.snap);
    map.setView(before.centre, before.zoom, { animate: false });
  };
}
