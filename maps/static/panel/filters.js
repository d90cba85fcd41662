/* Filters of the events: by type, actor, precision and uncertainty of the place, and reliability. */
import { bdi, byId, el, linkButton, replaceChildren } from "../page/dom.js";

// the values of an event in each filter; an empty value stands for an unknown one
const VALUES = {
  type: (event) => [event.event_type],
  actor: (event) => (event.actors.length ? event.actors : [""]),
  precision: (event) => [String(event.geo_precision ?? "")],
  located: ({ uncertainty_km: km }) => (km === null ? [] : ["1", "2", "5", "20"].filter((limit) => km < limit)),
  reliability: (event) => [event.reliability ?? ""],
};

/* Values and the number of each, the most frequent first. */
export function counted(all) {
  const counts = new Map();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

/* Labels of the values in each filter. */
const labels = (texts, names) => ({
  type: (value) => texts.word("event.", value),
  actor: (value) => (value ? names.called(value) : texts.say("unknown")),
  precision: (value) => (value ? texts.word("geo.", value) : texts.say("unknown")),
  located: (value) => texts.say("number.km", { n: value }),
  reliability: (value) => value || texts.say("nobody"),
});

export function makeFilters({ store, texts, clock, address, names }) {
  const { say } = texts;
  const body = byId("filters-body");
  const label = labels(texts, names);
  const listeners = [];
  const chosen = Object.fromEntries(Object.keys(VALUES).map((name) => [name, new Set()]));
  const values = Object.fromEntries(Object.keys(VALUES).map((name) => [name, counted(store.events.flatMap(VALUES[name]))]));
  let hidden = new Set();

  const chosenLists = () => Object.fromEntries(Object.entries(chosen).map(([name, set]) => [name, [...set]]));
  const active = () => Object.values(chosen).some((set) => set.size);

  function apply() {
    const asked = Object.entries(chosen).filter(([, set]) => set.size);
    hidden = new Set(store.events.filter((event) => !asked.every(([name, set]) => VALUES[name](event).some((value) => set.has(value)))));
    for (const box of body.querySelectorAll("input")) box.checked = chosen[box.name].has(box.value);
    showStatus();
    for (const listener of listeners) listener();
    clock.again();
  }

  /* The number of hidden events, as a sentence. */
  const status = () => say("filter.hidden", { n: texts.number(hidden.size), events: texts.count("count.events", store.events.length) });

  const showStatus = () => replaceChildren(byId("filters-told"), ...(active() ? [status(), " ", linkButton([say("filter.reset")], clear)] : []));

  function clear() {
    for (const set of Object.values(chosen)) set.clear();
    apply();
    address.entered();
    document.querySelector("#filters summary").focus();
  }

  function choice(name, value, count) {
    const box = el("input", { type: "checkbox", name, value });
    box.checked = chosen[name].has(value);
    box.addEventListener("change", () => {
      if (box.checked) chosen[name].add(value);
      else chosen[name].delete(value);
      apply();
      address.entered();
    });
    return el("label", {}, box, " ", bdi(label[name](value)), el("small", {}, ` ${texts.number(count)}`));
  }

  function draw() {
    const groups = Object.entries(values)
      // a single value leaves nothing to choose
      .filter(([, counts]) => counts.length > 1)
      .map(([name, counts]) => {
        const choices = counts.map(([value, count]) => choice(name, value, count));
        return el("fieldset", {}, el("legend", {}, say(`filter.${name}`)), el("div", { class: "choices" }, ...choices));
      });
    byId("filters").hidden = groups.length === 0;
    replaceChildren(body, ...groups);
    showStatus();
  }

  function follow(asked) {
    const before = JSON.stringify(chosenLists());
    for (const [name, set] of Object.entries(chosen)) {
      set.clear();
      for (const value of asked[name]) if (values[name].some(([known]) => known === value)) set.add(value);
    }
    if (before !== JSON.stringify(chosenLists())) apply();
  }

  draw();
  texts.onLanguage(draw);
  return {
    passes: (event) => !hidden.has(event),
    active,
    status,
    onChange: (listener) => listeners.push(listener),
    inAddress: { keys: Object.keys(VALUES), read: chosenLists, follow },
  };
}
