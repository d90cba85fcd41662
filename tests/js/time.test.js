import assert from "node:assert/strict";
import { test } from "node:test";

import { datedLayer, intervals, remembered } from "../../maps/static/map/intervals.js";

const row = (start_date, end_date) => ({ start_date, end_date });
const numbers = (rows, days, options) => Array.from({ length: days }, (_, day) => [...intervals(rows, days, options)(day)]);

test("the first day belongs to an interval, the last does not", () => {
  assert.deepEqual(numbers([row(1, 3)], 4), [[], [0], [0], []]);
});

test("a row without an end holds to the end of the period, one without a beginning from its start", () => {
  assert.deepEqual(numbers([row(1, null), row(null, 2), row(null, null)], 3), [[1, 2], [0, 1, 2], [0, 2]]);
});

test("an event without an end lasts a day, and one without a date is on none", () => {
  assert.deepEqual(numbers([row(1, null), row(null, null)], 3, { open: false }), [[], [0], []]);
});

test("an event is shown for some days after, and no day outside of the period is asked for", () => {
  assert.deepEqual(numbers([row(-2, -1), row(0, 1), row(5, 9)], 4, { open: false, trailing: 2 }), [[0, 1], [1], [1], []]);
  assert.deepEqual([...intervals([row(0, 9)], 3)(3)], []);
  assert.deepEqual([...intervals([row(0, 9)], 3)(-1)], []);
});

test("layers of a day are drawn once, put on when they begin to be true and taken off when they end", () => {
  const on = new Set();
  globalThis.L = { layerGroup: () => ({ addLayer: (layer) => on.add(layer), removeLayer: (layer) => on.delete(layer) }) };
  const drawn = [];
  const { show } = datedLayer([row(0, 2), row(1, null)], 3, (made) => drawn.push(made) && made);
  show(1);
  assert.deepEqual([...on], drawn);
  show(2);
  assert.deepEqual([...on], [drawn[1]]);
  show(0);
  assert.equal(on.size, 1);
  assert.equal(drawn.length, 2);
});

test("what was made last is kept, and what was made before is made anew", () => {
  const made = [];
  const get = remembered(2, (key) => made.push(key));
  for (const key of [1, 1, 2, 3, 3, 1]) get(key);
  assert.deepEqual(made, [1, 2, 3, 1]);
});
