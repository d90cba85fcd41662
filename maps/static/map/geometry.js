import { remembered } from "./intervals.js";

// outlines that are kept, to be asked for other points
const OUTLINES = 40;

/* Numbers of the arcs of a path, from the differences between them. */
export function refsOf(steps) {
  let ref = 0;
  return steps.map((step) => (ref += step));
}

/* Shapes made of shared arcs (maps/payload/topology.py), which are decoded and joined when they are drawn. */
export function makeGeometry({ step: degrees, arcs, shapes }) {
  function arc(i) {
    const points = [];
    let [x, y] = [0, 0];
    for (let k = 0; k < arcs[i].length; k += 2) {
      x += arcs[i][k];
      y += arcs[i][k + 1];
      points.push([y * degrees, x * degrees]);
    }
    return points;
  }

  function path(steps) {
    const points = [];
    for (const ref of refsOf(steps)) {
      const piece = ref < 0 ? arc(~ref).reverse() : arc(ref);
      // an arc begins at the end of the arc before it
      points.push(...(points.length ? piece.slice(1) : piece));
    }
    return points;
  }

  const polygons = (i) => shapes[i].map((part) => part.map(path));
  const outlines = remembered(OUTLINES, (i) => polygons(i).map((rings) => ({ rings, bounds: boundsOf(rings[0]) })));

  /* True if a point {lat, lon} lies in a shape. */
  function covers(i, { lat, lon }) {
    const near = ({ bounds: [south, west, north, east] }) => lat >= south && lat <= north && lon >= west && lon <= east;
    return outlines(i).some((part) => near(part) && isInside([lat, lon], part.rings));
  }

  /* Numbers of the arcs on the outline of a shape. */
  const arcsOf = (i) => new Set(shapes[i].flat().flatMap(refsOf).map((ref) => (ref < 0 ? ~ref : ref)));

  /* The rows whose shapes are joined to that of a row, directly or through others of the rows. */
  function connected(rows, first) {
    const byArc = new Map();
    for (const row of rows) for (const number of arcsOf(row.shape)) byArc.set(number, [...(byArc.get(number) ?? []), row]);
    const found = new Set([first]);
    // rows that are added are visited as well
    for (const row of found) for (const number of arcsOf(row.shape)) for (const next of byArc.get(number) ?? []) found.add(next);
    return [...found];
  }

  return {
    arc,
    shapes,
    polygons,
    covers,
    connected,
    lines: (i) => shapes[i].flatMap((part) => part.map(path)),
  };
}

/* South, west, north and east of a ring. */
export function boundsOf(ring) {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [y, x] of ring) {
    bounds[0] = Math.min(bounds[0], y);
    bounds[1] = Math.min(bounds[1], x);
    bounds[2] = Math.max(bounds[2], y);
    bounds[3] = Math.max(bounds[3], x);
  }
  return bounds;
}

/* True if a point lies in a polygon given by its rings, holes among them: inside of an odd number of rings. */
export function isInside([y, x], rings) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[y1, x1], [y2, x2]] = [ring[i], ring[j]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    }
  }
  return odd;
}
