/* Ground by side over time: a chart with its error band, on which a click or a key sets the day, and the figures of the day. */
import { bdi, byId, el, replaceChildren, svg, tableHead } from "../page/dom.js";
import { HEIGHT, months } from "../time/timeline.js";

// lines are told apart without colour, too
const DASHES = ["none", "6 3", "2 2", "9 3 2 3"];

/* The sides that ever hold ground, and a side's ground on a day with its error, as cells of a table and as text. */
export function groundBySide({ store, texts }) {
  const { say, number } = texts;
  const on = (id, day) => store.ground.get(id).map((values) => values[day] ?? null);
  function worded(id, day) {
    const [n, low, high] = on(id, day).map((km2) => number(Math.round(km2)));
    return [say("number.km2", { n }), ...(store.assessed ? [say("number.range", { low, high })] : [])];
  }
  return {
    sides: [...store.sides.values()].filter(({ id }) => store.ground.get(id)?.flat().some((km2) => km2 > 0)),
    on,
    text: (id, day) => worded(id, day).join(" "),
    cell: (id, day) => el("td", { class: "number" }, ...worded(id, day).map((text) => el("bdi", {}, text))),
  };
}

function lines(values, colour, dash, y) {
  const [, lows, highs] = values;
  const steps = (some) => some.map((value, day) => `V${y(value)}H${day + 1}`).join("");
  const back = lows.map((value, day) => `V${y(value)}H${day}`).reverse().join("");
  return [
    svg("path", { d: `M0 ${HEIGHT}${steps(highs)}${back}Z`, fill: colour, class: "band" }),
    svg("path", { d: `M0 ${y(values[0][0])}${steps(values[0])}`, stroke: colour, "stroke-dasharray": dash }),
  ];
}

export function makeSideGround({ store, texts, clock }) {
  const { say } = texts;
  const { days } = store.about;
  const { sides, text, cell } = groundBySide({ store, texts });
  const [chart, slider, table, names] = ["ground-chart", "ground-day", "side-ground-table", "ground-months"].map(byId);
  const most = Math.max(1, ...sides.flatMap(({ id }) => store.ground.get(id).flat()));
  const y = (km2) => (HEIGHT * (1 - km2 / most)).toFixed(2);
  // the highest of 1, 2, 5, 10, 20 ... with room for its text below the top
  const mark = [5, 2, 1, 0.5].map((n) => n * 10 ** Math.floor(Math.log10(most))).find((n) => n <= 0.85 * most);
  const dash = (number) => DASHES[number % DASHES.length];

  function draw() {
    const [monthLines, monthNames] = months(texts, days);
    const scale = el("small", { style: `top: ${((100 * y(mark)) / HEIGHT).toFixed(1)}%` }, bdi(say("number.km2", { n: texts.number(mark) })));
    const frame = { viewBox: `0 0 ${days} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" };
    const drawn = sides.flatMap(({ id, colour }, number) => lines(store.ground.get(id), colour, dash(number), y));
    replaceChildren(chart, svg("svg", frame, ...monthLines, svg("path", { d: `M0 ${y(mark)}H${days}`, class: "mark" }), ...drawn), scale, slider);
    replaceChildren(names, ...monthNames);
  }

  function row({ id, name, colour }, number, day) {
    const swatch = svg("svg", { width: 22, height: 8, "aria-hidden": "true" }, svg("path", { d: "M0 4H22", stroke: colour, "stroke-width": 3, "stroke-dasharray": dash(number) }));
    return el("tr", { "data-side": id }, el("th", { scope: "row" }, swatch, " ", bdi(name)), cell(id, day));
  }

  function show(day) {
    slider.value = String(day);
    slider.setAttribute("aria-valuetext", `${texts.long(day)}: ${sides.map(({ id, name }) => `${name} ${text(id, day)}`).join(say("semicolon"))}`);
    replaceChildren(table, tableHead(say("column.side"), texts.long(day)), el("tbody", {}, ...sides.map((side, number) => row(side, number, day))));
  }

  byId("ground-error").hidden = !store.assessed;
  byId("side-ground").hidden = days === 1 || !sides.length;
  slider.max = String(days - 1);
  slider.addEventListener("input", () => clock.go(Number(slider.value)));
  draw();
  texts.onLanguage(draw);
  return { show };
}
