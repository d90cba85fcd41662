/* The layers that the map shows, on its day, as GeoJSON (RFC 7946) from the page's own data. */
(function (sitmap) {
  "use strict";

  const DATES = ["start_date", "end_date"];
  // what the page keeps for itself
  const OWN = ["shape", "lat", "lon", "rank", "evidence", "decisive", "actors", "other_name", "className"];

  const lonLat = ([lat, lon]) => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];

  const signedArea = (ring) => ring.reduce((sum, [x, y], i) => sum + (ring[(i + 1) % ring.length][0] - x) * (ring[(i + 1) % ring.length][1] + y), 0);

  /* A ring that closes; the outer one runs against the clock, holes with it. */
  function ring(points, number) {
    const closed = points.map(lonLat);
    if (closed[0].join() !== closed.at(-1).join()) closed.push(closed[0]);
    const clockwise = signedArea(closed) > 0;
    return clockwise === number > 0 ? closed : closed.reverse();
  }

  const simplest = (kind, parts) => (parts.length === 1 ? { type: kind, coordinates: parts[0] } : { type: `Multi${kind}`, coordinates: parts });

  sitmap.features = function (page) {
    const { store, texts, geometry, map, days, names } = page;

    const area = (row) => simplest("Polygon", geometry.polygons(row.shape).map((rings) => rings.map(ring)));
    const line = (row) => simplest("LineString", geometry.lines(row.shape).map((points) => points.map(lonLat)));
    const point = (row) => (row.lat === null ? null : { type: "Point", coordinates: lonLat([row.lat, row.lon]) });
    const of = (rows) => {
      const on = sitmap.intervals(rows, days);
      return (day) => on(day).map((number) => rows[number]);
    };
    const reports = (numbers) => numbers.map((number) => store.control[number].id).join("; ");
    const LAYERS = {
      zones: { id: "zone_id", rows: of(store.zones), shape: area, more: (row) => ({ evidence: reports(row.evidence) }) },
      contact: { rows: of(store.contact), shape: line },
      roads: { rows: of(store.roads), shape: line },
      corridors: { rows: of(store.corridors), shape: line },
      posts: { id: "post_id", rows: () => page.posts.standing(), shape: point, more: verdict },
      events: { id: "event_id", rows: () => page.events.current(), shape: point },
      places: { id: "place_id", rows: () => store.places, shape: point },
    };

    function verdict(post, day) {
      const found = page.posts.verdict(post.post_id);
      const { width, probability, arc, friendly } = store.measured(found, day);
      const { state, state_strict, state_lenient, start_date, end_date, roads_open, roads_cut } = found;
      const measured = { corridor_km: width, probability, open_arc_deg: arc, friendly_km: friendly };
      return { state, state_strict, state_lenient, state_since: date(start_date), state_until: date(end_date), roads_open, roads_cut, ...measured, decisive: reports(found.decisive) };
    }

    const date = (day) => (day === null || day === undefined ? null : texts.iso(day));

    function properties(row) {
      const plain = Object.entries(names.plain(row)).filter(([name]) => !OWN.includes(name));
      return Object.fromEntries(plain.map(([name, value]) => [name, DATES.includes(name) ? date(value) : Array.isArray(value) ? value.join("; ") : value]));
    }

    /* A feature collection of a day; each feature says of which layer it is. */
    return function (day) {
      const features = Object.entries(LAYERS)
        .filter(([layer]) => map.hasLayer(page[layer].layer))
        .flatMap(([layer, { id, rows, shape, more }]) =>
          rows(day).map((row, number) => ({
            type: "Feature",
            id: id ? row[id] : `${layer}-${number + 1}`,
            geometry: shape(row),
            properties: { layer, ...properties(row), ...more?.(row, day) },
          })),
        );
      const about = { title: store.about.title, date: texts.iso(day), as_of: store.about.asOf, made_with: `sitmap ${store.about.version}`, licences: store.about.licences };
      return { type: "FeatureCollection", ...about, features };
    };
  };
})((window.sitmap = window.sitmap || {}));
