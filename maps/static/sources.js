/* Where a statement comes from: lists of sources and of deciding reports, with links out. */
(function (sitmap) {
  "use strict";

  const { el } = sitmap;

  // of the reports that decide
  const MOST = 5;

  sitmap.sources = function (page) {
    const { store, texts } = page;
    const { say } = texts;

    function entry(source) {
      const remarks = [source.leaning, source.reliability ? `${say("popup.reliability")}: ${source.reliability}` : null].filter(Boolean);
      return el(
        "li",
        {},
        sitmap.link(source.url, source.publisher || source.key),
        ...(source.archive ? [" (", sitmap.link(source.archive, say("popup.archive")), ")"] : []),
        ...(remarks.length ? [el("small", {}, " ", sitmap.told(remarks.join(", ")))] : []),
      );
    }

    const list = (entries) => (entries.length ? el("ul", { class: "sources" }, ...entries.map(entry)) : null);

    /* Sources by their keys in the dossier. */
    const byKey = (keys) => list(keys.map((key) => store.sources.get(key) ?? { key, publisher: key }));

    const kmFrom = (at, report) => (report.lat === null ? Infinity : at.distanceTo([report.lat, report.lon]) / 1000);

    /* Those of some control reports that are nearest to a point. */
    const nearest = (numbers, at, most = MOST) =>
      numbers.map((number) => store.control[number]).sort((a, b) => kmFrom(at, a) - kmFrom(at, b)).slice(0, most);

    /* Control reports, nearest first where a point is given. */
    function reports(numbers, { near = null, on = null } = {}) {
      const chosen = near ? nearest(numbers, near) : numbers.slice(0, MOST).map((number) => store.control[number]);
      return el("ul", { class: "reports" }, ...chosen.map((report) => reportEntry(report, near ? kmFrom(near, report) : null, on)));
    }

    // what was reported later may still tell who held a place until then
    function age(days) {
      if (days === 0) return say("popup.report.today");
      return say(days > 0 ? "popup.report.old" : "popup.report.later", { days: texts.count("count.days", Math.abs(days)) });
    }

    function reportEntry(report, km, on) {
      const said = { place: report.place_name ?? report.id, side: store.sideName(report.side, texts) };
      const parts = [report.date === null ? say("popup.report.undated", said) : say("popup.report", { ...said, date: texts.short(report.date) })];
      if (km !== null && km < Infinity) parts.push(say("popup.report.near", { km: texts.number(km) }));
      if (on !== null && report.date !== null) parts.push(age(on - report.date));
      if (report.from_side) parts.push(say("popup.report.from", { side: store.sideName(report.from_side, texts) }));
      return el("li", {}, sitmap.told(`${report.id}: ${parts.join("; ")}`), byKey(report.sources));
    }

    return { byKey, reports, nearest };
  };
})((window.sitmap = window.sitmap || {}));
