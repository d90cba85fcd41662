/* Shapes made of shared arcs (maps/payload/topology.py): an arc is decoded once, arcs are joined when they are drawn. */
export function makeGeometry({ step: degrees, arcs, shapes }) {
  const decoded = new Map();

  function arc(i) {
    if (!decoded.has(i)) {
      const points = [];
      let x = 0;
      let y = 0;
      for (let k = 0; k < arcs[i].length; k += 2) {
        x += arcs[i][k];
        y += arcs[i][k + 1];
        points.push([y * degrees, x * degrees]);
      }
      decoded.set(i, points);
    }
    return decoded.get(i);
  }

  function path(steps) {
    const points = [];
    let ref = 0;
    for (const step of steps) {
      ref += step;
      const piece = ref < 0 ? [...arc(~ref)].reverse() : arc(ref);
      // an arc begins at the end of the arc before it
      points.push(...(points.length ? piece.slice(1) : piece));
    }
    return points;
  }

  return {
    arc,
    shapes,
    polygons: (i) => shapes[i].map((part) => part.map(path)),
    lines: (i) => shapes[i].flatMap((part) => part.map(path)),
  };
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
