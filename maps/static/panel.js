/* The day in words, and its events as a table: the same facts as on the map, for those who read rather than look. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  // nobody reads more, and every day they are laid out anew
  const MOST_ROWS = 50;

  sitmap.panel = function (page) {
    const { store, texts, posts, events, postlist } = page;
    const { say, word } = texts;
    const byId = (id) => document.getElementById(id);
    const eventRows = new Map();

    // before the first event of the dossier nothing was looked for, which is not that nothing happened
    const firstEvent = store.events.reduce((first, event) => Math.min(first, event.start_date ?? Infinity), Infinity);
    function noEvents(day) {
      // a page of one day has no events but that day's
      if (page.days === 1) return events.say("events.none");
      if (!Number.isFinite(firstEvent)) return say("events.never");
      if (events.hidden(day)) return say("events.hidden");
      return day < firstEvent ? say("events.later", { date: texts.long(firstEvent) }) : events.say("events.none");
    }

    const count = (some, state) => some.filter((post) => posts.verdict(post.post_id).state === state).length;
    const others = (some) => ["contested", "constricted"].filter((state) => count(some, state)).map((state) => say(`sentence.${state}`, { n: count(some, state) }));

    /* Of the posts that stood from the first, where others have been set up since. */
    function sentenceOfFirst(standing) {
      const first = standing.filter((post) => post.first);
      if (!first.length || first.length === standing.length) return null;
      return say("sentence.first", { posts: first.length, date: texts.long(0), encircled: count(first, "encircled"), others: others(first).join("") });
    }

    function sentence(day) {
      const standing = posts.standing();
      const uncertain = standing.filter((post) => postlist.doubt(post, day)).length;
      const rest = [...others(standing), ...(uncertain ? [say("sentence.uncertain", { n: uncertain })] : [])].join("");
      const recent = events.current().length;
      const encircled = count(standing, "encircled");
      const values = { encircled, posts: texts.count("count.posts", standing.length), others: rest };
      const first = standing.length ? say(encircled ? "sentence" : "sentence.none", values) : say("sentence.empty");
      const said = recent ? events.say("sentence.events", { events: texts.count("count.events", recent) }) : noEvents(day);
      const hidden = recent ? events.hidden(day) : 0;
      const more = hidden ? say("sentence.hidden", { n: hidden }) : null;
      const parts = [el("strong", {}, `${texts.long(day)}: ${first}`), sentenceOfFirst(standing), said, more, changes(day)];
      sitmap.replace(byId("sentence"), ...parts.filter(Boolean).flatMap((part, i) => (i ? [" ", part] : [part])));
    }

    /* What has become of the posts since the day before. */
    function changes(day) {
      const turned = posts.standing().filter((post) => day > 0 && posts.verdict(post.post_id).start_date === day);
      const told = turned.flatMap((post) => {
        const verdict = posts.verdict(post.post_id);
        const before = posts.before(verdict);
        if (before?.state === verdict.state) return [];
        const values = { post: post.name, state: word("state.", verdict.state), before: before ? word("state.", before.state) : "" };
        return [say(before ? "changes.state" : "changes.new", values)];
      });
      return told.length ? el("span", { class: "changes" }, say("changes", { changes: told.join("; ") })) : null;
    }

    const header = (...keys) => el("thead", {}, el("tr", {}, ...keys.map((key) => el("th", { scope: "col" }, say(key)))));
    const note = (text) => el("tr", {}, el("td", { colspan: 2, class: "nothing" }, text));

    function where(event) {
      if (!event.location) return null;
      if (event.lat === null) return told(`, ${event.location}`);
      const button = el("button", { type: "button", class: "link", title: say("posts.show", { name: event.location }) }, told(event.location));
      button.addEventListener("click", () => page.choose("event", event.event_id));
      return el("span", {}, ", ", button);
    }

    function eventRow(event) {
      const dated = event.start_date !== null;
      return el(
        "tr",
        {},
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

    function rowOf(event, day) {
      if (!eventRows.has(event)) eventRows.set(event, eventRow(event));
      const row = eventRows.get(event);
      row.dataset.age = String(events.age(event, day));
      return row;
    }

    const recentRows = el("tbody");
    function draw() {
      eventRows.clear();
      sitmap.replace(byId("events-table"), header("column.date", "column.event"), recentRows);
    }
    draw();
    texts.onLanguage(draw);

    function show(day) {
      sentence(day);
      const recent = events.current();
      const rows = recent.slice(0, MOST_ROWS).map((event) => rowOf(event, day));
      if (!recent.length) rows.push(note(noEvents(day)));
      if (recent.length > MOST_ROWS) rows.push(note(say("events.more", { n: recent.length - MOST_ROWS })));
      sitmap.replace(recentRows, ...rows);
    }

    // on no day of the map, but not to be lost
    function showUndated() {
      const undated = events.undated.filter(page.filters.passes);
      const summary = el("summary", {}, `${say("events.undated")} (${undated.length})`);
      const rows = undated.slice(0, MOST_ROWS).map(eventRow);
      const table = el("table", {}, header("column.event"), el("tbody", {}, ...rows));
      sitmap.replace(byId("undated"), rows.length ? el("details", {}, summary, table) : null);
    }
    showUndated();
    texts.onLanguage(showUndated);
    page.filters.onChange(showUndated);

    return { show };
  };
})((window.sitmap = window.sitmap || {}));
