/* The interface in several languages, all of them in the page: texts and the page's own elements follow the current language. */
import { byId } from "./dom.js";
import { makeTexts } from "./texts.js";

const RIGHT_TO_LEFT = ["ar"];

const direction = (language) => (RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr");

/* Write the texts of the page's own elements, by the keys in their attributes. */
function rewrite(say) {
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    const label = say(element.dataset.label);
    for (const name of ["aria-label", "title", "placeholder"]) if (element.hasAttribute(name)) element.setAttribute(name, label);
  }
}

/* The functions of `makeTexts` in the current language, and `use` to change it; `entries` are texts by language. */
export function makeLanguages(entries, first, startDate) {
  const known = Object.keys(entries);
  const textsOf = new Map(known.map((language) => [language, makeTexts(entries[language], language, startDate)]));
  const listeners = [];
  let current = first;

  function use(language) {
    if (!textsOf.has(language) || language === current) return;
    current = language;
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
    rewrite(textsOf.get(current).say);
    for (const listener of listeners) listener(language);
  }

  const inCurrent = Object.keys(textsOf.get(first)).map((name) => [name, (...values) => textsOf.get(current)[name](...values)]);
  return {
    ...Object.fromEntries(inCurrent),
    known,
    first,
    use,
    nameOf: (language) => entries[language].language,
    language: () => current,
    // evidence may be worded in fewer languages than the page
    worded: (byLanguage) => byLanguage[current] ?? byLanguage.en,
    rightToLeft: () => RIGHT_TO_LEFT.includes(current),
    onLanguage: (listener) => listeners.push(listener),
  };
}

/* The button that changes to the next language; its label is that language's own name. */
export function makeLanguageButton({ texts, address }) {
  const button = byId("language");
  const next = () => texts.known[(texts.known.indexOf(texts.language()) + 1) % texts.known.length];

  function label() {
    button.lang = next();
    button.dir = direction(next());
    button.textContent = texts.nameOf(next());
  }
  button.hidden = texts.known.length < 2;
  button.addEventListener("click", () => texts.use(next()));
  texts.onLanguage(label);
  texts.onLanguage(address.changed);
  label();
  const read = () => (texts.language() === texts.first ? {} : { lang: texts.language() });
  return { inAddress: { keys: ["lang"], read, follow: ({ lang }) => texts.use(lang[0] ?? texts.first) } };
}
