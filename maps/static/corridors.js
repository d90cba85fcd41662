/* The widest way from a post to its supply anchor, with the point where it is narrowest. */
(function (sitmap) {
  "use strict";

  // measured up to 20 km: a way that wide has no narrowest point worth a sign
  const MOST_KM = 20;

  sitmap.corridors = function (page) {
    const { store, geometry, pane, popups, texts } = page;
    const wide = (corridor) => corridor.pinch_lat === null || corridor.width_km >= MOST_KM;

    function draw(corridor) {
      const look = wide(corridor) ? { className: "corridor wide", weight: 1.5 } : { className: "corridor", weight: 2.5 };
      const drawing = L.featureGroup([L.polyline(geometry.lines(corridor.shape), { ...pane("corridors"), ...look })]);
      if (!wide(corridor)) L.circleMarker([corridor.pinch_lat, corridor.pinch_lon], { ...pane("corridors"), className: "pinch", radius: 4 }).addTo(drawing);
      return drawing.bindPopup(() => popups.corridor(corridor), popups.options);
    }

    const dated = sitmap.dated(store.corridors, page.days, draw);

    /* Where ways are narrowest on a day, the narrowest first, for those who write names on the map. */
    function pinches(day) {
      const narrow = dated.rows(day).filter((corridor) => !wide(corridor)).sort((a, b) => a.width_km - b.width_km);
      return narrow.map((corridor) => ({ lat: corridor.pinch_lat, lon: corridor.pinch_lon, text: texts.say("number.km", { n: texts.number(corridor.width_km) }) }));
    }

    return { ...dated, pinches };
  };
})((window.sitmap = window.sitmap || {}));
