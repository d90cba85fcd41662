/* The data of the page: tables as rows with names, and look-ups by id. */
(function (sitmap) {
  "use strict";

  const rows = ({ columns, rows: cells }) => cells.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));

  function unrolled(runs) {
    const values = [];
    for (let i = 0; i < runs.length; i += 2) values.push(...Array(runs[i + 1]).fill(runs[i]));
    return values;
  }

  sitmap.store = function (json) {
    const store = { about: json.about, network: json.network };
    for (const name of ["context", "zones", "contact", "roads", "corridors", "places", "posts", "events", "verdicts", "control", "reasons"]) {
      store[name] = rows(json[name]);
    }
    // by the dossier's own words, whatever language they are shown in
    for (const event of store.events) event.actors = [...new Set([event.actor1, event.actor2].filter(Boolean))];
    store.sides = new Map(
      json.sides.map(([id, name, arabic, colour, friendly]) => {
        return [id, { id, name, arabic, colour: sitmap.colour(colour), friendly: new Set(friendly) }];
      }),
    );
    store.sources = new Map(
      json.sources.map(([key, url, archive, publisher, leaning, reliability]) => [key, { key, url, archive, publisher, leaning, reliability }]),
    );
    // those that stood when the period begins; the others were set up later
    for (const post of store.posts) post.first = post.start_date === null || post.start_date <= 0;
    for (const kind of ["post", "event", "place"]) store[kind] = new Map(store[`${kind}s`].map((row) => [row[`${kind}_id`], row]));
    store.daily = new Map(json.daily.map(([post, ...values]) => [post, values.map(unrolled)]));
    // what a verdict's interval sums up, as it was on the day
    store.measured = (verdict, day) => {
      const [width, probability, arc, friendly] = (store.daily.get(verdict.post_id) ?? []).map((values) => values[day]);
      return {
        width: width ?? verdict.corridor_km,
        probability: probability ?? verdict.probability,
        arc: arc ?? verdict.open_arc_deg,
        friendly: friendly ?? verdict.friendly_km,
      };
    };
    store.reasonsOn = (id, day) => store.reasons.find((row) => row.post_id === id && row.start_date <= day && day < row.end_date)?.text ?? null;
    // contested and unknown ground is nobody's: it has a look of its own, and no colour
    store.sideName = (id, texts) => store.sides.get(id)?.name ?? texts.word("key.side.", id);
    store.friends = (a, b) => Boolean(store.sides.get(a)?.friendly.has(b) || store.sides.get(b)?.friendly.has(a));
    return store;
  };
})((window.sitmap = window.sitmap || {}));
