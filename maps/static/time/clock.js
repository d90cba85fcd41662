/* The day shown: slider, play button, steps, keys and the page's address change it, and listeners follow it. */
import { byId, foldAway } from "../page/dom.js";

const PLAY_MS = 180;
// up, down and page keys scroll the panel
const KEYS = { ArrowLeft: -1, ArrowRight: 1, ",": -1, ".": 1 };

/* The number of the day in an ISO date; null if the text is no date. */
export const dayFromIso = (texts, iso) => (/^\d{4}-\d{2}-\d{2}$/.test(iso ?? "") && !Number.isNaN(texts.dayOf(iso)) ? texts.dayOf(iso) : null);

/* The day of an input of a date; null if it is empty, half typed or not of the period. */
export const dayOfInput = (texts, input) => (input.validity.valid ? dayFromIso(texts, input.value) : null);

/* Verdicts whose state differs from that of the post's verdict before, by day, with both. */
export function stateChanges({ verdicts }) {
  const before = new Map();
  const found = [];
  for (const verdict of [...verdicts].sort((a, b) => a.start_date - b.start_date)) {
    const last = before.get(verdict.post_id);
    if (last && last.state !== verdict.state) found.push({ day: verdict.start_date, verdict, last });
    before.set(verdict.post_id, verdict);
  }
  return found;
}

/* The play button, which shows one day after the other, from a first to a last, at a speed. */
function addPlayer(texts, clock) {
  const [button, from, to, speed] = ["play", "play-from", "play-to", "play-speed"].map(byId);
  let timer = null;

  function label() {
    const text = texts.say(timer ? "time.pause" : "time.play");
    button.setAttribute("aria-pressed", String(Boolean(timer)));
    button.setAttribute("aria-label", text);
    button.title = text;
    button.firstElementChild.textContent = timer ? "❚❚" : "▶";
    // a screen reader would read a sentence at each step
    byId("sentence").setAttribute("aria-live", timer ? "off" : "polite");
  }

  function stop() {
    window.clearInterval(timer);
    timer = null;
    label();
  }

  function start() {
    const [first, last] = [dayOfInput(texts, from) ?? 0, dayOfInput(texts, to) ?? clock.last].sort((a, b) => a - b);
    if (clock.day() < first || clock.day() >= last) clock.go(first);
    if (first === last) return;
    timer = window.setInterval(() => {
      clock.go(clock.day() + 1);
      if (clock.day() >= last) stop();
    }, PLAY_MS / Number(speed.value));
    label();
  }

  button.addEventListener("click", () => (timer ? stop() : start()));
  function restart() {
    if (!timer) return;
    stop();
    start();
  }
  for (const input of [from, to, speed]) input.addEventListener("change", restart);
  texts.onLanguage(label);
}

export function makeClock({ store, texts, address }) {
  const last = store.about.days - 1;
  const [slider, date, typed] = ["date-slider", "current-date", "date-input"].map(byId);
  const turns = stateChanges(store).map(({ day }) => day);
  // without a post that changes, the ground does
  const changes = [...new Set(turns.length ? turns : store.zones.map((zone) => zone.start_date).sort((a, b) => a - b))].filter((day) => day > 0 && day <= last);
  const listeners = [];
  let shown = null;

  function go(day) {
    const wanted = Math.min(last, Math.max(0, Math.round(day)));
    if (wanted === shown) return;
    shown = wanted;
    again();
    address.changed();
  }

  /* Show the day again: in another language, or with other events. */
  function again() {
    slider.value = String(shown);
    slider.setAttribute("aria-valuetext", texts.long(shown));
    date.dateTime = typed.value = texts.iso(shown);
    date.textContent = texts.long(shown);
    for (const listener of listeners) listener(shown);
  }

  function onKey(event) {
    const usesKeys = event.target.closest?.("input, select, textarea, .leaflet-container, [contenteditable]");
    if (usesKeys || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    // the arrows point along the timeline, which may run from right to left
    const way = event.key.startsWith("Arrow") && texts.rightToLeft() ? -1 : 1;
    go(shown + way * KEYS[event.key] * (event.shiftKey ? 7 : 1));
  }

  slider.max = String(last);
  // a single day leaves nothing to choose or to play
  for (const id of ["steps", "track"]) byId(id).hidden = last === 0;
  slider.addEventListener("input", () => go(Number(slider.value)));
  for (const id of ["date-input", "play-from", "play-to"]) Object.assign(byId(id), { min: texts.iso(0), max: texts.iso(last) });
  typed.addEventListener("change", () => go(dayOfInput(texts, typed) ?? shown));
  foldAway(byId("day"));
  byId("earlier").addEventListener("click", () => go(shown - 1));
  byId("later").addEventListener("click", () => go(shown + 1));
  byId("earlier-change").addEventListener("click", () => go(changes.findLast((day) => day < shown) ?? 0));
  byId("later-change").addEventListener("click", () => go(changes.find((day) => day > shown) ?? last));
  document.addEventListener("keydown", onKey);
  const follow = ({ date: asked }) => go(dayFromIso(texts, asked[0]) ?? shown ?? store.about.opensOn);
  const inAddress = { keys: ["date"], read: () => ({ date: texts.iso(shown) }), follow };
  const onDay = (listener) => listeners.push(listener);
  const clock = { day: () => shown, last, go, again, changes, onDay, inAddress };
  addPlayer(texts, clock);
  return clock;
}
