/* Lists of sources and of deciding control reports, with links to them. */
import { bdi, el, link } from "../page/dom.js";

// deciding reports in one list
const MOST = 5;

const kmBetween = (at, report) => (report.lat === null ? Infinity : at.distanceTo([report.lat, report.lon]) / 1000);

export function makeSources({ store, texts }) {
  const { say } = texts;

  function entry(source) {
    const remarks = [source.leaning, source.reliability ? `${say("popup.reliability")}: ${source.reliability}` : null].filter(Boolean);
    const archive = source.archive ? [" (", link(source.archive, say("popup.archive")), ")"] : [];
    const small = remarks.length ? el("small", {}, " ", bdi(remarks.join(", "))) : null;
    return el("li", {}, link(source.url, source.publisher || source.key), ...archive, small);
  }

  /* Sources by their keys in the dossier; null if there are none. */
  function byKey(keys) {
    const entries = keys.map((key) => entry(store.sources.get(key) ?? { key, publisher: key }));
    return entries.length ? el("ul", { class: "sources" }, ...entries) : null;
  }

  /* The control reports that are nearest to a point, out of those with the given numbers. */
  const nearest = (numbers, at) =>
    numbers.map((number) => store.control[number]).sort((a, b) => kmBetween(at, a) - kmBetween(at, b)).slice(0, MOST);

  /* Control reports with their age on the day `on`; those nearest to the point `near` first, if there is one. */
  function reports(numbers, { near = null, on = null } = {}) {
    const chosen = near ? nearest(numbers, near) : numbers.slice(0, MOST).map((number) => store.control[number]);
    return el("ul", { class: "reports" }, ...chosen.map((report) => reportEntry(report, near ? kmBetween(near, report) : null, on)));
  }

  // a later report can decide on the holder of a place until then
  function age(days) {
    if (days === 0) return say("popup.report.today");
    return say(days > 0 ? "popup.report.old" : "popup.report.later", { days: texts.count("count.days", Math.abs(days)) });
  }

  function reportEntry(report, km, on) {
    const values = { place: report.place_name ?? report.id, side: store.sideName(report.side, texts) };
    const parts = [report.date === null ? say("popup.report.undated", values) : say("popup.report", { ...values, date: texts.short(report.date) })];
    if (km !== null && km < Infinity) parts.push(say("popup.report.near", { km: texts.number(km) }));
    if (on !== null && report.date !== null) parts.push(age(on - report.date));
    if (report.basis) parts.push(say(`basis.${report.basis}`));
    if (report.from_side) parts.push(say("popup.report.from", { side: store.sideName(report.from_side, texts) }));
    return el("li", {}, bdi(`${report.id}: ${parts.join("; ")}`), byKey(report.sources));
  }

  return { byKey, reports, nearest };
}
