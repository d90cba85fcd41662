/* The page of `sitmap review`: what texts propose, decided on one by one, by keyboard. Texts become text, never markup. */
import { bdi, byId, el, replaceChildren } from "../page/dom.js";

const NEAR = 9;
const state = { proposals: [], at: 0, canUndo: false, fixed: null, busy: false };
const current = () => state.proposals[state.at];

async function ask(path, body = null) {
  const sent = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, { cache: "no-store", credentials: "omit", ...sent });
  if (!answer.ok && answer.status !== 409) throw new Error(`the answer was ${answer.status}`);
  return answer.json();
}

function say(text, wrong = false) {
  byId("state").textContent = text;
  byId("state").classList.toggle("wrong", wrong);
}

function drawTexts(reports) {
  const drawn = reports.map((report, number) => {
    const pieces = report.pieces.map((piece) => {
      const kinds = [piece.quoted && "quoted", piece.mention].filter(Boolean).join(" ");
      return kinds ? el("mark", { class: kinds, "data-report": number, "data-start": piece.start }, piece.text) : piece.text;
    });
    return el("article", { class: "report" }, el("h2", {}, bdi(report.name), report.published && ` (${report.published})`), el("p", { dir: "auto" }, ...pieces));
  });
  replaceChildren(byId("texts"), ...drawn);
}

function markPassages(passages) {
  let first = null;
  for (const mark of document.querySelectorAll("#texts mark")) {
    const [report, start] = [Number(mark.dataset.report), Number(mark.dataset.start)];
    const isIn = passages.some((one) => one.report === report && one.start <= start && start < one.end);
    mark.classList.toggle("current", isIn);
    if (isIn) first ??= mark;
  }
  first?.scrollIntoView({ block: "center" });
}

function makeMap({ outlines, bounds: [west, south, east, north] }) {
  const map = L.map("map", { attributionControl: false, zoomAnimation: false, fadeAnimation: false, keyboard: false });
  map.fitBounds([[south, west], [north, east]], { animate: false });
  L.control.scale({ imperial: true }).addTo(map);
  for (const rings of outlines) L.polygon(rings, { interactive: false, weight: 1, color: "#7d766a", fillColor: "#f4f1e9", fillOpacity: 1 }).addTo(map);
  const places = L.layerGroup().addTo(map);
  return (candidates, chosen) => {
    places.clearLayers();
    for (const [number, place] of candidates.entries()) {
      const [at, color] = [[place.lat, place.lon], number === chosen ? "#a3123f" : "#59636d"];
      if (place.uncertaintyKm) L.circle(at, { radius: 1000 * place.uncertaintyKm, color, weight: 1, interactive: false }).addTo(places);
      const dot = L.circleMarker(at, { radius: number === chosen ? 7 : 5, color, fillOpacity: 0.8 }).addTo(places);
      dot.bindTooltip(el("span", {}, `${number + 1} `, bdi(place.label)));
      dot.on("click", () => choose(number));
    }
    const place = candidates[chosen];
    if (place) map.setView([place.lat, place.lon], Math.max(map.getZoom(), NEAR), { animate: false });
  };
}
let showPlaces = () => {};

const chosen = () => {
  const value = byId("form").elements.place?.value ?? "";
  return value === "other" ? byId("form").elements.other.value : value === "" ? "" : Number(value);
};

function choose(number) {
  const radio = byId(`place-${number}`);
  if (!radio) return;
  radio.checked = true;
  showPlaces(current().candidates, number);
}

function field(name, value) {
  const choices = { side: state.fixed.sides.concat("contested"), from_side: ["", ...state.fixed.sides], confidence: state.fixed.confidences, time_precision: ["", "1", "2", "3"] }[name];
  const list = name === "event_type" ? "event-types" : name.startsWith("actor") ? "sides" : null;
  const input = choices ? el("select", { name }, ...choices.map((one) => el("option", { value: one }, one))) : el("input", { name, list, dir: "auto", maxlength: 2000 });
  input.value = value;
  return el("label", {}, name.replaceAll("_", " "), input);
}

function radio(value, number, isChosen, ...label) {
  const input = el("input", { type: "radio", name: "place", value, id: `place-${value}` });
  input.checked = isChosen;
  input.addEventListener("change", () => showPlaces(current().candidates, number));
  return el("label", { class: "choice" }, input, el("span", {}, ...label));
}

function placeFields({ candidates, place }) {
  const other = el("input", { name: "other", "aria-label": "another place", placeholder: "name, id or position", dir: "auto", maxlength: 500 });
  other.addEventListener("input", () => (byId("place-other").checked = true));
  const named = candidates.map((one, number) => radio(number, number, number === place, `${number + 1} `, bdi(one.label)));
  return el("fieldset", {}, el("legend", {}, "Place"), ...named, radio("other", -1, false, "another: ", other), radio("", -1, place === "", "not known"));
}

function button(key, label, act) {
  const made = el("button", { type: "button" }, label, " ", el("kbd", {}, key));
  made.addEventListener("click", act);
  return made;
}

function drawForm(one) {
  if (!one) return replaceChildren(byId("form"), el("p", {}, "Everything is decided. Stop the command with Ctrl+C, and build the dossier."));
  const doubts = [
    one.known && `The dossier has this event already, it seems: ${one.known}. Add the report as a source of it (m), or reject.`,
    !one.cites && "The report names neither publisher nor address: the row will cite no source.",
    one.place === "" && "The place is not known: the row would be kept, but not used.",
    !(one.cells.start_date ?? one.cells.date) && "The day is not known.",
    one.far && "The proposed place lies outside of the dossier's area.",
  ];
  replaceChildren(
    byId("form"),
    el("h2", {}, one.table === "control" ? "Control report" : "Event", one.passages.length > 1 ? `, in ${one.passages.length} passages` : "", one.cells.note ? ": " : "", bdi(one.cells.note ?? "")),
    ...doubts.filter(Boolean).map((text) => el("p", { class: "doubt" }, text)),
    button("a", "Accept", accept),
    button("x", "Reject", () => decide({ action: "reject" })),
    one.known && button("m", `Add as a source of ${one.known}`, () => decide({ action: "add" })),
    ...state.fixed.editable[one.table].map((name) => field(name, one.cells[name] ?? "")),
    placeFields(one),
  );
}

function drawList() {
  const lines = state.proposals.map((one, number) => {
    const { start_date: start, date, event_type: type, summary, side, place, place_name: name } = one.cells;
    const where = one.place === "" ? (place ?? "no place") : (one.candidates[one.place]?.label ?? name);
    const line = el("button", { type: "button" }, bdi([start ?? date ?? "no day", type ?? `held by ${side}`, where, summary].filter(Boolean).join("; ")));
    line.addEventListener("click", () => go(number));
    return el("li", { "aria-current": String(number === state.at) }, line);
  });
  replaceChildren(byId("list"), ...lines);
}

function go(number) {
  state.at = Math.max(0, Math.min(number, state.proposals.length - 1));
  const one = current();
  drawForm(one);
  drawList();
  markPassages(one?.passages ?? []);
  showPlaces(one?.candidates ?? [], one?.place);
}

function take({ proposals, canUndo }) {
  Object.assign(state, { proposals, canUndo });
  go(state.at);
}

async function decide(asked) {
  // a key that is held down decides once
  if (state.busy || !(current() || asked.action === "undo")) return;
  state.busy = true;
  try {
    const answer = await ask("decide", { id: current()?.id, ...asked });
    if (answer.error) return say(answer.error, true);
    take(answer);
    say(`${state.proposals.length} to decide on${answer.canUndo ? "; u takes back the last decision" : ""}`);
    document.activeElement?.blur();
  } catch (error) {
    say(`Not done: ${error.message}. Does the command still run?`, true);
  } finally {
    state.busy = false;
  }
}

function accept() {
  const fields = byId("form").elements;
  const cells = Object.fromEntries(state.fixed.editable[current().table].map((name) => [name, fields[name].value]));
  decide({ action: "accept", cells, place: chosen() });
}

const KEYS = {
  j: () => go(state.at + 1),
  k: () => go(state.at - 1),
  a: () => current() && accept(),
  x: () => decide({ action: "reject" }),
  m: () => current()?.known && decide({ action: "add" }),
  u: () => state.canUndo && decide({ action: "undo" }),
  e: () => byId("form").querySelector("input, select")?.focus(),
};

function onKey(pressed) {
  const isTyping = pressed.target.matches?.("input:not([type=radio]), select");
  if (pressed.key === "Escape") document.activeElement?.blur();
  else if (isTyping && pressed.ctrlKey && pressed.key === "Enter") accept();
  else if (!isTyping && !pressed.ctrlKey && !pressed.altKey && !pressed.metaKey && !pressed.repeat) {
    if (/^[1-9]$/.test(pressed.key)) choose(Number(pressed.key) - 1);
    else if (Object.hasOwn(KEYS, pressed.key)) KEYS[pressed.key]();
    else return;
    pressed.preventDefault();
  }
}

async function start() {
  state.fixed = await ask("reports");
  const options = { sides: state.fixed.sides, "event-types": state.fixed.eventTypes };
  for (const [id, values] of Object.entries(options)) document.body.append(el("datalist", { id }, ...values.map((value) => el("option", { value }))));
  drawTexts(state.fixed.reports);
  showPlaces = makeMap(state.fixed);
  take(await ask("proposals"));
  say(`${state.proposals.length} to decide on`);
  byId("form").addEventListener("submit", (sent) => sent.preventDefault());
  document.addEventListener("keydown", onKey);
}

start();
