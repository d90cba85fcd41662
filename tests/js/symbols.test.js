import assert from "node:assert/strict";
import { test } from "node:test";

import "./elements.js";
import { STATES, eventKind, eventSymbol, postSymbol } from "../../maps/static/symbols/symbols.js";

const drawings = (symbol) => JSON.stringify(symbol.children.map((child) => [child.tag, child.attributes]));

test("every state has a shape of its own, not only a colour", () => {
  assert.deepEqual([...STATES].sort(), ["constricted", "contested", "encircled", "open"]);
  assert.equal(new Set(STATES.map((state) => drawings(postSymbol(state)))).size, 4);
});

test("signs are no news to a reader of the screen: what they stand beside says it", () => {
  for (const symbol of [postSymbol("open"), eventSymbol("violence"), eventSymbol("other")]) {
    assert.equal(symbol.attributes["aria-hidden"], "true");
  }
});

test("a state that is none is drawn, too", () => {
  for (const state of ["toString", "__proto__", null]) assert.equal(postSymbol(state).tag, "svg");
});

const KINDS = {
  violence: ["air_strike", "Shelling/artillery/missile attack", "Armed clash", "battle"],
  words: ["Agreement", "ultimatum statement", "ceasefire"],
  ground: ["Government regains territory", "captured", "withdrawal"],
  troops: ["convoy", "deployment", "Headquarters or post established"],
  other: ["constructor", "x", "", null],
};

for (const [kind, types] of Object.entries(KINDS)) {
  test(`events that are drawn as ${kind}`, () => {
    for (const type of types) assert.equal(eventKind(type), kind, String(type));
  });
}
