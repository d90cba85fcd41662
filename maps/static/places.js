/* Named places: small dots that say who and where they are. */
(function (sitmap) {
  "use strict";

  // a dot would claim to know better
  const VAGUE_KM = 5;

  sitmap.places = function (page) {
    const { store, pane, popups, map } = page;
    const layer = L.layerGroup();
    const dots = new Map();

    // hundreds of circles at once would hide the map: a place shows its own while it is asked about
    function showCircle(dot, place) {
      const look = { ...pane("uncertainty"), interactive: false, className: "uncertainty", weight: 1 };
      const options = { ...look, radius: place.uncertainty_km * 1000 };
      const circle = L.circle([place.lat, place.lon], options);
      dot.on("popupopen", () => circle.addTo(map)).on("popupclose", () => circle.remove());
    }

    for (const place of store.places) {
      if (place.lat === null) continue;
      const vague = place.uncertainty_km > VAGUE_KM;
      // the wide border is there to be hit, not to be seen
      const style = vague ? { className: "place vague", radius: 4 } : { className: "place", radius: 1.6, weight: 6 };
      const dot = L.circleMarker([place.lat, place.lon], { ...pane("places"), ...style });
      dot.bindPopup(() => popups.place(place), popups.options).addTo(layer);
      dots.set(place, Object.assign(dot, { place }));
      if (place.uncertainty_km > 0) showCircle(dot, place);
    }
    function select(place) {
      const dot = dots.get(place);
      if (!map.hasLayer(layer)) map.addLayer(layer);
      sitmap.flyTo(page, dot.getLatLng(), () => dot.openPopup());
    }
    return { layer, select };
  };
})((window.sitmap = window.sitmap || {}));
