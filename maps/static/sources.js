/* Where a statement comes from: lists of sources and of deciding reports, with links out. */
(function (sitmap) {
  "use strict";

  const { el } = sitmap;
  const split = (joined) => (joined ? joined.split("; ") : []);

  sitmap.sources = function (page) {
    const { store, texts } = page;

    function entry(source) {
      const remarks = [source.leaning, source.reliability ? `${texts.say("popup.reliability")}: ${source.reliability}` : null].filter(Boolean);
      return el(
        "li",
        {},
        sitmap.link(source.url, source.publisher || source.key),
        ...(source.archive ? [" (", sitmap.link(source.archive, texts.say("popup.archive")), ")"] : []),
        ...(remarks.length ? [el("small", {}, " ", sitmap.told(remarks.join(", ")))] : []),
      );
    }

    const list = (entries) => (entries.length ? el("ul", { class: "sources" }, ...entries.map(entry)) : null);

    /* Sources by their keys in the dossier. */
    const byKey = (keys) => list(keys.map((key) => store.sources.get(key) ?? { key, publisher: key }));

    /* Sources of an event, which carries its own. */
    function ofEvent(event) {
      const [urls, archives] = [split(event.source_url), split(event.archive_url)];
      const names = split(event.source_name);
      const count = Math.max(urls.length, names.length);
      return list(
        Array.from({ length: count }, (_, i) => ({ key: names[i] ?? urls[i], publisher: names[i], url: urls[i], archive: archives[i] })),
      );
    }

    /* Control reports, nearest first where a point is given. */
    function reports(numbers, { near = null, on = null, most = 5 } = {}) {
      let chosen = numbers.map((number) => store.control[number]);
      const km = (report) => (report.lat === null ? Infinity : near.distanceTo([report.lat, report.lon]) / 1000);
      if (near) chosen = chosen.sort((a, b) => km(a) - km(b));
      return el("ul", { class: "reports" }, ...chosen.slice(0, most).map((report) => reportEntry(report, near ? km(report) : null, on)));
    }

    function reportEntry(report, km, on) {
      const said = { place: report.place_name ?? report.id, side: store.sideName(report.side, texts), date: texts.short(report.date ?? 0) };
      const parts = [texts.say("popup.report", said)];
      if (report.from_side) parts.push(texts.say("popup.report.from", { side: store.sideName(report.from_side, texts) }));
      if (km !== null && km < Infinity) {
        const days = texts.count("count.days", Math.abs((on ?? 0) - (report.date ?? 0)));
        parts.push(texts.say("popup.report.near", { km: texts.number(km), days }));
      }
      return el("li", {}, sitmap.told(`${report.id}: ${parts.join("; ")}`), byKey(report.sources));
    }

    return { byKey, ofEvent, reports };
  };
})((window.sitmap = window.sitmap || {}));
