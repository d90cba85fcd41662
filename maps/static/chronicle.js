/* The timeline in words: what happened and how the posts' states changed, day by day, as far as the reader's filters let it through. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  // nobody reads more at once; the filters narrow it down
  const MOST = 400;

  sitmap.chronicle = function (page) {
    const { store, texts, clock, choose, filters } = page;
    const { say, word } = texts;
    const frame = document.getElementById("chronicle");
    const body = document.getElementById("chronicle-body");

    /* Verdicts that are another than the one before them, with that one. */
    function turns() {
      const before = new Map();
      const found = [];
      for (const verdict of [...store.verdicts].sort((a, b) => a.start_date - b.start_date)) {
        const last = before.get(verdict.post_id);
        if (last && last.state !== verdict.state) found.push({ day: verdict.start_date, verdict, last });
        before.set(verdict.post_id, verdict);
      }
      return found;
    }

    function button(words, act, title = null) {
      const made = el("button", { type: "button", class: "link", title }, ...words);
      made.addEventListener("click", act);
      return made;
    }

    function ofEvent(event) {
      const where = event.location ? [", ", told(event.location)] : [];
      return [button([told(word("event.", event.event_type)), ...where], () => choose("event", event.event_id))];
    }

    function ofTurn({ verdict, last }) {
      const post = store.post.get(verdict.post_id);
      const states = { state: word("state.", verdict.state), before: word("state.", last.state) };
      return [button([told(post.name)], () => choose("post", post.post_id), say("posts.show", { name: post.name })), ": ", say("chronicle.turn", states)];
    }

    function rows() {
      const events = store.events.filter((event) => event.start_date !== null && filters.passes(event)).map((event) => ({ day: event.start_date, event }));
      return [...events, ...turns()].sort((a, b) => a.day - b.day);
    }

    function row({ day, event, ...turn }) {
      const date = button([texts.short(day)], () => clock.go(day));
      return el("tr", { class: event ? "of-event" : "of-post" }, el("td", { class: "date" }, date), el("td", {}, ...(event ? ofEvent(event) : ofTurn(turn))));
    }

    function show() {
      if (!frame.open) return;
      const found = rows();
      const rest = found.length - MOST;
      const more = rest > 0 ? [el("tr", {}, el("td", { colspan: 2, class: "nothing" }, say("chronicle.more", { n: texts.number(rest) })))] : [];
      const head = el("thead", {}, el("tr", {}, ...["column.date", "column.event"].map((key) => el("th", { scope: "col" }, say(key)))));
      sitmap.replace(body, head, el("tbody", {}, ...found.slice(0, MOST).map(row), ...more));
    }

    frame.hidden = page.days === 1;
    frame.addEventListener("toggle", show);
    filters.onChange(show);
    texts.onLanguage(show);
  };
})((window.sitmap = window.sitmap || {}));
