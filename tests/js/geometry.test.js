import assert from "node:assert/strict";
import { test } from "node:test";

import { mgrs, sphereArea } from "../../maps/static/map/coordinates.js";
import { makeGeometry } from "../../maps/static/map/geometry.js";

// two squares side by side; arcs are steps from 0,0; a number below nought runs the other way; numbers are steps, too
const shared = [1, 0, 0, 1];
const left = [1, 1, -1, 0, 0, -1, 1, 0];
const right = [1, 0, 1, 0, 0, 1, -1, 0];
const shapes = makeGeometry({ step: 0.5, arcs: [shared, left, right], shapes: [[[[0, 1]]], [[[2, -3]]], [[[0]]], []] });

test("a ring is joined of its arcs, latitude first", () => {
  assert.deepEqual(shapes.polygons(0), [[[[0, 0.5], [0.5, 0.5], [0.5, 0], [0, 0], [0, 0.5]]]]);
});

test("a neighbour walks the shared border the other way", () => {
  assert.deepEqual(shapes.polygons(1), [[[[0, 0.5], [0, 1], [0.5, 1], [0.5, 0.5], [0, 0.5]]]]);
});

test("a line is its arcs, and a shape without any is empty", () => {
  assert.deepEqual(shapes.lines(2), [[[0, 0.5], [0.5, 0.5]]]);
  assert.deepEqual(shapes.polygons(3), []);
});

test("a shape may be asked for twice", () => {
  assert.deepEqual(shapes.polygons(1), shapes.polygons(1));
});

test("a point lies in one of two squares", () => {
  assert.equal(shapes.covers(0, { lat: 0.2, lon: 0.2 }), true);
  assert.equal(shapes.covers(1, { lat: 0.2, lon: 0.2 }), false);
  assert.equal(shapes.covers(1, { lat: 0.2, lon: 0.7 }), true);
});

test("shapes that share an arc are connected, others are not", () => {
  const rows = [{ shape: 0 }, { shape: 1 }, { shape: 3 }];
  assert.deepEqual(shapes.connected(rows, rows[0]), rows.slice(0, 2));
  assert.deepEqual(shapes.connected([rows[0], rows[2]], rows[0]), [rows[0]]);
});

test("a point has its military grid reference, also where zones are wider, south of the equator and beyond 180 degrees", () => {
  // the numbers by PROJ; the letters of the first are those of the Washington Monument's square
  const known = { "38.8977,-77.0365": "18S UJ 2339 0739", "-33.8568,151.2153": "56H LH 3490 5228", "60.39,5.32": "32V KN 9723 0051", "0,0": "31N AA 6602 0000", "36,180.5": "1S BV 7465 8683" };
  for (const [point, reference] of Object.entries(known)) assert.equal(mgrs(...point.split(",").map(Number)), reference);
  assert.equal(mgrs(85, 0), null);
});

test("an area is measured on the sphere", () => {
  const degree = [[0, 0], [0, 1], [1, 1], [1, 0]].map(([lat, lng]) => ({ lat, lng }));
  // a square degree at the equator: (pi / 180)^2 R^2, less 1 in 20,000 for the meridians that come together
  assert.ok(Math.abs(sphereArea(degree) - 12363.7) < 0.1);
  assert.equal(sphereArea(degree), sphereArea(degree.toReversed()));
});
