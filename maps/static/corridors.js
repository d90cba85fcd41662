/* The widest way from a post to its supply anchor, with the point where it is narrowest. */
(function (sitmap) {
  "use strict";

  sitmap.corridors = function (page) {
    const { store, geometry, pane, popups, texts } = page;

    function draw(corridor) {
      // measured up to 20 km: a way that wide has no narrowest point worth a sign
      const wide = corridor.pinch_lat === null || corridor.width_km >= 20;
      const line = L.polyline(geometry.lines(corridor.shape), { ...pane("corridors"), className: wide ? "corridor wide" : "corridor", weight: wide ? 1.5 : 2.5 });
      const drawing = L.featureGroup([line]);
      if (!wide) {
        const label = sitmap.el("span", {}, texts.say("number.km", { n: texts.number(corridor.width_km) }));
        L.circleMarker([corridor.pinch_lat, corridor.pinch_lon], { ...pane("corridors"), className: "pinch", radius: 4 })
          .bindTooltip(label, { permanent: true, direction: "right", offset: [5, 0], className: "pinch-label" })
          .addTo(drawing);
      }
      return drawing.bindPopup(() => popups.corridor(corridor), popups.options);
    }

    return sitmap.dated(store.corridors, page.days, draw);
  };
})((window.sitmap = window.sitmap || {}));
