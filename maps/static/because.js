/* Why the ground is this colour, on the map: lines from where a reader asks to the places of the reports that decide. */
(function (sitmap) {
  "use strict";

  sitmap.because = function (page) {
    const { map, store, pane, sources } = page;
    const drawing = L.layerGroup().addTo(map);

    function clear() {
      drawing.clearLayers();
    }

    function show(at, numbers) {
      clear();
      for (const report of sources.nearest(numbers, at)) {
        if (report.lat === null) continue;
        const colour = store.sides.get(report.side)?.colour ?? null;
        const place = [report.lat, report.lon];
        L.polyline([at, place], { ...pane("because"), className: "because", weight: 1.4, interactive: false }).addTo(drawing);
        L.circleMarker(place, { ...pane("because"), className: "because-place", radius: 5, fillColor: sitmap.colour(colour), interactive: false }).addTo(drawing);
      }
    }

    map.on("popupclose", clear);
    return { show, clear };
  };
})((window.sitmap = window.sitmap || {}));
