/* Search of posts, places and events by any spelling of their names, in a list that the keyboard can walk (ARIA combobox). */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  const MOST = 8;
  // less alike than this is another name
  const ALIKE = 0.78;
  // a name heard the same comes after one written the same, then those that start with what was asked, or hold it
  const [HEARD, STARTS, WITHIN] = [0.99, 0.93, 0.85];
  const RANK = { post: 0.03, place: 0.02, event: 0 };

  /* All that can be found: what it is, and the names it goes by. */
  function entries(page) {
    const { store, texts, names: known } = page;
    const made = [];
    // events by the thousand share places and kinds
    const spelled = new Map();
    function spelling(name) {
      if (!spelled.has(name)) spelled.set(name, sitmap.spelling(name));
      return spelled.get(name);
    }
    const add = (kind, id, row, names) => {
      if (row.lat !== null) made.push({ kind, id, row, spellings: [...new Set(names.filter(Boolean))].map(spelling) });
    };
    for (const row of store.posts) add("post", row.post_id, row, [row.name, row.other_name, ...row.aliases]);
    for (const row of store.places) add("place", row.place_id, row, [row.name, row.other_name, row.query, ...row.aliases]);
    for (const row of store.events) add("event", row.event_id, row, [...known.both(row.location), texts.word("event.", row.event_type)]);
    return made;
  }

  function score(asked, spelling) {
    if (spelling.key === asked.key) return 1;
    if (asked.latin && spelling.latin === asked.latin) return HEARD;
    if (asked.key && spelling.key.startsWith(asked.key)) return STARTS;
    if (asked.latin.length > 1 && spelling.latin.startsWith(asked.latin)) return STARTS - 0.01;
    if (asked.latin.length > 2 && spelling.latin.includes(asked.latin)) return WITHIN;
    // in a few letters many names are alike
    if (asked.latin.length < 4 || Math.abs(asked.latin.length - spelling.latin.length) > 4) return 0;
    return Math.min(sitmap.alike(asked, spelling), WITHIN + 0.09);
  }

  sitmap.search = function (page) {
    const { texts, selection } = page;
    const { say } = texts;
    const box = document.getElementById("search-box");
    const list = document.getElementById("found");
    const status = document.getElementById("found-told");
    let index = null;
    let found = [];
    let at = -1;

    function find(text) {
      index ??= entries(page);
      const asked = sitmap.spelling(text);
      if (!asked.key) return [];
      const said = text.trim().toLowerCase();
      const scores = new Map();
      function reached(spelling) {
        if (!scores.has(spelling)) scores.set(spelling, score(asked, spelling));
        return scores.get(spelling);
      }
      const scored = index.map((entry) => {
        const best = entry.id.toLowerCase() === said ? 1 : Math.max(0, ...entry.spellings.map(reached));
        // what an event was is told in sentences
        const told = entry.kind === "event" && said.length > 2 && (entry.row.summary ?? "").toLowerCase().includes(said);
        return { entry, score: Math.max(best, told ? 0.8 : 0) + RANK[entry.kind] + (entry.row.rank ?? 0) / 1e4 };
      });
      return scored
        .filter(({ entry, score: total }) => total - RANK[entry.kind] >= ALIKE)
        .sort((a, b) => b.score - a.score)
        .slice(0, MOST)
        .map(({ entry }) => entry);
    }

    function described({ kind, row }) {
      if (kind === "event") {
        const date = row.start_date === null ? say("undated") : texts.short(row.start_date);
        return [el("span", { class: "named" }, told(texts.word("event.", row.event_type)), ", ", told(row.location ?? "")), date];
      }
      const note = kind === "post" ? say("found.post") : [texts.word("kind.", row.kind ?? ""), row.admin1].filter(Boolean).join(", ");
      return [sitmap.named(row.name, row.other_name), note];
    }

    function option(entry, number) {
      const [name, note] = described(entry);
      const made = el("li", { role: "option", id: `found-${number}`, "aria-selected": "false" }, name, " ", el("small", {}, told(note)));
      // before the box loses the focus
      made.addEventListener("pointerdown", (event) => event.preventDefault());
      made.addEventListener("click", () => choose(entry));
      return made;
    }

    function mark(number) {
      at = number;
      [...list.children].forEach((made, i) => made.setAttribute("aria-selected", String(i === at)));
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", `found-${at}`);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    }

    function show() {
      found = find(box.value);
      sitmap.replace(list, ...found.map(option));
      list.hidden = found.length === 0;
      box.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = box.value.trim() ? texts.count("count.found", found.length) : "";
      status.classList.toggle("unseen", found.length > 0);
      mark(found.length ? 0 : -1);
    }

    function close() {
      list.hidden = true;
      status.textContent = "";
      box.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    function choose({ kind, id, row }) {
      close();
      box.value = row.name ?? row.location ?? "";
      box.blur();
      selection.choose(kind, id);
    }

    const STEPS = { ArrowDown: 1, ArrowUp: -1 };
    function onKey(event) {
      if (event.key === "Escape") {
        // the browser's own would empty the box at once
        event.preventDefault();
        if (list.hidden) box.value = "";
        close();
        event.stopPropagation();
      } else if (event.key === "Enter" && found[at] && !list.hidden) {
        event.preventDefault();
        choose(found[at]);
      } else if (Object.hasOwn(STEPS, event.key)) {
        event.preventDefault();
        if (list.hidden) show();
        else if (found.length) mark((at + STEPS[event.key] + found.length) % found.length);
      }
    }

    box.addEventListener("input", show);
    box.addEventListener("keydown", onKey);
    box.addEventListener("blur", close);
    texts.onLanguage(() => {
      index = null;
      close();
    });
    return { find };
  };
})((window.sitmap = window.sitmap || {}));
