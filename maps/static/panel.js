/* The day in words and tables: the same facts as on the map, for those who read rather than look, and in print. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  sitmap.panel = function (page) {
    const { store, texts, posts, events, popups } = page;
    const { say, word } = texts;
    const byId = (id) => document.getElementById(id);

    function sentence(day) {
      const standing = posts.standing();
      const of = (state) => standing.filter((post) => posts.verdict(post.post_id).state === state).length;
      const others = ["contested", "constricted"].filter(of).map((state) => say(`sentence.${state}`, { n: of(state) })).join("");
      const recent = events.current().length;
      const encircled = of("encircled");
      const count = texts.count("count.posts", standing.length);
      const first = standing.length ? say(encircled ? "sentence" : "sentence.none", { encircled, posts: count, others }) : say("sentence.empty");
      const said = say(recent ? "sentence.events" : "events.none", { events: texts.count("count.events", recent), n: sitmap.TRAILING_DAYS });
      sitmap.replace(byId("sentence"), el("strong", {}, `${texts.long(day)}: ${first}`), " ", said);
    }

    const header = (...keys) => el("thead", {}, el("tr", {}, ...keys.map((key) => el("th", { scope: "col" }, say(key)))));
    const nothing = (text, columns) => el("tr", {}, el("td", { colspan: columns, class: "nothing" }, text));

    function postRow(post, day) {
      const verdict = posts.verdict(post.post_id);
      const button = el("button", { type: "button", class: "link", title: say("posts.show", { name: post.name }) }, sitmap.named(post.name, null));
      button.addEventListener("click", () => posts.select(post.post_id));
      const width = store.daily.get(post.post_id)?.width[day] ?? verdict.corridor_km;
      return el(
        "tr",
        { "data-post": post.post_id, "data-state": verdict.state },
        el("th", { scope: "row" }, button),
        el("td", { class: `state ${verdict.state}` }, sitmap.postSymbol(verdict.state, 16), " ", told(word("state.", verdict.state))),
        el("td", {}, texts.short(verdict.start_date)),
        el("td", { class: "number" }, popups.width(width) ?? ""),
      );
    }

    function eventRow(event, day) {
      return el(
        "tr",
        { "data-age": String(events.age(event, day)) },
        el("td", { class: "date" }, texts.short(event.start_date)),
        el(
          "td",
          { lang: store.about.language },
          el("strong", {}, told(word("", event.event_type))),
          event.location ? told(`, ${event.location}`) : null,
          event.summary ? el("span", { class: "summary", dir: "auto" }, event.summary) : null,
          page.sources.ofEvent(event),
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
      const shownEvents = recent.length ? recent : [nothing(say("events.none", { n: sitmap.TRAILING_DAYS }), 2)];
      sitmap.replace(byId("events-table"), header("column.date", "column.event"), el("tbody", {}, ...shownEvents));
    }

    return { show };
  };
})((window.sitmap = window.sitmap || {}));
