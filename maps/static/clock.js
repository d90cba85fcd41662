/* The day shown: slider, play, steps, keys and the page's address move it, and all follow it. */
(function (sitmap) {
  "use strict";

  const PLAY_MS = 180;
  // not up, down and page keys: these scroll the panel
  const KEYS = { ArrowLeft: -1, ArrowRight: 1, ",": -1, ".": 1 };

  sitmap.clock = function (page) {
    const { texts, days, address } = page;
    const byId = (id) => document.getElementById(id);
    const slider = byId("date-slider");
    const date = byId("current-date");
    const play = byId("play");
    const listeners = [];
    const turns = turningDays(page.store.verdicts, days);
    let playing = null;

    function go(day) {
      const wanted = Math.min(days - 1, Math.max(0, Math.round(day)));
      if (wanted === page.day) return;
      page.day = wanted;
      again();
      address.changed();
    }

    /* Show the day anew: in another language, or with other events. */
    function again() {
      slider.value = String(page.day);
      slider.setAttribute("aria-valuetext", texts.long(page.day));
      date.dateTime = texts.iso(page.day);
      date.textContent = texts.long(page.day);
      for (const listener of listeners) listener(page.day);
    }

    function stop() {
      window.clearInterval(playing);
      playing = null;
      label();
    }

    function start() {
      if (page.day === days - 1) go(0);
      playing = window.setInterval(() => {
        go(page.day + 1);
        if (page.day === days - 1) stop();
      }, PLAY_MS);
      label();
    }

    function label() {
      const said = texts.say(playing ? "time.pause" : "time.play");
      play.setAttribute("aria-pressed", String(Boolean(playing)));
      play.setAttribute("aria-label", said);
      play.title = said;
      play.firstElementChild.textContent = playing ? "❚❚" : "▶";
      // a reader of the screen would be told a sentence at every step
      byId("sentence").setAttribute("aria-live", playing ? "off" : "polite");
    }

    function onKey(event) {
      const own = event.target.closest?.("input, select, textarea, .leaflet-container, [contenteditable]");
      if (own || event.altKey || event.ctrlKey || event.metaKey) return;
      if (!Object.hasOwn(KEYS, event.key)) return;
      event.preventDefault();
      // where time runs from right to left, the arrows do
      const way = event.key.startsWith("Arrow") && texts.rightToLeft() ? -1 : 1;
      go(page.day + way * KEYS[event.key] * (event.shiftKey ? 7 : 1));
    }

    const before = () => turns.findLast((day) => day < page.day) ?? 0;
    const after = () => turns.find((day) => day > page.day) ?? days - 1;

    slider.max = String(days - 1);
    // a single day leaves nothing to choose or to play
    for (const id of ["steps", "track"]) byId(id).hidden = days === 1;
    slider.addEventListener("input", () => go(Number(slider.value)));
    play.addEventListener("click", () => (playing ? stop() : start()));
    byId("earlier").addEventListener("click", () => go(page.day - 1));
    byId("later").addEventListener("click", () => go(page.day + 1));
    byId("earlier-change").addEventListener("click", () => go(before()));
    byId("later-change").addEventListener("click", () => go(after()));
    document.addEventListener("keydown", onKey);
    texts.onLanguage(label);
    address.part(
      ["date"],
      () => ({ date: texts.iso(page.day) }),
      ({ date: asked }) => go(sitmap.dayAsked(texts, asked[0]) ?? page.day ?? days - 1),
    );

    return { go, again, turns, onDay: (listener) => listeners.push(listener) };
  };

  /* The number of a day that an address names, or null where it names none. */
  sitmap.dayAsked = function (texts, iso) {
    return /^\d{4}-\d{2}-\d{2}$/.test(iso ?? "") && !Number.isNaN(texts.dayOf(iso)) ? texts.dayOf(iso) : null;
  };

  /* Days on which the state of some post is another than the day before. */
  function turningDays(verdicts, days) {
    const before = new Map();
    const turns = new Set();
    for (const verdict of [...verdicts].sort((a, b) => a.start_date - b.start_date)) {
      if (before.has(verdict.post_id) && before.get(verdict.post_id) !== verdict.state) turns.add(verdict.start_date);
      before.set(verdict.post_id, verdict.state);
    }
    return [...turns].filter((day) => day > 0 && day < days).sort((a, b) => a - b);
  }
})((window.sitmap = window.sitmap || {}));
