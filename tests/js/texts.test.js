import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { makeTexts } from "../../maps/static/page/texts.js";

const STATIC = new URL("../../maps/static/", import.meta.url);
const text = (name) => readFileSync(new URL(name, STATIC), "utf8");
const ENGLISH = JSON.parse(text("texts/en.json"));
const english = makeTexts(ENGLISH, "en", "2020-02-01");

test("days count from the first of the period, over the ends of months and years", () => {
  assert.equal(english.iso(0), "2020-02-01");
  assert.equal(english.iso(29), "2020-03-01");
  assert.equal(english.iso(-32), "2019-12-31");
  assert.equal(english.long(5), "6 February 2020");
  assert.equal(english.dayOf("2020-02-06"), 5);
  assert.ok(Number.isNaN(english.dayOf("2020-13-01")));
});

test("every day of a year comes back from its date, also where clocks change", () => {
  for (let day = 0; day < 366; day += 1) assert.equal(english.dayOf(english.iso(day)), day);
});

test("a value that holds placeholders is not filled in again", () => {
  const own = makeTexts({ both: "{a} and {b}" }, "en", "2020-02-01");
  assert.equal(own.say("both", { a: "{b}", b: "$&" }), "{b} and $&");
});

test("text that turns its neighbours round is isolated, other text is left alone", () => {
  const own = makeTexts({ at: "at {place}." }, "en", "2020-02-01");
  assert.equal(own.say("at", { place: "Saraqib" }), "at Saraqib.");
  for (const turning of ["سراقب", "evil \u202e txt"]) assert.equal(own.say("at", { place: turning }), `at \u2068${turning}\u2069.`);
});

test("words of a dossier that are names of what every object has are words", () => {
  for (const word of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assert.equal(english.word("state.", word), word.replaceAll("_", " "));
    assert.equal(english.say(word), word);
  }
});

test("numbers and plurals are said as the language has them", () => {
  assert.equal(english.count("count.posts", 1), "1 post");
  assert.equal(english.count("count.posts", 12), "12 posts");
  assert.equal(english.number(1234.56), "1,235");
  assert.equal(english.number(7.25), "7.3");
});

const LANGUAGES = readdirSync(new URL("texts/", STATIC)).map((file) => file.replace(".json", ""));
// which forms of a plural there are is the language's own affair
const FORM = /\.(zero|one|two|few|many|other)$/;
const isPlural = (key) => FORM.test(key) && Object.hasOwn(ENGLISH, key.replace(FORM, ".one")) && Object.hasOwn(ENGLISH, key.replace(FORM, ".other"));
const placeholders = (said) => [...said.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

for (const language of LANGUAGES) {
  const entries = JSON.parse(text(`texts/${language}.json`));

  test(`${language}: says all that English says, with the same values`, () => {
    for (const [key, said] of Object.entries(ENGLISH)) {
      if (isPlural(key)) continue;
      assert.ok(Object.hasOwn(entries, key), `${language} has no text for ${key}`);
      assert.deepEqual(placeholders(entries[key]), placeholders(said), `${language}: ${key}`);
    }
  });

  test(`${language}: has no text that English lacks, and every form of its plurals`, () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of Object.keys(entries)) {
      if (!isPlural(key)) assert.ok(Object.hasOwn(ENGLISH, key), `${key} is ${language}'s alone`);
      else for (const form of forms) assert.ok(Object.hasOwn(entries, key.replace(FORM, `.${form}`)), `${language}: ${key}, form ${form}`);
    }
  });
}

test("every text that a script names is there", () => {
  const scripts = readdirSync(STATIC, { recursive: true }).filter((file) => file.endsWith(".js"));
  const named = scripts.flatMap((file) => [...text(file).matchAll(/\bsay\(\s*"([\w.]+)"/g)].map(([, key]) => key));
  assert.ok(named.length > 50);
  assert.deepEqual(named.filter((key) => !Object.hasOwn(ENGLISH, key)), []);
});
