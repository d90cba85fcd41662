import assert from "node:assert/strict";
import { test } from "node:test";

import { grouped, pushed } from "../../maps/static/symbols/grouping.js";

const at = (x, y, kind = "open") => ({ x, y, kind });

test("signs of a kind that are near each other are one, in their middle; none is lost", () => {
  const groups = grouped([at(0, 0), at(6, 0), at(0, 40), at(3, 3, "encircled")], 15);
  assert.deepEqual(groups.map(({ members }) => members.length), [2, 1, 1]);
  assert.deepEqual([groups[0].x, groups[0].y], [3, 0]);
});

test("a sign without a kind stays alone", () => {
  assert.equal(grouped([at(0, 0, null), at(1, 0, null), at(2, 0)], 15).length, 3);
});

test("signs on both sides of a cell's edge and below nought are near each other, too", () => {
  assert.equal(grouped([at(-1, -1), at(1, 1)], 15).length, 1);
  assert.equal(grouped([at(14.9, 0), at(15.1, 0)], 15).length, 1);
});

test("pushed signs cover each other no more, and none goes far", () => {
  const signs = [0, 1, 2, 3].map((i) => ({ x: i, y: 0.5 * i, radius: 8 }));
  const moves = pushed(signs);
  const places = signs.map(({ x, y }, i) => [x + moves[i].dx, y + moves[i].dy]);
  for (let i = 0; i < 4; i += 1) {
    assert.ok(Math.hypot(moves[i].dx, moves[i].dy) <= 26.01);
    for (let j = 0; j < i; j += 1) assert.ok(Math.hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]) > 15);
  }
});

test("what is fixed stays, and the other gives way", () => {
  const [fixed, other] = pushed([{ x: 0, y: 0, radius: 10, fixed: true }, { x: 5, y: 0, radius: 10 }]);
  assert.deepEqual(fixed, { dx: 0, dy: 0 });
  assert.ok(other.dx >= 15);
});

test("signs that have room do not move", () => {
  assert.deepEqual(pushed([{ x: 0, y: 0, radius: 5 }, { x: 11, y: 0, radius: 5 }]), [{ dx: 0, dy: 0 }, { dx: 0, dy: 0 }]);
});
