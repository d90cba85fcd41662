/* The picture of the map with the facts that it needs beside it: title, day, key, scale, sources and version. */
import { isNobodys } from "../map/zones.js";
import { byId, svg, textWidth } from "../page/dom.js";
import { STATES, claimedFill, postSymbol } from "../symbols/symbols.js";
import { makePicture, styledAlone, svgText } from "./picture.js";

const EDGE = 18;
const FONT = 'system-ui, "Noto Sans", "Noto Naskh Arabic", sans-serif';
// lines of sources
const MOST_LINES = 3;
const MOST_SOURCES = 60;
const SCALE_PX = 160;

const font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;

/* Publishers of the reports on which the day rests, the most frequent first. */
function publishers({ store, map, clock, layers }) {
  const numbers = store.rowsOn("zones", clock.day()).flatMap((zone) => zone.evidence);
  const keys = [...new Set(numbers)].flatMap((number) => store.control[number].sources);
  const areas = map.hasLayer(layers.control_areas.layer) ? layers.control_areas.rows(clock.day()) : [];
  for (const row of [...areas, ...layers.events.current(), ...layers.posts.standing()]) keys.push(...row.sources);
  const counts = new Map();
  for (const key of keys) {
    const name = store.sources.get(key)?.publisher ?? key;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

/* A text broken into lines of a width. */
function wrapped(text, inFont, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (textWidth(longer, inFont) > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/* A block of lines above or below the picture; `x` is a position along the line, from its beginning. */
function makeBlock({ width, ink, muted, rtl }) {
  const drawing = svg("g", { direction: rtl ? "rtl" : "ltr" });
  const x = (along) => (rtl ? width - EDGE - along : EDGE + along);
  let y = 0;
  return {
    drawing,
    width: width - 2 * EDGE,
    rtl,
    ink,
    muted,
    x,
    y: () => y,
    down: (by) => (y += by),
    write: (text, at) => drawing.append(svgText(text, at, { font: font(11), fill: ink }, { "text-anchor": "start" })),
    put(text, { size = 11, weight = 400, quiet = false } = {}) {
      const looks = { font: font(size, weight), fill: quiet ? muted : ink };
      for (const line of Array.isArray(text) ? text : wrapped(text, looks.font, width - 2 * EDGE)) {
        y += size * 1.4;
        drawing.append(svgText(line, { x: x(0), y }, looks, { "text-anchor": "start" }));
      }
    },
  };
}

/* Entries, each a symbol and a name, on as many lines as they need. */
function putEntries(block, down, entries) {
  let along = 0;
  block.down(down);
  for (const { name, symbol } of entries) {
    const width = textWidth(name, font(11)) + 40;
    if (along + width > block.width && along) [along] = [0, block.down(down)];
    block.drawing.append(symbol(block.x(along)));
    block.write(name, { x: block.x(along + 24), y: block.y() });
    along += width;
  }
}

/* The sides that hold ground on the day, each with its colour. */
function putKey({ store, texts, map, clock, layers }, block) {
  const held = [...new Set(store.rowsOn("zones", clock.day()).map((zone) => zone.side))];
  function box(side, x) {
    const fill = isNobodys(side) ? `url(#hatch-${side})` : side === "claimed" ? claimedFill(0) : (store.sides.get(side) ?? [...store.sides.values()][0]).colour;
    const looks = { x: x - (block.rtl ? 18 : 0), y: block.y() - 10, width: 18, height: 11, fill, stroke: block.muted, "stroke-width": 0.5 };
    return svg("rect", isNobodys(side) ? looks : { ...looks, "fill-opacity": side === "record" ? 0.2 : 0.45 });
  }
  const bases = ["claimed", "record"].filter((basis) => layers[basis] && map.hasLayer(layers[basis].layer));
  const notes = bases.map((basis) => ({ name: layers[basis].note.textContent, symbol: (x) => box(basis, x) }));
  putEntries(block, 16, [...held.map((side) => ({ name: store.sideName(side, texts), symbol: (x) => box(side, x) })), ...notes]);
}

/* The states of the posts that stand on the day, each with its symbol. */
function putStates({ texts, layers }, block) {
  if (!layers.posts.assessed().length) return;
  function sign(state, x) {
    const symbol = styledAlone(postSymbol(state, 15));
    symbol.setAttribute("x", x - (block.rtl ? 15 : 0));
    symbol.setAttribute("y", block.y() - 12);
    return symbol;
  }
  putEntries(block, 18, STATES.map((state) => ({ name: `${texts.word("state.", state)}: ${texts.say(`state.${state}.means`)}`, symbol: (x) => sign(state, x) })));
}

function putScale({ texts, map }, block) {
  const size = map.getSize();
  const [from, to] = [0, SCALE_PX].map((x) => map.containerPointToLatLng([size.x / 2 + x, size.y / 2]));
  const perPixel = map.distance(from, to) / 1000 / SCALE_PX;
  // the longest round distance that fits
  const most = perPixel * SCALE_PX;
  const km = [5, 2, 1].map((n) => n * 10 ** Math.floor(Math.log10(most))).find((n) => n <= most);
  const length = km / perPixel;
  block.down(20);
  const start = block.x(0) - (block.rtl ? length : 0);
  const y = block.y() - 4;
  block.drawing.append(svg("path", { d: `M${start} ${y - 4}V${y}H${start + length}V${y - 4}`, fill: "none", stroke: block.ink, "stroke-width": 1.5 }));
  block.write(texts.say("number.km", { n: texts.number(km) }), { x: block.x(length + 8), y });
}

/* As many names of sources as fit on a few lines, and the number of the others. */
function sourceLines({ say }, names, width) {
  for (let kept = Math.min(names.length, MOST_SOURCES); kept >= 0; kept -= 1) {
    const list = names.slice(0, kept).join(say("picture.comma"));
    const text = kept < names.length ? say("picture.sources.more", { list, n: names.length - kept }) : say("picture.sources", { list });
    const lines = wrapped(text, font(11), width);
    if (lines.length <= MOST_LINES || kept === 0) return lines;
  }
  return [];
}

function putFoot(parts, block) {
  const { store, texts, filters } = parts;
  const { say } = texts;
  const { about } = store;
  putScale(parts, block);
  putKey(parts, block);
  putStates(parts, block);
  block.down(4);
  block.put(byId("sentence").innerText.replace(/\s+/g, " "));
  if (store.assessed) block.put(say("about.probability"), { quiet: true });
  if (filters.active()) block.put(filters.status(), { weight: 600 });
  block.put(`${say("about.history")}.`);
  if (store.sources.size) block.put(sourceLines(texts, publishers(parts), block.width), { quiet: true });
  block.put(texts.worded(about.margin).join(" "), { quiet: true });
  block.down(12);
}

/* A function that makes the sheet: an SVG element with its size. */
export function makePictureSheet(parts) {
  const { texts, map, clock, compare } = parts;
  const picture = makePicture(map);

  return () => {
    const style = window.getComputedStyle(document.documentElement);
    const [paper, ink, muted] = ["--paper", "--ink", "--muted"].map((name) => style.getPropertyValue(name).trim());
    const { width, height: mapHeight, drawing } = picture();
    const [head, foot] = [1, 2].map(() => makeBlock({ width, ink, muted, rtl: texts.rightToLeft() }));
    const [then, now] = [compare.day(), texts.long(clock.day())];
    head.down(10);
    head.put(document.title, { size: 17, weight: 650 });
    head.put(then === null ? now : texts.say("picture.compared", { then: texts.long(then), now }), { size: 15, weight: 600 });
    head.down(10);
    putFoot(parts, foot);

    const height = head.y() + mapHeight + foot.y();
    const size = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, lang: texts.language() };
    drawing.setAttribute("transform", `translate(0 ${head.y()})`);
    foot.drawing.setAttribute("transform", `translate(0 ${head.y() + mapHeight})`);
    if (then !== null) drawing.append(svg("path", { d: `M${compare.edge()} 0V${mapHeight}`, stroke: ink, "stroke-width": 2 }));
    const sheet = svg("svg", size, svg("rect", { width, height, fill: paper }), head.drawing, drawing, foot.drawing);
    return { sheet, width, height };
  };
}
