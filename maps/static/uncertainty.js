/* Circles within which an uncertain position lies: of the posts, and of the events of the day. */
(function (sitmap) {
  "use strict";

  sitmap.uncertainty = function (page) {
    const { pane, posts, events } = page;
    const layer = L.layerGroup();
    const circles = new Map();

    function circle(key, row, kind) {
      if (!circles.has(key)) {
        const look = { ...pane("uncertainty"), interactive: false, className: `uncertainty ${kind}`, weight: 1 };
        const options = { ...look, radius: row.uncertainty_km * 1000 };
        circles.set(key, L.circle([row.lat, row.lon], options));
      }
      return circles.get(key);
    }

    function show(day) {
      const wanted = new Set();
      const want = (key, row, kind) => row.uncertainty_km > 0 && row.lat !== null && wanted.add(circle(key, row, kind));
      for (const post of posts.standing()) want(`post ${post.post_id}`, post, "of-post");
      for (const event of events.current()) if (events.age(event, day) === 0) want(`event ${event.event_id}`, event, "of-event");
      for (const drawn of circles.values()) if (!wanted.has(drawn)) layer.removeLayer(drawn);
      for (const drawn of wanted) layer.addLayer(drawn);
    }
    return { layer, show };
  };
})((window.sitmap = window.sitmap || {}));
