/* The day shown: slider, play, steps, keys and the page's address all move it, and all follow it. */
(function (sitmap) {
  "use strict";

  const PLAY_MS = 180;
  // browsers refuse to have the address changed many times a second
  const ADDRESS_MS = 250;
  // not up, down and page keys: these scroll the panel
  const KEYS = { ArrowLeft: -1, ArrowRight: 1, ",": -1, ".": 1 };

  sitmap.clock = function (page) {
    const { texts, days } = page;
    const byId = (id) => document.getElementById(id);
    const slider = byId("date-slider");
    const date = byId("current-date");
    const play = byId("play");
    const listeners = [];
    const turns = turningDays(page.store.verdicts, days);
    let playing = null;
    let pending = null;

    function go(day) {
      const wanted = Math.min(days - 1, Math.max(0, Math.round(day)));
      if (wanted === page.day) return;
      page.day = wanted;
      slider.value = String(wanted);
      slider.setAttribute("aria-valuetext", texts.long(wanted));
      date.dateTime = texts.iso(wanted);
      date.textContent = texts.long(wanted);
      for (const listener of listeners) listener(wanted);
      window.clearTimeout(pending);
      pending = window.setTimeout(writeAddress, ADDRESS_MS);
    }

    function address() {
      return new URLSearchParams(window.location.hash.slice(1));
    }

    function writeAddress() {
      const parameters = address();
      parameters.set("date", texts.iso(page.day));
      window.history.replaceState(null, "", `#${parameters}`);
    }

    function asked() {
      const iso = address().get("date") ?? "";
      return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(texts.dayOf(iso)) ? texts.dayOf(iso) : null;
    }

    // an address written late would undo the one that a reader sets next
    function follow() {
      if (asked() === null) return;
      go(asked());
      window.clearTimeout(pending);
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
      go(page.day + KEYS[event.key] * (event.shiftKey ? 7 : 1));
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
    window.addEventListener("hashchange", follow);

    return { go, turns, onDay: (listener) => listeners.push(listener), begin: () => (asked() === null ? go(days - 1) : follow()) };
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
