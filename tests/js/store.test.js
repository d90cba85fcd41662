import assert from "node:assert/strict";
import { test } from "node:test";

import "./elements.js";
import { makeStore } from "../../maps/static/page/store.js";

const TABLES = ["context", "land", "borders", "towns", "zones", "contact", "roads", "corridors", "places", "posts", "events", "verdicts", "control", "reasons", "control_areas", "agreement", "front", "admin"];

function made(given) {
  const empty = Object.fromEntries(TABLES.map((name) => [name, { columns: [], rows: [] }]));
  return makeStore({ about: {}, network: false, sides: [], sources: [], daily: [], ground: [], ...empty, ...given });
}

test("rows have the names of their columns", () => {
  const { zones } = made({ zones: { columns: ["zone_id", "side"], rows: [["Z1", "north"], ["Z2", null]] } });
  assert.deepEqual(zones, [{ zone_id: "Z1", side: "north" }, { zone_id: "Z2", side: null }]);
});

test("sides and sources are found by ids that every object has already", () => {
  const odd = ["__proto__", "constructor", "toString"];
  const store = made({
    sides: odd.map((id) => [id, `side ${id}`, null, "#010203", []]),
    sources: odd.map((id) => [id, null, null, `source ${id}`, null, null]),
  });
  const texts = { word: (_, value) => `word ${value}` };
  for (const id of odd) {
    assert.equal(store.sideName(id, texts), `side ${id}`);
    assert.equal(store.sources.get(id).publisher, `source ${id}`);
  }
  assert.equal(store.sideName("hasOwnProperty", texts), "word hasOwnProperty");
});

test("friends are friends whichever of them says so", () => {
  const store = made({ sides: [["a", "A", null, null, ["b"]], ["b", "B", null, null, []], ["c", "C", null, null, []]] });
  assert.ok(store.friends("a", "b") && store.friends("b", "a"));
  assert.equal(store.friends("a", "c"), false);
  assert.equal(store.friends("nobody", "c"), false);
});

test("a verdict is measured by the day, or as its interval sums it up where no day is told", () => {
  const store = made({ daily: [["P1", [8, 2, 3.5, 1], [null, 3], [90, 3], [1, 3]]] });
  const verdict = { post_id: "P1", corridor_km: 3.5, probability: 0.25, open_arc_deg: 80, friendly_km: 2 };
  assert.deepEqual([0, 1, 2].map((day) => store.measured(verdict, day).width), [8, 8, 3.5]);
  assert.equal(store.measured(verdict, 0).probability, 0.25);
  assert.equal(store.measured({ ...verdict, post_id: "P2" }, 0).width, 3.5);
});
