/* The days between two dates as a moving picture, made day by day, so that the page stays usable and the reader can stop. */
import { byId, el } from "../page/dom.js";
import { dayFromIso } from "../time/clock.js";
import { makeGif } from "./gif.js";

// days that are shown before the day shown, if the reader asks for no others
const DAYS = 30;
// more days are shown in longer steps; hundredths of a second for each, and for the last
const [MOST, EACH, LAST] = [120, 30, 300];

/* `paint(sheet)` draws a sheet on a canvas; `offer(blob, name)` hands a file to the reader. */
export function addMovingPicture({ store, texts, clock, sheet, paint, offer }) {
  const { say, iso } = texts;
  const [from, to, button, progress] = ["gif-from", "gif-to", "save-gif", "gif-progress"].map(byId);
  const last = store.about.days - 1;
  let running = false;

  function label() {
    button.textContent = say(running ? "gif.stop" : "save.gif");
    progress.hidden = !running;
  }

  /* The days of the picture, in steps, the last one always. */
  function chosen() {
    const days = [from, to].map(({ value }) => Math.min(last, Math.max(0, dayFromIso(texts, value) ?? clock.day())));
    const [first, end] = [Math.min(...days), Math.max(...days)];
    const step = Math.ceil((end - first + 1) / MOST);
    return [...Array.from({ length: Math.ceil((end - first) / step) }, (_, i) => first + i * step), end];
  }

  async function make() {
    const [days, before] = [chosen(), clock.day()];
    const shape = byId("save-shape").value === "square" ? "square" : "wide";
    // large enough for the words of each day
    let across = 0;
    let gif = null;
    async function each(act) {
      for (const day of days) {
        if (!running) return;
        clock.go(day);
        await act(day);
        progress.value += 1;
        // the page answers its reader
        await new Promise((done) => window.setTimeout(done));
      }
    }
    [progress.max, progress.value] = [2 * days.length, 0];
    await each(() => (across = sheet.across(shape, across)));
    await each(async (day) => {
      const canvas = await paint(sheet(shape, across), el("canvas"));
      gif ??= makeGif(canvas.width, canvas.height);
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      gif.add(new Uint32Array(data.buffer), day === days.at(-1) ? LAST : EACH);
    });
    clock.go(before);
    if (running) offer(gif.done(), `situation-${iso(days[0])}-${iso(days.at(-1))}.gif`);
  }

  button.addEventListener("click", async () => {
    // a picture that is stopped ends with the frame in the making
    button.disabled = running;
    running = !running;
    if (!running) return;
    label();
    await make().finally(() => {
      running = button.disabled = false;
      label();
    });
  });
  byId("moving").hidden = last === 0;
  byId("save").addEventListener("toggle", () => {
    if (running) return;
    for (const field of [from, to]) [field.min, field.max] = [iso(0), iso(last)];
    [from.value, to.value] = [iso(Math.max(0, clock.day() - DAYS)), iso(clock.day())];
  });
  texts.onLanguage(label);
  label();
}
