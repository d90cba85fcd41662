/* Lists of sources and of control reports, with links to them. */
import { bdi, el, link, linkButton } from "../page/dom.js";
import { kmBetween } from "../page/evidence.js";

// reports in one list
const MOST = 5;

export function makeSources({ store, texts }) {
  const { say } = texts;
  // set when the selection is made, which needs the map
  let choose = () => {};

  function entry(source) {
    const remarks = [source.published, source.leaning, source.reliability ? `${say("popup.reliability")}: ${source.reliability}` : null].filter(Boolean);
    const archive = source.archive ? [" (", link(source.archive, say("popup.archive")), ")"] : [];
    const small = remarks.length ? el("small", {}, " ", bdi(remarks.join(say("picture.comma")))) : null;
    return el("li", {}, link(source.url, source.publisher || source.key), ...archive, small);
  }

  /* Sources by their keys in the dossier; null if there are none. */
  function byKey(keys) {
    const entries = keys.map((key) => entry(store.sources.get(key) ?? { key, publisher: key }));
    return entries.length ? el("ul", { class: "sources" }, ...entries) : null;
  }

  /* The id of a report as a button that shows it; as text if its place is not known. */
  function reportLink(report) {
    if (report.lat === null) return bdi(report.id);
    return linkButton([bdi(report.id)], () => choose("report", report.id), say("posts.show", { name: report.place_name ?? report.id }));
  }

  /* A sentence whose ids in brackets are buttons that show the reports. */
  function linked(text) {
    const parts = text.split(/(\[[^\]]+\])/).map((part) => {
      const ids = part.startsWith("[") ? part.slice(1, -1).split(/[;,]\s*/) : [];
      if (!ids.length || !ids.every((id) => store.report.has(id))) return [part];
      return [el("span", { class: "ids" }, "[", ...ids.flatMap((id, i) => [...(i ? ["; "] : []), reportLink(store.report.get(id))]), "]")];
    });
    return el("bdi", {}, ...parts.flat());
  }

  /* The control reports that are nearest to a point. */
  const nearest = (reports, at) => [...reports].sort((a, b) => kmBetween(at, a) - kmBetween(at, b)).slice(0, MOST);

  /* Control reports with their age on the day `on`, and their distance from the point `near` if there is one. */
  const list = (reports, { near = null, on = null } = {}) =>
    el("ul", { class: "reports" }, ...reports.map((report) => reportEntry(report, near ? kmBetween(near, report) : null, on)));

  // a later report can decide on the holder of a place until then
  function age(days) {
    if (days === 0) return say("popup.report.today");
    return say(days > 0 ? "popup.report.old" : "popup.report.later", { days: texts.count("count.days", Math.abs(days)) });
  }

  /* Kind and confidence of a report in words. */
  const judged = (report) => [report.kind && texts.word("report.", report.kind), report.confidence && say("report.confidence", { confidence: texts.word("confidence.", report.confidence) })].filter(Boolean).join(say("picture.comma"));

  function reportEntry(report, km, on) {
    const before = report.from_side && store.sideName(report.from_side, texts);
    // a later report speaks of the holder until then
    const later = before && on !== null && report.date > on;
    const values = { place: report.place_name ?? report.id, side: store.sideName(report.side, texts), before };
    const key = report.date === null ? "popup.report.undated" : later ? "popup.report.then" : "popup.report";
    const parts = [say(key, { ...values, date: report.date === null ? "" : texts.short(report.date) })];
    if (km !== null && km < Infinity) parts.push(say("popup.report.near", { km: texts.number(km) }));
    if (on !== null && report.date !== null) parts.push(age(on - report.date));
    if (before && !later) parts.push(say("popup.report.from", { side: before }));
    if (report.basis) parts.push(say(`basis.${report.basis}`));
    const more = judged(report);
    const note = report.note ? el("q", { dir: "auto", lang: store.about.language }, report.note) : null;
    return el("li", {}, reportLink(report), bdi(`: ${parts.join(say("semicolon"))}`), more ? el("small", {}, ` ${more}. `) : " ", note, byKey(report.sources));
  }

  return { byKey, list, nearest, linked, reportLink, judged, onChoose: (chosen) => (choose = chosen) };
}
