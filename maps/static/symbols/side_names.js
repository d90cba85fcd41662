/* Where names of sides may stand on the map. */

// in pixels: of a cell of the grid over the view, and between two names of one side
const [CELL, APART] = [24, 320];
// cells along an edge of the smallest area that is named
const LEAST = 3;

/* Squares of ground of one side in view on a day, the largest first: side, size and centre in pixels of the map's frame. */
function squaresOf({ store, map, geometry }, day) {
  const { x: width, y: height } = map.getSize();
  const [columns, rows] = [width, height].map((size) => Math.floor(size / CELL));
  const zones = store.rowsOn("zones", day);
  const at = (i) => [((i % columns) + 0.5) * CELL, (Math.floor(i / columns) + 0.5) * CELL];
  const sides = Array.from({ length: columns * rows }, (_, i) => {
    const { lat, lng: lon } = map.containerPointToLatLng(at(i));
    return zones.find(({ shape }) => geometry.covers(shape, { lat, lon }))?.side;
  });
  // edge of the largest square that ends in a cell, from those that end beside and above it
  const edges = [];
  sides.forEach((side, i) => {
    const before = i % columns && i >= columns ? [i - 1, i - columns, i - columns - 1] : [i];
    edges.push(1 + (before.every((j) => j !== i && sides[j] === side) ? Math.min(...before.map((j) => edges[j])) : 0));
  });
  const squares = edges.map((edge, i) => ({ side: sides[i], edge: edge * CELL, centre: at(i).map((n) => n - ((edge - 1) * CELL) / 2) }));
  return squares.filter(({ side, edge }) => store.sides.has(side) && edge >= LEAST * CELL).sort((a, b) => b.edge - a.edge);
}

/* Name the areas of sides; `put(point, name, most)` says if there was room for the name, which may be `most` pixels wide. */
export function putSides(parts, day, put) {
  const named = [];
  for (const { side, edge, centre } of squaresOf(parts, day)) {
    const point = L.point(centre);
    if (named.some((other) => other.side === side && other.point.distanceTo(point) < APART)) continue;
    if (put(point, parts.store.sideName(side, parts.texts), edge * 1.2)) named.push({ side, point });
  }
}
