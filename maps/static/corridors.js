/* The widest way from a post to its supply anchor, with the point where it is narrowest. */
(function (sitmap) {
  "use strict";

  sitmap.corridors = function (page) {
    const { store, geometry, pane, popups, texts } = page;

    function draw(corridor) {
      const line = L.polyline(geometry.lines(corridor.shape), { ...pane("corridors"), className: "corridor", weight: 2 });
      const drawing = L.featureGroup([line]);
      // measured up to 20 km: a way that wide has no narrowest point worth a sign
      if (corridor.pinch_lat !== null && corridor.width_km < 20) {
        const label = sitmap.el("span", {}, texts.say("number.km", { n: texts.number(corridor.width_km) }));
        L.circleMarker([corridor.pinch_lat, corridor.pinch_lon], { ...pane("corridors"), className: "pinch", radius: 4 })
          .bindTooltip(label, { permanent: true, direction: "right", offset: [5, 0], className: "pinch-label", pane: pane("widths").pane })
          .addTo(drawing);
      }
      return drawing.bindPopup(() => popups.corridor(corridor), popups.options);
    }

    const dated = sitmap.dated(store.corridors, page.days, draw);
    // widths are written on the map
    texts.onLanguage(dated.redraw);
    return dated;
  };
})((window.sitmap = window.sitmap || {}));
