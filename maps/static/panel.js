/* The day in words and tables: the same facts as on the map, for those who read rather than look, and in print. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  // a verdict this far from sure, either way, must not read like a sure one
  const DOUBT = 0.05;

  sitmap.panel = function (page) {
    const { store, texts, posts, events, popups } = page;
    const { say, word } = texts;
    const byId = (id) => document.getElementById(id);

    /* How probable it is that a post has no way, where that hangs on where exactly it stands. */
    function doubt(post, day) {
      const { probability } = store.measured(posts.verdict(post.post_id), day);
      return probability >= DOUBT && probability <= 1 - DOUBT ? say("number.percent", { n: Math.round(100 * probability) }) : null;
    }

    function stateCell(post, verdict, day) {
      const share = doubt(post, day);
      // beside a state that has a way, a bare figure would be read as that of the way
      const noWay = ["encircled", "contested"].includes(verdict.state);
      const remark = share && el("small", { title: say("state.uncertain", { share }) }, noWay ? ` · ${share}` : say("state.no_way", { share }));
      const state = [sitmap.postSymbol(verdict.state, 16), " ", told(word("state.", verdict.state))];
      return el("td", { class: `state ${verdict.state} ${noWay ? "" : "has-way"}` }, ...state, remark);
    }

    // before the first event of the dossier nothing was looked for, which is not that nothing happened
    const firstEvent = Math.min(...store.events.map((event) => event.start_date ?? Infinity));
    function noEvents(day) {
      // a page of one day has no events but that day's
      if (page.days === 1) return events.say("events.none");
      if (!Number.isFinite(firstEvent)) return say("events.never");
      if (events.hidden(day)) return say("events.hidden");
      return day < firstEvent ? say("events.later", { date: texts.long(firstEvent) }) : events.say("events.none");
    }

    function sentence(day) {
      const standing = posts.standing();
      const of = (state) => standing.filter((post) => posts.verdict(post.post_id).state === state).length;
      const uncertain = standing.filter((post) => doubt(post, day)).length;
      const others = ["contested", "constricted"].filter(of).map((state) => say(`sentence.${state}`, { n: of(state) }));
      if (uncertain) others.push(say("sentence.uncertain", { n: uncertain }));
      const recent = events.current().length;
      const encircled = of("encircled");
      const count = texts.count("count.posts", standing.length);
      const first = standing.length ? say(encircled ? "sentence" : "sentence.none", { encircled, posts: count, others: others.join("") }) : say("sentence.empty");
      const hidden = events.hidden(day);
      const said = recent ? events.say("sentence.events", { events: texts.count("count.events", recent) }) : noEvents(day);
      const more = recent && hidden ? ` ${say("sentence.hidden", { n: hidden })}` : "";
      sitmap.replace(byId("sentence"), el("strong", {}, `${texts.long(day)}: ${first}`), " ", said, more);
    }

    const header = (...keys) => el("thead", {}, el("tr", {}, ...keys.map((key) => el("th", { scope: "col" }, say(key)))));
    const nothing = (text, columns) => el("tr", {}, el("td", { colspan: columns, class: "nothing" }, text));

    function postRow(post, day) {
      const verdict = posts.verdict(post.post_id);
      const button = el("button", { type: "button", class: "link", title: say("posts.show", { name: post.name }) }, sitmap.named(post.name, null));
      button.addEventListener("click", () => posts.select(post.post_id));
      const { width } = store.measured(verdict, day);
      return el(
        "tr",
        { "data-post": post.post_id, "data-state": verdict.state },
        el("th", { scope: "row" }, button),
        stateCell(post, verdict, day),
        el("td", {}, texts.short(verdict.start_date)),
        el("td", { class: "number" }, popups.width(width) ?? ""),
      );
    }

    function where(event) {
      if (!event.location) return null;
      if (event.lat === null) return told(`, ${event.location}`);
      const button = el("button", { type: "button", class: "link", title: say("posts.show", { name: event.location }) }, told(event.location));
      button.addEventListener("click", () => events.select(event));
      return el("span", {}, ", ", button);
    }

    function eventRow(event, day) {
      const dated = event.start_date !== null;
      return el(
        "tr",
        { "data-age": dated ? String(events.age(event, day)) : null },
        dated ? el("td", { class: "date" }, texts.short(event.start_date)) : null,
        el(
          "td",
          {},
          el("strong", {}, told(word("event.", event.event_type))),
          where(event),
          event.summary ? el("span", { class: "summary", dir: "auto", lang: store.about.language }, event.summary) : null,
          page.sources.byKey(event.sources),
        ),
      );
    }

    // the rows are made anew every day: who was on one of them stays there
    function keepingFocus(table, remake) {
      const post = table.contains(document.activeElement) ? document.activeElement.closest("tr")?.dataset.post : null;
      remake();
      if (post) [...table.rows].find((row) => row.dataset.post === post)?.querySelector("button")?.focus();
    }

    function show(day) {
      sentence(day);
      const standing = posts.standing().map((post) => postRow(post, day));
      const shownPosts = standing.length ? standing : [nothing(say("posts.none"), 4)];
      const columns = header("column.post", "column.state", "column.since", "column.width");
      keepingFocus(byId("posts-table"), () => sitmap.replace(byId("posts-table"), columns, el("tbody", {}, ...shownPosts)));
      const recent = events.current().map((event) => eventRow(event, day));
      const shownEvents = recent.length ? recent : [nothing(noEvents(day), 2)];
      sitmap.replace(byId("events-table"), header("column.date", "column.event"), el("tbody", {}, ...shownEvents));
    }

    // on no day of the map, but not to be lost
    function showUndated() {
      const undated = events.undated.filter(page.filters.passes);
      const summary = el("summary", {}, `${say("events.undated")} (${undated.length})`);
      const rows = undated.map((event) => eventRow(event, null));
      const table = el("table", {}, header("column.event"), el("tbody", {}, ...rows));
      sitmap.replace(byId("undated"), rows.length ? el("details", {}, summary, table) : null);
    }
    showUndated();
    texts.onLanguage(showUndated);
    page.filters.onChange(showUndated);

    return { show };
  };
})((window.sitmap = window.sitmap || {}));
