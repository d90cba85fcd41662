/* Names on the map, the more important first, none on top of another or of a sign; laid out anew whenever the map moves. */
(function (sitmap) {
  "use strict";

  const LINE = 14;
  // a longer name would have no room anywhere; lists and popups tell it whole
  const LONGEST = 40;
  // more names than this at a zoom would hide the situation
  const most = (zoom, { x, y }) => ((x * y) / 8e5) * (zoom < 9 ? 12 : zoom < 10 ? 20 : zoom < 11 ? 40 : 120);

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const box = (x, y, width, height) => ({ left: x, right: x + width, top: y, bottom: y + height });
  const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const around = ({ x, y }, radius) => box(x - radius, y - radius, 2 * radius, 2 * radius);

  // room for a name beside its point: right, left, above, below
  const sides = (at, width, gap) => [
    box(at.x + gap, at.y - LINE / 2, width, LINE),
    box(at.x - gap - width, at.y - LINE / 2, width, LINE),
    box(at.x - width / 2, at.y - gap - LINE, width, LINE),
    box(at.x - width / 2, at.y + gap, width, LINE),
  ];

  function short(name) {
    const letters = [...name];
    return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : name;
  }

  const FONTS = { "label of-post": "650 12px system-ui, sans-serif", "label of-city": "600 12.5px system-ui, sans-serif" };

  sitmap.labels = function (page) {
    const { map, store, geometry, posts, events, corridors } = page;
    const layer = L.layerGroup();
    const measure = document.createElement("canvas").getContext("2d");
    const widths = new Map();
    let laidOutFor = null;
    let placed = [];

    const areas = store.context;
    const isCity = (place) => place.kind === "city" || place.kind === "capital";
    const places = store.places.filter((place) => place.lat !== null && place.rank !== null).sort((a, b) => b.rank - a.rank);

    /* Main roads are known by a number or a short name; each is written once, where it is in view. */
    const roads = [...new Map(store.roads.filter((road) => sitmap.isMainRoad(road)).map((road) => [road.name, road])).values()].map(({ name, shape }) => ({
      name,
      points: geometry.lines(shape).flat().map(([lat, lon]) => ({ lat, lon })),
    }));

    function inView(points) {
      const middle = map.getCenter();
      return points.filter(({ lat, lon }) => map.getBounds().contains([lat, lon])).sort((a, b) => middle.distanceTo(a) - middle.distanceTo(b));
    }

    function width(text, className) {
      const key = `${className}\n${text}`;
      if (!widths.has(key)) {
        measure.font = FONTS[className] ?? "11.5px system-ui, sans-serif";
        const spaced = className === "label country" ? 1.6 : 1;
        widths.set(key, measure.measureText(text).width * spaced + 6);
      }
      return widths.get(key);
    }

    function put(at, name, spot, className) {
      const shift = `translate(${Math.round(spot.left - at.x)}px, ${Math.round(spot.top - at.y)}px)`;
      const html = sitmap.el("bdi", { style: `transform: ${shift}` }, name);
      const icon = L.divIcon({ html, className, iconSize: [0, 0] });
      const made = L.marker(map.unproject(at, map.getZoom()), { pane: "names", interactive: false, keyboard: false, icon });
      placed.push({ spot, made: made.addTo(layer) });
    }

    function layOut() {
      layer.clearLayers();
      placed = [];
      const zoom = map.getZoom();
      map.getContainer().dataset.zoom = zoom < 9.5 ? "far" : "near";
      const project = (row) => map.project([row.lat, row.lon], zoom);
      const marks = posts.marks();
      const pinches = map.hasLayer(corridors.layer) ? corridors.pinches(page.day) : [];
      laidOutFor = signature(marks);
      const [topLeft, size] = [map.getPixelBounds().min, map.getSize()];
      const view = box(topLeft.x, topLeft.y, size.x, size.y);
      const taken = marks.map((mark) => around(mark, mark.radius));

      function tryToPut(at, whole, className, gap) {
        if (!whole) return false;
        const name = short(whole);
        const long = width(name, className);
        const options = gap ? sides(at, long, gap) : [box(at.x - long / 2, at.y - LINE / 2, long, LINE)];
        const free = options.find((option) => within(option, view) && !taken.some((other) => overlap(option, other)));
        if (!free) return false;
        taken.push(free);
        put(at, name, free, className);
        return true;
      }

      const alone = marks.filter((mark) => mark.posts.length === 1);
      alone.sort((a, b) => b.posts[0].first - a.posts[0].first);
      const named = new Set(marks.flatMap((mark) => mark.posts.map((post) => post.name)));
      for (const mark of alone.filter((one) => one.posts[0].first)) tryToPut(mark, mark.posts[0].name, "label of-post", mark.radius + 2);
      for (const pinch of pinches) tryToPut(project(pinch), pinch.text, "label of-pinch", 7);
      for (const city of places.filter(isCity)) if (!named.has(city.name) && tryToPut(project(city), city.name, "label of-city", 6)) named.add(city.name);
      for (const area of areas) {
        const className = `label ${area.kind === "country" ? "country" : "district"}`;
        if (area.lat !== null && tryToPut(project(area), area.name, className, 0)) named.add(area.name);
      }
      for (const road of roads) inView(road.points).some((point) => tryToPut(project(point), road.name, "label of-road", 0));
      for (const mark of alone.filter((one) => !one.posts[0].first)) tryToPut(mark, mark.posts[0].name, "label of-post later", mark.radius + 2);
      let left = most(zoom, map.getSize());
      for (const place of places) {
        if (left < 1) break;
        if (!isCity(place) && !named.has(place.name) && tryToPut(project(place), place.name, "label of-place", 5)) left -= 1;
      }
    }

    const signature = (marks) =>
      [...marks.map((mark) => `${mark.key} ${Math.round(mark.x)} ${Math.round(mark.y)}`), ...corridors.pinches(page.day).map(({ lat, lon, text }) => `${lat} ${lon} ${text}`)].join();

    // signs of events come and go: a name under one gives way, rather than all names moving every day
    function giveWay() {
      const signs = events.signs();
      for (const { spot, made } of placed) {
        const element = made.getElement();
        if (element) element.hidden = signs.some((sign) => overlap(spot, sign));
      }
    }

    function show() {
      if (signature(posts.marks()) !== laidOutFor) layOut();
      giveWay();
    }

    // names are for what is in view
    map.on("moveend", () => {
      if (page.day === null) return;
      layOut();
      giveWay();
    });
    page.texts.onLanguage(() => (laidOutFor = null));
    return { layer, show };
  };
})((window.sitmap = window.sitmap || {}));
