/* Search of days by their date, of posts, places, roads and events by any spelling of their names, and of reports by their id, in a list for mouse and keyboard (ARIA combobox). */
import { bdi, byId, el, replaceChildren, twoNames } from "../page/dom.js";
import { likeness, spell } from "../page/spelling.js";
import { dayFromIso } from "../time/clock.js";

const MOST = 8;
// a lower likeness means another name
const ALIKE = 0.78;
// scores of a name that sounds the same, starts with the text, or contains it; 1 is a name written the same
const [SOUNDS, STARTS, CONTAINS] = [0.99, 0.93, 0.85];
// score of an event whose summary contains the text
const IN_SUMMARY = 0.8;
const RANK = { post: 0.03, place: 0.02, road: 0.01, report: 0, event: 0 };
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/* Everything that can be found: kind, id, row and the spellings of its names. */
function entries({ store, texts, names: known }) {
  const made = [];
  // thousands of events share places and types
  const spellings = new Map();
  const spelling = (name) => spellings.get(name) ?? spellings.set(name, spell(name)).get(name);
  const add = (kind, id, row, names) => {
    if (row.lat !== null) made.push({ kind, id, row, spellings: [...new Set(names.filter(Boolean))].map(spelling) });
  };
  for (const row of store.posts) add("post", row.post_id, row, [row.name, row.other_name, ...row.aliases]);
  for (const row of store.places) add("place", row.place_id, row, [row.name, row.other_name, row.query, ...row.aliases]);
  for (const row of store.road.values()) add("road", row.name, row, [row.name]);
  for (const row of store.control) add("report", row.id, row, []);
  for (const row of store.events) add("event", row.event_id, row, [...known.both(row.location), texts.word("event.", row.event_type)]);
  return made;
}

function score(asked, spelling) {
  if (spelling.key === asked.key) return 1;
  if (asked.latin && spelling.latin === asked.latin) return SOUNDS;
  if (asked.key && spelling.key.startsWith(asked.key)) return STARTS;
  if (asked.latin.length > 1 && spelling.latin.startsWith(asked.latin)) return STARTS - 0.01;
  if (asked.latin.length > 2 && spelling.latin.includes(asked.latin)) return CONTAINS;
  // many short names are alike
  if (asked.latin.length < 4 || Math.abs(asked.latin.length - spelling.latin.length) > 4) return 0;
  return Math.min(likeness(asked, spelling), CONTAINS + 0.09);
}

/* The entries that a text finds, the best first. */
function search(index, text) {
  const asked = spell(text);
  if (!asked.key) return [];
  const written = text.trim().toLowerCase();
  const scores = new Map();
  const scoreOf = (spelling) => scores.get(spelling) ?? scores.set(spelling, score(asked, spelling)).get(spelling);
  function total({ kind, id, row, spellings }) {
    const best = id.toLowerCase() === written ? 2 : Math.max(0, ...spellings.map(scoreOf));
    const inSummary = kind === "event" && written.length > 2 && (row.summary ?? "").toLowerCase().includes(written);
    return Math.max(best, inSummary ? IN_SUMMARY : 0) + RANK[kind] + (row.rank ?? 0) / 1e4;
  }
  return index
    .map((entry) => ({ entry, total: total(entry) }))
    .filter((found) => found.total - RANK[found.entry.kind] >= ALIKE)
    .sort((a, b) => b.total - a.total)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

/* The name of an entry and a note on it. */
function described(texts, { kind, row }) {
  if (kind === "event") {
    const date = row.start_date === null ? texts.say("undated") : texts.short(row.start_date);
    return [el("span", { class: "named" }, bdi(texts.word("event.", row.event_type)), ", ", bdi(row.location ?? "")), date];
  }
  if (kind === "report") return [el("span", { class: "named" }, bdi(`${row.id}: ${row.place_name ?? ""}`)), row.date === null ? texts.say("undated") : texts.short(row.date)];
  if (kind === "day") return [el("span", { class: "named" }, bdi(texts.long(row.day))), texts.say("time.slider")];
  if (kind === "road") return [el("span", { class: "named" }, bdi(row.name)), texts.say("found.road")];
  const note = kind === "post" ? texts.say("found.post") : [texts.word("kind.", row.kind ?? ""), row.admin1].filter(Boolean).join(texts.say("picture.comma"));
  return [twoNames(row.name, row.other_name), note];
}

export function addSearch({ store, texts, clock, names, selection }) {
  const [box, list, status] = ["search-box", "found", "found-told"].map(byId);
  let index = null;
  let found = [];
  let at = -1;

  function option(entry, number) {
    const [name, note] = described(texts, entry);
    const made = el("li", { role: "option", id: `found-${number}`, "aria-selected": "false" }, name, " ", el("small", {}, bdi(note)));
    // keeps the focus in the box until the click
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(entry));
    return made;
  }

  function mark(number) {
    at = number;
    [...list.children].forEach((made, i) => made.setAttribute("aria-selected", String(i === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `found-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function show() {
    index ??= entries({ store, texts, names });
    const day = dayFromIso(texts, box.value.trim());
    found = [...(day !== null && day >= 0 && day <= clock.last ? [{ kind: "day", row: { day } }] : []), ...search(index, box.value)];
    replaceChildren(list, ...found.map(option));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = box.value.trim() ? texts.count("count.found", found.length) : "";
    status.classList.toggle("unseen", found.length > 0);
    mark(found.length ? 0 : -1);
  }

  function close() {
    list.hidden = true;
    status.textContent = "";
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function choose({ kind, id, row }) {
    close();
    box.value = row.name ?? row.location ?? row.id ?? box.value;
    box.blur();
    if (kind === "day") clock.go(row.day);
    else selection.choose(kind, id);
  }

  function onKey(event) {
    if (event.key === "Escape") {
      // the browser would empty the box at once
      event.preventDefault();
      if (list.hidden) box.value = "";
      close();
      event.stopPropagation();
    } else if (event.key === "Enter" && found[at] && !list.hidden) {
      event.preventDefault();
      choose(found[at]);
    } else if (Object.hasOwn(STEPS, event.key)) {
      event.preventDefault();
      if (list.hidden) show();
      else if (found.length) mark((at + STEPS[event.key] + found.length) % found.length);
    }
  }

  box.addEventListener("input", show);
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", close);
  texts.onLanguage(() => {
    index = null;
    close();
  });
}
