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
    const store = { about: json.about, bounds: json.bounds, network: json.network, markerIcons: json.markerIcons };
    for (const name of ["context", "zones", "contact", "roads", "corridors", "places", "posts", "events", "verdicts", "control"]) {
      store[name] = rows(json[name]);
    }
    store.sides = new Map(
      json.sides.map(([id, name, arabic, colour, friendly]) => {
        return [id, { id, name, arabic, colour: sitmap.colour(colour), friendly: new Set(friendly) }];
      }),
    );
    store.sources = new Map(
      json.sources.map(([key, url, archive, publisher, leaning, reliability]) => [key, { key, url, archive, publisher, leaning, reliability }]),
    );
    store.post = new Map(store.posts.map((post) => [post.post_id, post]));
    store.daily = new Map(json.daily.map(([post, width, probability]) => [post, { width: unrolled(width), probability: unrolled(probability) }]));
    // what a verdict's interval sums up, as it was on the day
    store.measured = (verdict, day) => {
      const daily = store.daily.get(verdict.post_id);
      return { width: daily?.width[day] ?? verdict.corridor_km, probability: daily?.probability[day] ?? verdict.probability };
    };
    // contested and unknown ground is nobody's: it has a look of its own, and no colour
    store.sideName = (id, texts) => store.sides.get(id)?.name ?? texts.word("key.side.", id);
    store.friends = (a, b) => Boolean(store.sides.get(a)?.friendly.has(b) || store.sides.get(b)?.friendly.has(a));
    return store;
  };
})((window.sitmap = window.sitmap || {}));
