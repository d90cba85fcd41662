/* Named places: small dots that say who and where they are. */
(function (sitmap) {
  "use strict";

  sitmap.places = function (page) {
    const { store, pane, popups } = page;
    const layer = L.layerGroup();
    for (const place of store.places) {
      if (place.lat === null) continue;
      // the wide border is there to be hit, not to be seen
      L.circleMarker([place.lat, place.lon], { ...pane("places"), className: "place", radius: 1.6, weight: 6 })
        .bindPopup(() => popups.place(place), popups.options)
        .addTo(layer);
    }
    return { layer };
  };
})((window.sitmap = window.sitmap || {}));
