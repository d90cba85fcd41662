/* Which events are shown: by type, by who took part, by how precisely they are placed and how reliable they are. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  // values of an event; the empty one stands for what nobody has said or judged
  const ASKED = {
    type: (event) => [event.event_type],
    actor: (event) => (event.actors.length ? event.actors : [""]),
    precision: (event) => [String(event.geo_precision ?? "")],
    reliability: (event) => [event.reliability ?? ""],
  };

  sitmap.filters = function (page) {
    const { store, texts, address, clock } = page;
    const { say } = texts;
    const body = document.getElementById("filters-body");
    const listeners = [];
    const chosen = Object.fromEntries(Object.keys(ASKED).map((name) => [name, new Set()]));

    const values = Object.fromEntries(Object.keys(ASKED).map((name) => [name, counted(store.events.flatMap(ASKED[name]))]));
    let hidden = new Set();

    const passes = (event) => !hidden.has(event);
    const active = () => Object.values(chosen).some((set) => set.size);

    function apply() {
      const asked = Object.entries(chosen).filter(([, set]) => set.size);
      hidden = new Set(store.events.filter((event) => !asked.every(([name, set]) => ASKED[name](event).some((value) => set.has(value)))));
      for (const box of body.querySelectorAll("input")) box.checked = chosen[box.name].has(box.value);
      tell();
      for (const listener of listeners) listener();
      clock.again();
    }

    function tell() {
      const reset = el("button", { type: "button", class: "link" }, say("filter.reset"));
      reset.addEventListener("click", clear);
      const n = texts.number(hidden.size);
      const told = active() ? [say("filter.hidden", { n, events: texts.count("count.events", store.events.length) }), " ", reset] : [];
      sitmap.replace(document.getElementById("filters-told"), ...told);
    }

    function clear() {
      for (const set of Object.values(chosen)) set.clear();
      apply();
      address.entered();
      document.querySelector("#filters summary").focus();
    }

    const WORDS = {
      type: (value) => texts.word("event.", value),
      actor: (value) => (value ? page.names.called(value) : say("unknown")),
      precision: (value) => (value ? texts.word("geo.", value) : say("unknown")),
      reliability: (value) => value || say("nobody"),
    };

    function choice(name, value, count) {
      const box = el("input", { type: "checkbox", name, value });
      box.checked = chosen[name].has(value);
      box.addEventListener("change", () => {
        if (box.checked) chosen[name].add(value);
        else chosen[name].delete(value);
        apply();
        address.entered();
      });
      return el("label", {}, box, " ", told(WORDS[name](value)), el("small", {}, ` ${texts.number(count)}`));
    }

    function draw() {
      const groups = Object.entries(values)
        // where all events agree there is nothing to choose
        .filter(([, counts]) => counts.length > 1)
        .map(([name, counts]) => {
          const choices = counts.map(([value, count]) => choice(name, value, count));
          return el("fieldset", {}, el("legend", {}, say(`filter.${name}`)), el("div", { class: "choices" }, ...choices));
        });
      document.getElementById("filters").hidden = groups.length === 0;
      sitmap.replace(body, ...groups);
      tell();
    }

    draw();
    texts.onLanguage(draw);
    address.part(
      Object.keys(ASKED),
      () => Object.fromEntries(Object.entries(chosen).map(([name, set]) => [name, [...set]])),
      (asked) => {
        const before = JSON.stringify(Object.values(chosen).map((set) => [...set]));
        for (const [name, set] of Object.entries(chosen)) {
          set.clear();
          for (const value of asked[name]) if (values[name].some(([known]) => known === value)) set.add(value);
        }
        if (before !== JSON.stringify(Object.values(chosen).map((set) => [...set]))) apply();
      },
    );
    return { passes, active, hidden: () => hidden, onChange: (listener) => listeners.push(listener) };
  };

  /* Values and how many there are of each, the most first. */
  function counted(all) {
    const counts = new Map();
    for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  }
})((window.sitmap = window.sitmap || {}));
