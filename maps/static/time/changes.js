/* The changes between two days in words: posts cut off or relieved, ground by side with its error, places with another holder. */
import { bdi, byId, el, linkButton, replaceChildren, tableHead } from "../page/dom.js";
import { groundBySide } from "../panel/side_ground.js";

// entries of a list that are shown at once
const MOST = 12;

/* A function that returns the side that holds each place on a day, by the zones; each zone is looked up once. */
function holdersByDay({ store, geometry }, places) {
  const within = new Map();

  function placesIn(zone) {
    if (!within.has(zone)) within.set(zone, places.filter((place) => geometry.covers(zone.shape, place)));
    return within.get(zone);
  }
  return (day) => new Map(store.rowsOn("zones", day).flatMap((zone) => placesIn(zone).map((place) => [place, zone.side])));
}

/* A function that is true for a place with a control report after one day and up to another. */
function lookUpReports({ control }) {
  const dates = new Map();
  for (const { place_id: place, date } of control) dates.set(place, [...(dates.get(place) ?? []), date]);
  return (place, from, to) => (dates.get(place) ?? []).some((day) => day !== null && day > from && day <= to);
}

const note = (text) => el("p", { class: "note" }, text);

/* Phrases of all three sections. */
function phrasesOfChange({ texts, choose }) {
  const { say } = texts;
  const arrow = () => el("span", { class: "arrow", "aria-hidden": "true" }, texts.rightToLeft() ? " ← " : " → ");
  return {
    became: (before, after) => [bdi(before), arrow(), el("span", { class: "unseen" }, ` ${say("changes.became")} `), bdi(after)],
    button: (kind, id, row) => linkButton([bdi(row.name)], () => choose(kind, id), say("posts.show", { name: row.name })),
    folded(rows) {
      const rest = rows.length - MOST;
      if (rest <= 0) return el("ul", {}, ...rows);
      const more = el("details", {}, el("summary", {}, say("changes.more", { n: rest })), el("ul", {}, ...rows.slice(MOST)));
      return el("div", {}, el("ul", {}, ...rows.slice(0, MOST)), more);
    },
  };
}

function makeHandovers({ store, texts, geometry }, { became, button, folded }) {
  const places = store.places.filter((place) => place.lat !== null && place.rank !== null).sort((a, b) => b.rank - a.rank);
  const isReported = lookUpReports(store);
  const holders = holdersByDay({ store, geometry }, places);
  const name = (side) => store.sideName(side, texts);

  return (from, to) => {
    if (!places.length) return [];
    const [before, after] = [holders(from), holders(to)];
    const rows = places
      .filter((place) => before.has(place) && after.has(place) && before.get(place) !== after.get(place))
      .map((place) => {
        const estimated = isReported(place.place_id, from, to) ? null : el("small", {}, ` ${texts.say("changes.estimated")}`);
        return el("li", {}, button("place", place.place_id, place), ": ", ...became(name(before.get(place)), name(after.get(place))), estimated);
      });
    return [el("h3", {}, texts.count("count.handovers", rows.length)), rows.length ? folded(rows) : null];
  };
}

function makeGround({ store, texts }) {
  const { say, number } = texts;
  const { sides, on, cell } = groundBySide({ store, texts });

  function row({ id, name }, from, to) {
    const change = Math.round(on(id, to)[0]) - Math.round(on(id, from)[0]);
    const signed = (change > 0 ? "+" : change < 0 ? "−" : "±") + number(Math.abs(change));
    const difference = el("td", { class: "number" }, el("bdi", { dir: "ltr" }, signed));
    return el("tr", { "data-side": id }, el("th", { scope: "row" }, bdi(name)), cell(id, from), cell(id, to), difference);
  }

  return (from, to) => {
    if (!sides.length) return [];
    const head = tableHead(say("column.side"), texts.short(from), texts.short(to), say("changes.difference"));
    const table = el("table", { id: "ground-table" }, head, el("tbody", {}, ...sides.map((side) => row(side, from, to))));
    return [el("h3", {}, say("changes.ground")), table, store.assessed ? note(say("ground.error")) : null];
  };
}

/* A function that returns the posts whose state changed, in groups. */
function makeStates({ store, texts }, { became, button }) {
  const statesOn = (day) => new Map(store.rowsOn("verdicts", day).map((verdict) => [verdict.post_id, verdict.state]));
  const name = (state) => (state ? texts.word("state.", state) : texts.say("changes.not_there"));

  return (from, to) => {
    const [before, after] = [statesOn(from), statesOn(to)];
    const groups = { cut_off: [], relieved: [], other: [] };
    for (const post of store.posts) {
      const [a, b] = [before.get(post.post_id), after.get(post.post_id)];
      if (a === b) continue;
      const group = a && b === "encircled" ? "cut_off" : b && a === "encircled" ? "relieved" : "other";
      groups[group].push(el("li", { "data-post": post.post_id }, button("post", post.post_id, post), ": ", ...became(name(a), name(b))));
    }
    return groups;
  };
}

export function makeChanges({ store, texts, geometry, choose }) {
  const { say } = texts;
  const phrases = phrasesOfChange({ texts, choose });
  const [states, ground] = [makeStates({ store, texts }, phrases), makeGround({ store, texts })];
  let handovers = null;

  /* The heading and list of a group of posts; a group without posts is left out, or named as empty. */
  function section(group, rows, empty = null) {
    if (!rows.length && !empty) return [];
    return [el("h3", {}, say(`changes.${group}`)), rows.length ? phrases.folded(rows) : note(empty)];
  }

  /* Show the changes between two days, in either order; hide the section if the first is null. */
  function show(one, two) {
    byId("changes").hidden = one === null;
    if (one === null) return;
    handovers ??= makeHandovers({ store, texts, geometry }, phrases);
    const [from, to] = [Math.min(one, two), Math.max(one, two)];
    const { cut_off: cutOff, relieved, other } = states(from, to);
    replaceChildren(byId("changes-heading"), say("changes.title", { from: texts.long(from), to: texts.long(to) }));
    replaceChildren(
      byId("changes-body"),
      ...section("cut_off", cutOff, store.assessed ? say("changes.none") : null),
      ...section("relieved", relieved),
      ...ground(from, to),
      ...handovers(from, to),
      ...section("other", other),
    );
  }
  return { show };
}
