/* The layers on the map, on the day shown, as GeoJSON (RFC 7946) from the data of the page. */
const DATES = ["start_date", "end_date"];
// columns for the page's own use
const OWN = ["shape", "lat", "lon", "rank", "evidence", "decisive", "actors", "other_name", "className", "more"];

const lonLat = ([lat, lon]) => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];
const point = (row) => (row.lat === null ? null : { type: "Point", coordinates: lonLat([row.lat, row.lon]) });
const simplest = (kind, parts) => (parts.length === 1 ? { type: kind, coordinates: parts[0] } : { type: `Multi${kind}`, coordinates: parts });
const signedArea = (ring) => ring.reduce((sum, [x, y], i) => sum + (ring[(i + 1) % ring.length][0] - x) * (ring[(i + 1) % ring.length][1] + y), 0);

/* A closed ring; the outer ring, number 0, runs counterclockwise, holes clockwise. */
function ring(points, number) {
  const closed = points.map(lonLat);
  if (closed[0].join() !== closed.at(-1).join()) closed.push(closed[0]);
  const clockwise = signedArea(closed) > 0;
  return clockwise === number > 0 ? closed : closed.reverse();
}

/* Properties of the verdict of a post on a day. */
function verdictProperties({ store, date, ids }, verdict, day) {
  if (!verdict) return {};
  const { width, probability, arc, friendly } = store.measured(verdict, day);
  const { state, state_strict, state_lenient, since, end_date, roads_open, roads_cut } = verdict;
  const measured = { corridor_km: width, probability, open_arc_deg: arc, friendly_km: friendly };
  return { state, state_strict, state_lenient, state_since: date(since), state_until: date(end_date), roads_open, roads_cut, ...measured, decisive: ids(verdict.decisive) };
}

/* A function that makes the feature collection of a day; each feature names its layer. */
export function makeDayAsGeojson({ store, texts, map, geometry, names, layers }) {
  const area = (row) => simplest("Polygon", geometry.polygons(row.shape).map((rings) => rings.map(ring)));
  const line = (row) => simplest("LineString", geometry.lines(row.shape).map((points) => points.map(lonLat)));
  const date = (day) => (day === null || day === undefined ? null : texts.iso(day));
  const ids = (numbers) => numbers.map((number) => store.control[number].id).join("; ");
  const ofDay = (table) => (day) => store.rowsOn(table, day);
  const verdict = ({ post_id: id }, day) => verdictProperties({ store, date, ids }, layers.posts.verdict(id), day);
  const contents = {
    zones: { id: "zone_id", rows: ofDay("zones"), shape: area, more: (row) => ({ evidence: ids(row.evidence) }) },
    front: { rows: ofDay("front"), shape: area },
    contact: { rows: ofDay("contact"), shape: line },
    control_areas: { id: "area_id", rows: ofDay("control_areas"), shape: area },
    roads: { rows: ofDay("roads"), shape: line },
    corridors: { rows: ofDay("corridors"), shape: line },
    posts: { id: "post_id", rows: layers.posts.standing, shape: point, more: verdict },
    events: { id: "event_id", rows: layers.events.current, shape: point },
    places: { id: "place_id", rows: () => store.places, shape: point },
  };

  function properties(row) {
    const plain = Object.entries(names.plain(row)).filter(([name]) => !OWN.includes(name));
    const own = plain.map(([name, value]) => [name, DATES.includes(name) ? date(value) : Array.isArray(value) ? value.join("; ") : value]);
    return { ...Object.fromEntries(row.more ?? []), ...Object.fromEntries(own) };
  }

  function featuresOf([layer, { id, rows, shape, more }], day) {
    return rows(day).map((row, number) => ({
      type: "Feature",
      id: id ? row[id] : `${layer}-${number + 1}`,
      geometry: shape(row),
      properties: { layer, ...properties(row), ...more?.(row, day) },
    }));
  }

  return (day) => {
    const shown = Object.entries(contents).filter(([layer]) => map.hasLayer(layers[layer].layer));
    return { type: "FeatureCollection", date: texts.iso(day), margin: store.about.record, features: shown.flatMap((content) => featuresOf(content, day)) };
  };
}
