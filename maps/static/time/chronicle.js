/* The timeline as a table: events and changes of the posts' states, day by day, as far as the filters let events pass. */
import { bdi, byId, el, linkButton, replaceChildren, tableHead } from "../page/dom.js";
import { stateChanges } from "./clock.js";

// rows of the table; filters make it shorter
const MOST = 400;

export function addChronicle({ store, texts, clock, filters, choose }) {
  const { say, word } = texts;
  const frame = byId("chronicle");

  function ofEvent(event) {
    const where = event.location ? [", ", bdi(event.location)] : [];
    return [linkButton([bdi(word("event.", event.event_type)), ...where], () => choose("event", event.event_id))];
  }

  function ofChange({ verdict, last }) {
    const post = store.post.get(verdict.post_id);
    const states = { state: word("state.", verdict.state), before: word("state.", last.state) };
    const button = linkButton([bdi(post.name)], () => choose("post", post.post_id), say("posts.show", { name: post.name }));
    return [button, ": ", say("chronicle.turn", states)];
  }

  function entries() {
    const events = store.events.filter((event) => event.start_date !== null && filters.passes(event)).map((event) => ({ day: event.start_date, event }));
    return [...events, ...stateChanges(store)].sort((a, b) => a.day - b.day);
  }

  function row({ day, event, ...change }) {
    const date = linkButton([texts.short(day)], () => clock.go(day));
    return el("tr", { class: event ? "of-event" : "of-post" }, el("td", { class: "date" }, date), el("td", {}, ...(event ? ofEvent(event) : ofChange(change))));
  }

  function show() {
    if (!frame.open) return;
    const found = entries();
    const rest = found.length - MOST;
    const more = rest > 0 ? [el("tr", {}, el("td", { colspan: 2, class: "nothing" }, say("chronicle.more", { n: texts.number(rest) })))] : [];
    const head = tableHead(say("column.date"), say("column.event"));
    replaceChildren(byId("chronicle-body"), head, el("tbody", {}, ...found.slice(0, MOST).map(row), ...more));
  }

  frame.hidden = store.about.days === 1;
  frame.addEventListener("toggle", show);
  filters.onChange(show);
  texts.onLanguage(show);
}
