/* The drawing over the slider: months, the number of events on each day, and the days on which states change. */
import { byId, el, replaceChildren, svg } from "../page/dom.js";
import { STATES } from "../symbols/symbols.js";

export const HEIGHT = 34;

/* Lines at the first day of each month, and their names. */
export function months(texts, days) {
  const [lines, names] = [[], []];
  for (let day = 0; day < days; day += 1) {
    const date = texts.date(day);
    if (date.getUTCDate() !== 1) continue;
    lines.push(svg("rect", { x: day, y: 0, width: 0.4, height: HEIGHT, class: "month" }));
    // there is no room for a name at the end
    if (day > days * 0.97) continue;
    const name = date.getUTCMonth() === 0 ? el("b", {}, String(date.getUTCFullYear())) : texts.month(day);
    names.push(el("span", { style: `inset-inline-start: ${((100 * day) / days).toFixed(2)}%` }, name));
  }
  return [lines, names];
}

/* Bars for the number of events on each day. */
function bars(events, days) {
  const counts = Array(days).fill(0);
  for (const { start_date: day } of events) if (day !== null && day >= 0 && day < days) counts[day] += 1;
  const most = Math.max(1, ...counts);
  return counts.flatMap((count, day) => {
    const tall = 6 + 16 * Math.sqrt(count / most);
    return count ? [svg("rect", { x: day, y: 24 - tall, width: 0.9, height: tall, class: "bar" })] : [];
  });
}

/* The gravest state that begins on each day, for any post. */
function gravestByDay({ verdicts }) {
  const gravest = new Map();
  for (const { start_date: day, state } of verdicts) {
    const known = STATES.indexOf(gravest.get(day));
    if (known === -1 || STATES.indexOf(state) < known) gravest.set(day, state);
  }
  return gravest;
}

export function makeTimeline({ store, texts, clock, filters }) {
  const { days } = store.about;
  const drawing = byId("timeline");
  const [monthLines, eventBars] = [svg("g"), svg("g")];

  function drawMonths() {
    const [lines, names] = months(texts, days);
    replaceChildren(monthLines, ...lines);
    replaceChildren(byId("months"), ...names);
  }
  const drawBars = () => replaceChildren(eventBars, ...bars(store.events.filter(filters.passes), days));

  drawing.setAttribute("viewBox", `0 0 ${days} ${HEIGHT}`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.append(monthLines, eventBars);
  drawMonths();
  drawBars();
  texts.onLanguage(drawMonths);
  filters.onChange(drawBars);
  const gravest = gravestByDay(store);
  for (const day of clock.changes.filter((turn) => gravest.has(turn))) drawing.append(svg("rect", { x: day - 0.3, y: 26, width: 1.4, height: 8, class: `turn ${gravest.get(day)}` }));
  const hand = drawing.appendChild(svg("rect", { y: 0, width: 1.2, height: HEIGHT, class: "hand" }));

  /* Go to the day under the pointer. */
  function point({ clientX }) {
    const { left, width } = drawing.getBoundingClientRect();
    const along = (clientX - left) / width;
    clock.go(Math.floor(days * (texts.rightToLeft() ? 1 - along : along)));
  }
  drawing.addEventListener("pointerdown", point);
  drawing.addEventListener("pointermove", (event) => event.buttons && point(event));
  return { show: (day) => hand.setAttribute("x", day - 0.1) };
}
