/* The events of the day as a table, and those without a date. */
import { bdi, byId, el, linkButton, replaceChildren, tableHead } from "../page/dom.js";

// rows of a table, which is built anew every day
const MOST_ROWS = 50;

const note = (text) => el("tr", {}, el("td", { colspan: 2, class: "nothing" }, text));

/* The reason why no event is shown on a day. Before the first event of the dossier, events may be missing from it. */
export function noEvents({ store, texts, events }, day) {
  if (!store.events.length && !store.assessed) return null;
  // a page of one day has the events of that day only
  if (store.about.days === 1) return events.say("events.none");
  const first = store.events.reduce((earliest, event) => Math.min(earliest, event.start_date ?? Infinity), Infinity);
  if (events.hidden(day)) return texts.say("events.hidden");
  return day < first && Number.isFinite(first) ? texts.say("events.later", { date: texts.long(first) }) : events.say("events.none");
}

/* A function that makes the row of an event. */
function makeRows({ texts, sources, choose }) {
  function where(event) {
    if (!event.location) return null;
    if (event.lat === null) return bdi(`, ${event.location}`);
    const title = texts.say("posts.show", { name: event.location });
    return el("span", {}, ", ", linkButton([bdi(event.location)], () => choose("event", event.event_id), title));
  }

  return (event) => {
    const date = event.start_date === null ? null : el("td", { class: "date" }, texts.short(event.start_date));
    const type = el("strong", {}, bdi(texts.word("event.", event.event_type)));
    const summary = event.summary ? el("span", { class: "summary", dir: "auto", lang: event.summary_language }, event.summary) : null;
    return el("tr", {}, date, el("td", {}, type, where(event), summary, sources.byKey(event.sources)));
  };
}

export function makeEventsTable({ store, texts, filters, events, sources, choose }) {
  const { say } = texts;
  const makeRow = makeRows({ texts, sources, choose });
  const body = el("tbody");
  const drawn = new Map();

  function draw() {
    drawn.clear();
    replaceChildren(byId("events-table"), tableHead(say("column.date"), say("column.event")), body);
  }

  function rowOn(event, day) {
    if (!drawn.has(event)) drawn.set(event, makeRow(event));
    const row = drawn.get(event);
    row.dataset.age = String(events.age(event, day));
    return row;
  }

  function show(day) {
    const current = events.current();
    const rows = current.slice(0, MOST_ROWS).map((event) => rowOn(event, day));
    if (!current.length) rows.push(note(noEvents({ store, texts, events }, day)));
    if (current.length > MOST_ROWS) rows.push(note(say("events.more", { n: current.length - MOST_ROWS })));
    replaceChildren(body, ...rows);
  }

  // they are on no day of the map
  function showUndated() {
    const undated = events.undated.filter(filters.passes);
    const summary = el("summary", {}, `${say("events.undated")} (${undated.length})`);
    const table = el("table", {}, tableHead(say("column.event")), el("tbody", {}, ...undated.slice(0, MOST_ROWS).map(makeRow)));
    replaceChildren(byId("undated"), undated.length ? el("details", {}, summary, table) : null);
  }

  byId("events-heading").parentElement.hidden = !store.events.length;
  draw();
  texts.onLanguage(draw);
  showUndated();
  texts.onLanguage(showUndated);
  filters.onChange(showUndated);
  return { show };
}
