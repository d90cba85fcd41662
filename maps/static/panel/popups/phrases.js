/* Phrases and elements that popups share: measures, positions and periods in words, heads, and lists of sources. */
import { makeChance } from "../../page/chance.js";
import { bdi, el, link } from "../../page/dom.js";

export const head = (title, note) => el("header", {}, el("h3", {}, title), note ? el("p", {}, note) : null);
export const body = (...parts) => el("article", { class: "popup" }, ...parts);
export const heading = (text) => el("h4", {}, text);
export const sourceSection = (texts, list) => (list ? el("section", {}, heading(texts.say("popup.sources")), list) : null);
/* Terms and values of columns that the page itself does not read. */
export const more = (row) => (row.more ?? []).map(([name, value]) => [bdi(name), link(value, value)]);

/* Functions that put a value into words; they return null if there is no value. */
export function phrases(texts, store) {
  const { say, number } = texts;
  const km = (n) => (n === null ? null : say("number.km", { n: number(n) }));
  return {
    km,
    ...makeChance(store, texts),
    km2: (n) => (n === null ? null : say("number.km2", { n: number(n) })),
    degrees: (n) => (n === null ? null : say("number.degrees", { n: number(n) })),
    /* Width of a corridor: 0 is no way, 20 is 20 km or more. */
    width: (n) => (n === 0 ? say("width.none") : n >= 20 ? say("width.wide", { n: number(n) }) : km(n)),
    position: (row) => (row.uncertainty_km ? say("number.circle", { km: number(row.uncertainty_km) }) : null),
    /* The period of a row, with its last day: the end of an interval is the day after. */
    period(row) {
      const [from, to] = [row.start_date, row.end_date === null ? null : row.end_date - 1].map((day) => (day === null ? null : texts.long(day)));
      if (from === null) return to === null ? null : say("popup.until", { to });
      if (from === to) return from;
      return to === null ? say("popup.from", { from }) : say("popup.days", { from, to });
    },
  };
}
