/* Circles within which an uncertain position lies: of the posts, and of the events of the day. Those so large or
   so many that they would hide the situation are drawn while their event is read about. */
(function (sitmap) {
  "use strict";

  const LARGE_KM = 15;
  // of the events of one day
  const MOST = 60;

  sitmap.uncertainty = function (page) {
    const { map, pane, posts, events } = page;
    const layer = L.layerGroup();
    const circles = new Map();
    let asked = [];

    function circle(key, row, kind) {
      if (!circles.has(key)) {
        const look = { ...pane("uncertainty"), interactive: false, className: `uncertainty ${kind}`, weight: 1 };
        const options = { ...look, radius: row.uncertainty_km * 1000 };
        circles.set(key, L.circle([row.lat, row.lon], options));
      }
      return circles.get(key);
    }

    const uncertain = (row) => row.uncertainty_km > 0 && row.lat !== null;
    const ofEvent = (event) => circle(`event ${event.event_id}`, event, "of-event");

    function show(day) {
      const wanted = new Set(asked.map(ofEvent));
      for (const post of posts.standing()) if (uncertain(post)) wanted.add(circle(`post ${post.post_id}`, post, "of-post"));
      const today = events.current().filter((event) => events.age(event, day) === 0 && uncertain(event) && event.uncertainty_km < LARGE_KM);
      if (today.length <= MOST) for (const event of today) wanted.add(ofEvent(event));
      for (const drawn of circles.values()) if (!wanted.has(drawn)) layer.removeLayer(drawn);
      for (const drawn of wanted) layer.addLayer(drawn);
    }

    /* Show where the events that are read about may have been. */
    function ask(rows) {
      asked = rows.filter(uncertain);
      if (page.day !== null) show(page.day);
    }

    map.on("popupopen", ({ popup }) => ask(popup._source?.events ?? []));
    map.on("popupclose", () => ask([]));
    return { layer, show, ask };
  };
})((window.sitmap = window.sitmap || {}));
