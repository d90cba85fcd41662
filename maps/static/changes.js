/* What changed between two days, in words: places that changed hands, ground by side with its error, posts cut off or relieved. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  // the rest is folded away
  const MOST = 12;

  const inside = ([y, x], rings) => {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [[y1, x1], [y2, x2]] = [ring[i], ring[j]];
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
      }
    }
    return odd;
  };

  /* Who holds each place on a day, by the zones; looked up once for each zone. */
  sitmap.holders = function ({ store, geometry, days }, places) {
    const on = sitmap.intervals(store.zones, days);
    const within = new Map();

    function placesIn(number) {
      if (!within.has(number)) {
        const polygons = geometry.polygons(store.zones[number].shape).map((rings) => ({ rings, bounds: L.latLngBounds(rings[0]) }));
        const holds = ({ lat, lon }) => polygons.some(({ rings, bounds }) => bounds.contains([lat, lon]) && inside([lat, lon], rings));
        within.set(number, places.filter(holds));
      }
      return within.get(number);
    }
    return (day) => new Map(on(day).flatMap((number) => placesIn(number).map((place) => [place, store.zones[number].side])));
  };

  /* Square kilometres by side on a day, and how many of them are estimated: a side's own territory is not. */
  sitmap.ground = function (store, numbers) {
    const sums = new Map();
    for (const { side, area_km2: area, evidence } of numbers.map((number) => store.zones[number])) {
      const sum = sums.get(side) ?? { area: 0, estimated: 0 };
      sum.area += area ?? 0;
      if (evidence.length || sitmap.isNobodys(side)) sum.estimated += area ?? 0;
      sums.set(side, sum);
    }
    return sums;
  };

  sitmap.changes = function (page) {
    const { store, texts, days, choose } = page;
    const { say, word, number } = texts;
    const { errorShare } = store.about;
    const section = document.getElementById("changes");
    const body = document.getElementById("changes-body");
    const zonesOn = sitmap.intervals(store.zones, days);
    const verdictsOn = sitmap.intervals(store.verdicts, days);
    const places = store.places.filter((place) => place.lat !== null && place.rank !== null).sort((a, b) => b.rank - a.rank);
    const reported = new Map();
    for (const { place_id: place, date } of store.control) reported.set(place, [...(reported.get(place) ?? []), date]);
    let holders = null;

    const arrow = () => el("span", { class: "arrow", "aria-hidden": "true" }, texts.rightToLeft() ? " ← " : " → ");
    const became = (before, after) => [told(before), arrow(), el("span", { class: "unseen" }, ` ${say("changes.became")} `), told(after)];
    const sided = (side) => store.sideName(side, texts);
    const kilometres = (n) => say("number.km2", { n: number(Math.round(n)) });

    function named(kind, id, row) {
      const button = el("button", { type: "button", class: "link", title: say("posts.show", { name: row.name }) }, told(row.name));
      button.addEventListener("click", () => choose(kind, id));
      return button;
    }

    function folded(rows) {
      const rest = rows.length - MOST;
      if (rest <= 0) return el("ul", {}, ...rows);
      const more = el("details", {}, el("summary", {}, say("changes.more", { n: rest })), el("ul", {}, ...rows.slice(MOST)));
      return el("div", {}, el("ul", {}, ...rows.slice(0, MOST)), more);
    }

    function handovers(from, to) {
      holders ??= sitmap.holders(page, places);
      const [before, after] = [holders(from), holders(to)];
      const rows = places
        .filter((place) => before.has(place) && after.has(place) && before.get(place) !== after.get(place))
        .map((place) => {
          const own = (reported.get(place.place_id) ?? []).some((day) => day !== null && day > from && day <= to);
          const change = became(sided(before.get(place)), sided(after.get(place)));
          return el("li", {}, named("place", place.place_id, place), ": ", ...change, own ? null : el("small", {}, ` ${say("changes.estimated")}`));
        });
      return [el("h3", {}, texts.count("count.handovers", rows.length)), rows.length ? folded(rows) : null];
    }

    function difference(n) {
      const rounded = Math.round(n);
      return (rounded > 0 ? "+" : rounded < 0 ? "−" : "±") + number(Math.abs(rounded));
    }

    function groundRow(side, before, after) {
      const [a, b] = [before, after].map((sums) => sums.get(side) ?? { area: 0, estimated: 0 });
      const error = errorShare === null ? null : errorShare * Math.max(a.estimated, b.estimated);
      const cell = (...words) => el("td", { class: "number" }, ...words);
      const change = [el("bdi", { dir: "ltr" }, difference(b.area - a.area)), error === null ? null : el("small", {}, ` ± ${number(Math.round(error))}`)];
      return el("tr", { "data-side": side }, el("th", { scope: "row" }, told(sided(side))), cell(kilometres(a.area)), cell(kilometres(b.area)), cell(...change.filter(Boolean)));
    }

    function ground(from, to) {
      const [before, after] = [from, to].map((day) => sitmap.ground(store, zonesOn(day)));
      const sides = [...new Set([...store.sides.keys(), ...before.keys(), ...after.keys()])].filter((side) => before.has(side) || after.has(side));
      const columns = ["", texts.short(from), texts.short(to), say("changes.difference")];
      const head = el("thead", {}, el("tr", {}, ...columns.map((text) => (text ? el("th", { scope: "col" }, text) : el("td")))));
      const rows = sides.map((side) => groundRow(side, before, after));
      const share = errorShare === null ? null : say("number.percent", { n: (100 * errorShare).toFixed(1) });
      const how = share === null ? say("about.error.none") : say("changes.error", { share, places: number(store.about.errorPlaces) });
      return [el("h3", {}, say("changes.ground")), el("table", { id: "ground-table" }, head, el("tbody", {}, ...rows)), el("p", { class: "note" }, how)];
    }

    function turned(from, to, wanted) {
      const [before, after] = [from, to].map((day) => new Map(verdictsOn(day).map((n) => [store.verdicts[n].post_id, store.verdicts[n].state])));
      const groups = { cut_off: [], relieved: [], other: [] };
      for (const post of store.posts) {
        const [a, b] = [before.get(post.post_id), after.get(post.post_id)];
        if (a === b) continue;
        const group = a && b === "encircled" ? "cut_off" : b && a === "encircled" ? "relieved" : "other";
        const told = (state) => (state ? word("state.", state) : say("changes.not_there"));
        groups[group].push(el("li", { "data-post": post.post_id }, named("post", post.post_id, post), ": ", ...became(told(a), told(b))));
      }
      return wanted.flatMap((group) => {
        const rows = groups[group];
        const always = group === "cut_off";
        const none = always ? el("p", { class: "note" }, say("changes.none")) : null;
        return rows.length || always ? [el("h3", {}, say(`changes.${group}`)), rows.length ? folded(rows) : none] : [];
      });
    }

    /* Tell what changed between two days, whichever is the earlier; nothing where one of them is null. */
    function show(one, two) {
      section.hidden = one === null;
      if (one === null) return;
      const [from, to] = [Math.min(one, two), Math.max(one, two)];
      const title = say("changes.title", { from: texts.long(from), to: texts.long(to) });
      sitmap.replace(document.getElementById("changes-heading"), title);
      sitmap.replace(body, ...turned(from, to, ["cut_off", "relieved"]), ...ground(from, to), ...handovers(from, to), ...turned(from, to, ["other"]));
    }
    return { show };
  };
})((window.sitmap = window.sitmap || {}));
