/* Texts, dates and numbers of the interface in one language. */
const DAY_MS = 86400000;
const CHANGES_DIRECTION = /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/* A value as text; one that could change the direction of its neighbours is isolated. */
function isolated(value) {
  const text = String(value);
  return CHANGES_DIRECTION.test(text) ? "\u2068" + text + "\u2069" : text;
}

export function makeTexts(entries, language, startDate) {
  // Arabic with the digits that dossiers, identifiers and most news use
  const locale = { en: "en-GB", ar: "ar-u-nu-latn" }[language] ?? language;
  const start = Date.parse(startDate + "T00:00:00Z");
  const plural = new Intl.PluralRules(locale);
  const long = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const exactTenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  const known = (key) => Object.hasOwn(entries, key);
  const say = (key, values = {}) => (known(key) ? entries[key] : key).replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]));
  const date = (day) => new Date(start + day * DAY_MS);

  return {
    say,
    // the text for a value, or the value itself if the interface has no text for it
    word: (prefix, value) => (known(prefix + value) ? entries[prefix + value] : String(value).replaceAll("_", " ")),
    count: (key, n) => say(known(`${key}.${plural.select(n)}`) ? `${key}.${plural.select(n)}` : `${key}.other`, { n: whole.format(n) }),
    number: (n) => (Math.abs(n) < 100 ? tenth : whole).format(n),
    share: (p) => say("number.percent", { n: exactTenth.format(100 * p) }),
    date,
    iso: (day) => date(day).toISOString().slice(0, 10),
    dayOf: (iso) => Math.round((Date.parse(iso + "T00:00:00Z") - start) / DAY_MS),
    long: (day) => long.format(date(day)),
    short: (day) => short.format(date(day)),
    month: (day) => month.format(date(day)),
  };
}
