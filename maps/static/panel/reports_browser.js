/* All control reports as a list that opens, chosen by side, kind, confidence and basis, and by a text. */
import { byId, el, linkButton, replaceChildren } from "../page/dom.js";
import { counted } from "./filters.js";

// reports that are shown at once, and more by each click
const STEP = 50;
const FIELDS = { side: "column.side", kind: "filter.type", confidence: "popup.stated", basis: "popup.basis" };

export function makeReportsBrowser({ store, texts, address, names, sources }) {
  const { say, word } = texts;
  const [frame, filters, told, body] = ["reports", "reports-filters", "reports-told", "reports-list"].map(byId);
  const reports = [...store.control].sort((a, b) => (a.date ?? Infinity) - (b.date ?? Infinity));
  const chosen = { side: "", kind: "", confidence: "", basis: "", text: "" };
  let most = STEP;

  const known = (name, value) => (value === "null" ? say("nobody") : word(`${{ kind: "report" }[name] ?? name}.`, value));
  const label = (name, value) => (name === "side" ? store.sideName(value, texts) : known(name, value));
  const written = ({ id, date, place_name: place, note }) => [id, date === null ? "" : texts.iso(date), ...names.both(place), note].join("\n").toLowerCase();

  function passes(report) {
    const text = chosen.text.trim().toLowerCase();
    return Object.keys(FIELDS).every((name) => !chosen[name] || String(report[name]) === chosen[name]) && (!text || written(report).includes(text));
  }

  function show() {
    if (!frame.open) return;
    const found = reports.filter(passes);
    const list = sources.list(found.slice(0, most));
    const grow = () => {
      const first = most;
      most += STEP;
      show();
      body.querySelectorAll(".reports > li")[first].querySelector("button, a")?.focus();
    };
    told.textContent = texts.count("count.reports", found.length);
    replaceChildren(body, list, found.length > most ? linkButton([say("changes.more", { n: found.length - most })], grow) : null);
  }

  /* A labelled control of a filter; a new choice starts the list anew. */
  function filter(name, text, control) {
    control.id = `reports-${name}`;
    control.value = chosen[name];
    control.addEventListener("input", () => {
      [chosen[name], most] = [control.value, STEP];
      show();
      address.changed();
    });
    return [el("label", { for: control.id }, text), control];
  }

  function select(name) {
    const options = counted(reports.map((report) => String(report[name]))).map(([value, n]) => el("option", { value }, `${label(name, value)} (${texts.number(n)})`));
    return filter(name, say(FIELDS[name]), el("select", {}, el("option", { value: "" }, say("reports.any")), ...options));
  }

  function draw() {
    replaceChildren(filters, ...filter("text", say("reports.text"), el("input", { type: "search", dir: "auto" })), ...Object.keys(FIELDS).flatMap(select));
    show();
  }

  /* Show the reports that values of filters choose; no value shows all. */
  function set(values) {
    for (const name of Object.keys(chosen)) chosen[name] = values[name] ?? "";
    if (Object.values(chosen).some(Boolean)) frame.open = true;
    draw();
  }

  frame.hidden = !reports.length;
  frame.addEventListener("toggle", show);
  texts.onLanguage(draw);
  const keyOf = (name) => `reports.${name}`;
  const inAddress = {
    keys: Object.keys(chosen).map(keyOf),
    read: () => Object.fromEntries(Object.entries(chosen).filter(([, value]) => value).map(([name, value]) => [keyOf(name), value])),
    follow: (asked) => set(Object.fromEntries(Object.keys(chosen).map((name) => [name, asked[keyOf(name)][0]]))),
  };
  return {
    /* Show the reports of a day. */
    ofDay(day) {
      set({ text: texts.iso(day) });
      frame.querySelector("summary").focus();
      address.changed();
    },
    inAddress,
  };
}
