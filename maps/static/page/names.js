/* Names in the language of the interface, where the dossier has them; `other_name` is the name in the other script. */
import { spell } from "./spelling.js";

/* Make the names of all tables follow the language. */
export function makeNames(store, texts) {
  const arabic = new Map();
  const latin = new Map();
  const own = new Map();
  const inArabic = () => texts.language() === "ar";
  const { names: inLanguages, summaries } = store.translated;
  const inOthers = (name) => Object.values(inLanguages).map((named) => named[name]).filter(Boolean);

  /* A name in the language of the interface, if the dossier has it in that language. */
  const called = (name, other = arabic.get(name)) => (inArabic() ? other : inLanguages[texts.language()]?.[name]) ?? name;

  /* Make a column of a row follow the language; `own` keeps the value in the data. */
  function follow(row, column, get) {
    own.set(row, { ...own.get(row), [column]: row[column] });
    Object.defineProperty(row, column, { get, enumerable: true, configurable: true });
  }

  function learn(name, other) {
    if (!arabic.has(name)) arabic.set(name, other);
    if (!latin.has(other)) latin.set(other, name);
  }

  function twofold(row, other) {
    const { name } = row;
    if (other) learn(name, other);
    else if (!inOthers(name).length) return;
    follow(row, "name", () => called(name, other));
    follow(row, "other_name", () => (called(name, other) === name ? other : name));
  }

  function followTown(row) {
    const { name } = row;
    follow(row, "name", () => (inArabic() ? row.name_ar : name));
  }

  function followNames(rows, ...columns) {
    for (const row of rows) {
      for (const column of columns) {
        const name = row[column];
        if (arabic.has(name) || inOthers(name).length) follow(row, column, () => called(name));
      }
    }
  }

  /* Outlines come from other data with other spellings: they take the Arabic name of the highest place that sounds the same. */
  function followOutlines() {
    const sound = (name) => spell(name).latin;
    const ranked = store.places.filter((place) => place.name_ar).sort((a, b) => (b.rank ?? 0) - (a.rank ?? 0));
    const heard = new Map(ranked.reverse().map((place) => [sound(own.get(place).name), place.name_ar]));
    for (const { name } of store.context) if (name && heard.has(sound(name))) learn(name, heard.get(sound(name)));
    followNames(store.context, "name");
  }

  for (const side of store.sides.values()) twofold(side, side.arabic);
  for (const row of [...store.posts, ...store.places, ...store.land]) twofold(row, row.name_ar);
  // towns are drawn only: they teach no names
  for (const row of store.towns) followTown(row);
  for (const { place_id: id, place_name: name } of store.control) {
    const other = store.place.get(id)?.name_ar;
    if (name && other) learn(name, other);
  }
  followNames(store.control, "place_name");
  followNames(store.events, "location", "actor1", "actor2");
  followNames(store.corridors, "anchor");
  followOutlines();
  followNames(store.places, "admin1");
  for (const row of store.events) {
    const { summary, event_id: id } = row;
    const inLanguage = () => summaries[texts.language()]?.[id];
    follow(row, "summary", () => inLanguage() ?? summary);
    follow(row, "summary_language", () => (inLanguage() ? texts.language() : store.about.language));
  }
  return { called, plain: (row) => ({ ...row, ...own.get(row) }), both: (name) => [...new Set([name, arabic.get(name), latin.get(name), ...inOthers(name)].filter(Boolean))] };
}
