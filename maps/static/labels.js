/* Names on the map, the more important first, none on top of another; laid out anew at every zoom. */
(function (sitmap) {
  "use strict";

  const LINE = 14;
  // more names than this at a zoom would hide the situation
  const most = (zoom) => (zoom < 9 ? 8 : zoom < 10 ? 16 : zoom < 11 ? 36 : 400);

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const box = (x, y, width, height) => ({ left: x, right: x + width, top: y, bottom: y + height });

  // room for a name beside its point: right, left, above, below
  const sides = (at, width, gap) => [
    box(at.x + gap, at.y - LINE / 2, width, LINE),
    box(at.x - gap - width, at.y - LINE / 2, width, LINE),
    box(at.x - width / 2, at.y - gap - LINE, width, LINE),
    box(at.x - width / 2, at.y + gap, width, LINE),
  ];

  sitmap.labels = function (page) {
    const { map, store, posts, texts } = page;
    const layer = L.layerGroup();
    const measure = document.createElement("canvas").getContext("2d");
    let laidOutFor = null;

    const lookOf = (area) => `label ${area.kind === "country" ? "country" : "district"}`;
    const places = store.places.filter((place) => place.lat !== null && place.rank !== null).sort((a, b) => b.rank - a.rank);

    function width(text, className) {
      measure.font = className === "label of-post" ? "600 12px sans-serif" : "11.5px sans-serif";
      return measure.measureText(text).width + 4;
    }

    function put(latlng, name, spot, at, className) {
      const shift = `translate(${Math.round(spot.left - at.x)}px, ${Math.round(spot.top - at.y)}px)`;
      const html = sitmap.el("bdi", { style: `transform: ${shift}` }, name);
      const icon = L.divIcon({ html, className, iconSize: [0, 0] });
      L.marker(latlng, { pane: "names", interactive: false, keyboard: false, icon }).addTo(layer);
    }

    function layOut() {
      layer.clearLayers();
      const zoom = map.getZoom();
      const standing = posts.standing();
      laidOutFor = standing.length;
      map.getContainer().dataset.zoom = zoom < 9.5 ? "far" : "near";
      const project = (row) => map.project([row.lat, row.lon], zoom);
      const taken = standing.filter((post) => post.lat !== null).map(project).map((at) => box(at.x - 12, at.y - 12, 24, 24));

      function tryToPut(row, name, className, gap) {
        if (row.lat === null || !name) return false;
        const at = project(row);
        const long = width(name, className);
        const options = gap ? sides(at, long, gap) : [box(at.x - long / 2, at.y - LINE / 2, long, LINE)];
        const free = options.find((option) => !taken.some((other) => overlap(option, other)));
        if (!free) return false;
        taken.push(free);
        put([row.lat, row.lon], name, free, at, className);
        return true;
      }

      for (const post of standing) tryToPut(post, post.name, "label of-post", 14);
      const names = new Set(standing.map((post) => post.name));
      for (const area of store.context) if (tryToPut(area, area.name, lookOf(area), 0)) names.add(area.name);
      let left = most(zoom);
      for (const place of places) {
        if (left === 0) break;
        if (!names.has(place.name) && tryToPut(place, place.name, "label of-place", 5)) left -= 1;
      }
    }

    map.on("zoomend", layOut);
    texts.onLanguage(() => (laidOutFor = null));
    return {
      layer,
      show() {
        if (posts.standing().length !== laidOutFor) layOut();
      },
    };
  };
})((window.sitmap = window.sitmap || {}));
