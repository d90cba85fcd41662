import assert from "node:assert/strict";
import { test } from "node:test";

import "./elements.js";
import { bdi, el, facts, link, safeColour, twoNames } from "../../maps/static/page/dom.js";

test("an address that a reader may follow becomes a link that tells nobody where from", () => {
  const made = link("https://a.example/b?c=d#e", "A");
  assert.equal(made.tag, "a");
  assert.equal(made.attributes.href, "https://a.example/b?c=d#e");
  assert.equal(made.attributes.rel, "noopener noreferrer");
  assert.equal(made.attributes.referrerpolicy, "no-referrer");
  assert.equal(made.textContent, "A");
});

const NO_LINKS = [
  "javascript:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "JAVASCRIPT:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://a.example/1",
  "ftp://a.example",
  "//a.example",
  "a.example",
  "https://",
  "",
  null,
  undefined,
];

for (const address of NO_LINKS) {
  test(`the address ${JSON.stringify(address)} stays text`, () => {
    const made = link(address, "label");
    assert.equal(made.tag, "bdi");
    assert.equal(made.attributes.href, undefined);
    assert.equal(made.textContent, "label");
  });
}

test("a dossier's text is isolated, and stays the text that it is", () => {
  const hostile = "</bdi><script>\u202e`${1}`";
  assert.equal(bdi(hostile).tag, "bdi");
  assert.deepEqual(bdi(hostile).children, [hostile]);
});

test("an Arabic name is marked as such and set right to left", () => {
  const [latin, , arabic] = twoNames("Surman", "الصرمان").children;
  assert.equal(latin.textContent, "Surman");
  assert.equal(arabic.attributes.lang, "ar");
  assert.match(arabic.attributes.dir, /rtl|auto/);
  assert.equal(twoNames("Surman", null).children.length, 1);
});

test("facts that have nothing to say are left out, and nought is something to say", () => {
  const list = facts([
    ["a", null],
    ["b", undefined],
    ["c", ""],
    ["d", 0],
    ["e", el("b", {}, "bold")],
  ]);
  assert.deepEqual(list.children.map((pair) => pair.textContent), ["d0", "ebold"]);
});

test("only a colour is a colour", () => {
  assert.equal(safeColour("#0b5f8a"), "#0b5f8a");
  for (const bad of ["red", "#fff", "#0b5f8a;background:url(x)", "url(x)", "", null, undefined, {}]) {
    assert.equal(safeColour(bad), "#8a8f98");
  }
});

test("attributes and children that are null are not written", () => {
  const made = el("p", { id: null, lang: "ar", hidden: "" }, null, "a", undefined);
  assert.deepEqual(made.attributes, { lang: "ar", hidden: "" });
  assert.deepEqual(made.children, ["a"]);
});
