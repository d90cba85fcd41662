/* Popups of events: type, date, place, actors, fatalities and sources. */
import { bdi, el, facts } from "../../page/dom.js";
import { body, head, more, phrases, sourceSection } from "./phrases.js";

// events in one popup
const MOST = 20;

/* Number of fatalities, with its limits if they differ; null if unknown. */
function fatalities(texts, row) {
  const [low, best, high] = [row.fatalities_low, row.fatalities_best, row.fatalities_high].map((n) => (n === null ? null : texts.number(n)));
  if (best === null && low === null && high === null) return null;
  if (low === high || (low === null && high === null)) return best ?? low;
  const unknown = texts.say("unknown");
  return texts.say("number.dead", { best: best ?? unknown, low: low ?? unknown, high: high ?? unknown });
}

export function makeEventPopups({ store, texts, sources }) {
  const { say, word } = texts;
  const { period, position } = phrases(texts, store);
  // where no source is judged, none says that it is not
  const nobody = store.events.some(({ reliability }) => reliability) ? "nobody" : null;

  function when(row) {
    if (row.start_date === null) return say("undated");
    const days = period({ ...row, end_date: row.end_date ?? row.start_date + 1 });
    return row.time_precision === null ? days : [days, word("time.", row.time_precision)].join(say("picture.comma"));
  }

  function event(row) {
    const where = [row.location, row.geo_precision ? word("geo.", row.geo_precision) : null, position(row)].filter(Boolean).join(say("picture.comma"));
    const title = head(bdi(word("event.", row.event_type)), bdi(when(row)));
    const summary = row.summary ? el("p", { dir: "auto", lang: row.summary_language }, row.summary) : null;
    const terms = facts([
      [say("popup.where"), where],
      [say("popup.actors"), [row.actor1, row.actor2].filter(Boolean).join(say("semicolon"))],
      [say("popup.dead"), fatalities(texts, row)],
      [say("popup.reliability"), row.reliability ?? (nobody && say(nobody))],
      [say("popup.credibility"), row.credibility],
      ...more(row),
    ]);
    return el("section", { class: "event-text" }, title, summary, terms, sourceSection(texts, sources.byKey(row.sources)));
  }

  /* The events under one symbol. */
  function events(rows) {
    const several = rows.length > 1 ? el("p", { class: "several" }, say("popup.several", { events: texts.count("count.events", rows.length) })) : null;
    const more = rows.length > MOST ? el("p", {}, say("popup.more", { n: rows.length - MOST })) : null;
    return body(several, ...rows.slice(0, MOST).map(event), more);
  }
  return { events };
}
