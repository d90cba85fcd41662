/* Named places: small dots that say who and where they are; far from the ground only those that matter most. */
(function (sitmap) {
  "use strict";

  // a dot would claim to know better
  const VAGUE_KM = 5;
  const NEAR = 10.5;
  // in the order of their rank
  const MOST_FAR = 60;
  const MAIN = new Set(["capital", "city"]);

  sitmap.places = function (page) {
    const { store, pane, popups, map } = page;
    const layer = L.layerGroup();
    const many = L.layerGroup();
    const dots = new Map();

    // hundreds of circles at once would hide the map: a place shows its own while it is asked about
    function showCircle(dot, place) {
      const look = { ...pane("uncertainty"), interactive: false, className: "uncertainty", weight: 1 };
      const options = { ...look, radius: place.uncertainty_km * 1000 };
      const circle = L.circle([place.lat, place.lon], options);
      dot.on("popupopen", () => circle.addTo(map)).on("popupclose", () => circle.remove());
    }

    function dot(place) {
      const vague = place.uncertainty_km > VAGUE_KM;
      // the wide border is there to be hit, not to be seen
      const style = vague ? { className: "place vague", radius: 4 } : { className: `place ${MAIN.has(place.kind) ? "main" : ""}`, radius: MAIN.has(place.kind) ? 2.6 : 1.6, weight: 6 };
      const made = L.circleMarker([place.lat, place.lon], { ...pane("places"), ...style });
      if (place.uncertainty_km > 0) showCircle(made, place);
      dots.set(place, Object.assign(made, { place }));
      return made.bindPopup(() => popups.place(place), popups.options);
    }

    const located = store.places.filter((place) => place.lat !== null).sort((a, b) => (b.rank ?? -1) - (a.rank ?? -1));
    located.forEach((place, number) => dot(place).addTo(number < MOST_FAR ? layer : many));
    const follow = () => (map.getZoom() >= NEAR ? layer.addLayer(many) : layer.removeLayer(many));
    map.on("zoomend", follow);
    follow();

    /* Fly to a place and tell of it, also where it is too small for a dot. */
    function select(place) {
      const made = dots.get(place);
      if (!map.hasLayer(layer)) map.addLayer(layer);
      const tell = () => (map.hasLayer(made) ? made.openPopup() : popups.open(made.getLatLng(), () => popups.place(place)));
      sitmap.flyTo(page, made.getLatLng(), tell);
    }
    return { layer, select };
  };
})((window.sitmap = window.sitmap || {}));
