/* The interface in several languages, all carried in the page: what is said, and the page's own words, follow the one in use. */
(function (sitmap) {
  "use strict";

  const RIGHT_TO_LEFT = ["ar"];

  const direction = (language) => (RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr");

  /* Words of the page's own elements, by the keys that they carry. */
  function reword(say) {
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
    for (const element of document.querySelectorAll("[data-label]")) {
      const said = say(element.dataset.label);
      for (const name of ["aria-label", "title", "placeholder"]) if (element.hasAttribute(name)) element.setAttribute(name, said);
    }
  }

  /* What `sitmap.texts` offers, in the language in use, with `use` to change it; entries are texts by language. */
  sitmap.languages = function (entries, first, startDate) {
    const known = Object.keys(entries);
    const spoken = new Map(known.map((language) => [language, sitmap.texts(entries[language], language, startDate)]));
    const listeners = [];
    let current = first;

    function use(language) {
      if (!spoken.has(language) || language === current) return;
      current = language;
      document.documentElement.lang = language;
      document.documentElement.dir = direction(language);
      reword(spoken.get(current).say);
      for (const listener of listeners) listener(language);
    }

    const said = Object.keys(spoken.get(first)).map((name) => [name, (...values) => spoken.get(current)[name](...values)]);
    return {
      ...Object.fromEntries(said),
      known,
      first,
      use,
      language: () => current,
      rightToLeft: () => RIGHT_TO_LEFT.includes(current),
      onLanguage: (listener) => listeners.push(listener),
    };
  };

  /* The button that changes to the next language, under the name that its speakers give it. */
  sitmap.languageButton = function ({ texts, address }, entries) {
    const button = document.getElementById("language");
    const next = () => texts.known[(texts.known.indexOf(texts.language()) + 1) % texts.known.length];

    function label() {
      button.lang = next();
      button.dir = direction(next());
      button.textContent = entries[next()].language;
    }
    button.hidden = texts.known.length < 2;
    button.addEventListener("click", () => texts.use(next()));
    texts.onLanguage(label);
    texts.onLanguage(address.changed);
    label();
    address.part(
      ["lang"],
      () => (texts.language() === texts.first ? {} : { lang: texts.language() }),
      ({ lang }) => texts.use(lang[0] ?? texts.first),
    );
  };
})((window.sitmap = window.sitmap || {}));
