/* What the map rests on and what it is not; the head of the page. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  sitmap.about = function (page) {
    tell(page);
    page.texts.onLanguage(() => tell(page));
  };

  function tell(page) {
    const { store, texts, days } = page;
    const { about } = store;
    const { say, count } = texts;

    const period = days === 1 ? texts.long(0) : say("about.period", { from: texts.long(0), to: texts.long(days - 1) });
    sitmap.replace(document.getElementById("kicker"), el("b", {}, say("about.history")), " · ", period);

    const counted = {
      reports: count("count.reports", about.reports),
      events: count("count.events", store.events.length),
      sources: count("count.sources", about.sourceCount),
      posts: count("count.posts", store.posts.length),
    };
    function warnings() {
      const summary = el("summary", {}, `${say("about.warnings")} (${about.warnings.length})`);
      return el("details", { id: "warnings" }, summary, el("ul", {}, ...about.warnings.map((warning) => el("li", {}, told(warning)))));
    }

    function error() {
      if (about.errorShare === null) return say("about.error.none");
      return say("about.error", { places: about.errorPlaces, share: say("number.percent", { n: (100 * about.errorShare).toFixed(1) }) });
    }

    const paragraph = (...words) => el("p", {}, ...words);
    sitmap.replace(
      document.getElementById("about-body"),
      about.summary ? el("p", { dir: "auto", lang: about.language }, about.summary) : null,
      paragraph(say("about.rests", counted), " ", say("about.asof", { date: texts.isoLong(about.asOf) })),
      paragraph(about.withheld ? say("about.withheld", { n: about.withheld }) : say("about.embargo")),
      paragraph(say("about.history.long")),
      paragraph(say("about.method")),
      paragraph(el("bdi", { lang: "en" }, about.model), " ", error()),
      paragraph(say("about.probability")),
      about.warnings.length ? warnings() : null,
      about.licences.length ? el("ul", { dir: "auto" }, ...about.licences.map((licence) => el("li", {}, told(licence)))) : null,
      paragraph(say("about.rights", { version: about.version }), " ", say(store.network ? "about.network" : "about.offline")),
    );
  }
})((window.sitmap = window.sitmap || {}));
