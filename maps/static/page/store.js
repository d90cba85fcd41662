/* The data of the page; without a dossier, nothing is `assessed`: tables as arrays of objects, with look-ups by id and by day. */
import { intervals } from "../map/intervals.js";
import { safeColour } from "./dom.js";

const TABLES = ["context", "land", "borders", "towns", "zones", "contact", "roads", "corridors", "places", "posts", "events", "verdicts", "control", "reasons", "control_areas", "agreement", "front", "admin"];

// states in which a post has no way, strictly
export const NO_WAY = ["encircled", "contested"];

const rows = ({ columns, rows: cells }) => cells.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));

/* Values of a run-length encoding: value, count, value, count ... */
function unrolled(runs) {
  const values = [];
  for (let i = 0; i < runs.length; i += 2) values.push(...Array(runs[i + 1]).fill(runs[i]));
  return values;
}

const side = ([id, name, arabic, colour, friendly]) => [id, { id, name, arabic, colour: safeColour(colour), friendly: new Set(friendly) }];
const source = ([key, url, archive, publisher, leaning, reliability, published]) => [key, { key, url, archive, publisher, leaning, reliability, published }];

/* A function that returns the rows of a table that are true on a day; the look-up of a table is made at its first use. */
function lookUpByDay(store) {
  const lookups = new Map();
  return (table, day) => {
    if (!lookups.has(table)) lookups.set(table, intervals(store[table], store.about.days));
    return lookups.get(table)(day).map((number) => store[table][number]);
  };
}

export function makeStore(json) {
  const store = { about: json.about, network: json.network, translated: json.translated, view: json.view, story: json.story, assessed: Boolean(json.about.model) };
  for (const name of TABLES) store[name] = rows(json[name]);
  // in the dossier's own words, in whatever language they are shown
  for (const event of store.events) event.actors = [...new Set([event.actor1, event.actor2].filter(Boolean))];
  // true if the post stood when the period begins; the others were set up later
  for (const post of store.posts) post.first = post.start_date === null || post.start_date <= 0;
  store.control.forEach((report, number) => Object.assign(report, { report_id: report.id, number }));
  store.reports = store.control;
  // a post that moves has a row for each of its positions, and is one post
  store.positions = store.posts;
  const seen = new Set();
  store.posts = store.positions.filter(({ post_id: id }) => !seen.has(id) && seen.add(id));
  for (const kind of ["post", "event", "place", "report"]) store[kind] = new Map(store[`${kind}s`].map((row) => [row[`${kind}_id`], row]));
  for (const post of store.positions) post.first = store.post.get(post.post_id).first;
  // the first row of each road
  store.road = new Map();
  for (const row of store.roads) if (!store.road.has(row.name)) store.road.set(row.name, row);
  store.sides = new Map(json.sides.map(side));
  store.sources = new Map(json.sources.map(source));
  store.daily = new Map(json.daily.map(([post, ...values]) => [post, values.map(unrolled)]));
  // ground in km2, at least and at most, by day
  store.ground = new Map(json.ground.map(([side, ...values]) => [side, values.map(unrolled)]));
  store.rowsOn = lookUpByDay(store);
  /* Measures of a verdict on a day; those of the whole interval if the day has none. */
  store.measured = (verdict, day) => {
    const ofInterval = [verdict.corridor_km, verdict.probability, verdict.open_arc_deg, verdict.friendly_km];
    const [width, probability, arc, friendly] = ofInterval.map((value, i) => store.daily.get(verdict.post_id)?.[i]?.[day] ?? value);
    const wayOn = (on) => store.daily.get(verdict.post_id)?.[4]?.[on] ?? null;
    return { width, probability, arc, friendly, way: wayOn(day), wayWeekBefore: wayOn(day - 7) };
  };
  /* True if the verdict may well be wrong on a day, by the rule of its sentence "This is uncertain". */
  store.uncertain = (verdict, day) => {
    const { probability } = store.measured(verdict, day);
    if (probability === null || probability === undefined) return false;
    return (NO_WAY.includes(verdict.state) ? probability : 1 - probability) < 1 - store.about.uncertain;
  };
  store.reasonsOn = (id, day) => store.reasons.find((row) => row.post_id === id && row.start_date <= day && day < row.end_date) ?? null;
  // contested and unknown ground has no side: its name is a text of the interface
  store.sideName = (id, texts) => store.sides.get(id)?.name ?? texts.word("key.side.", id);
  store.friends = (a, b) => Boolean(store.sides.get(a)?.friendly.has(b) || store.sides.get(b)?.friendly.has(a));
  return store;
}
