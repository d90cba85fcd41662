/* The picture of the map with the facts that it needs beside it: title, day, key, scale, sources and version. */
import { resize } from "../map/paper.js";
import { byId, svg, textWidth } from "../page/dom.js";
import { makePicture, styled, svgText } from "./picture.js";

const EDGE = 18;
const FONT = 'system-ui, "Noto Sans", "Noto Naskh Arabic", sans-serif';
// lines of sources
const MOST_LINES = 3;
const MOST_SOURCES = 60;
const SCALE_PX = 160;
// pixels across a picture that does not have the size of the screen, at least
const ACROSS = 1200;
// width to height of a picture, the share of its width that words beside the map have, and that of its height that they may fill
const SHAPES = { wide: [16 / 9, 0.28, 1], square: [1, 1, 0.45] };

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

/* Rows of the key of the layers on the map: the symbol of each, and its meaning. */
function keyRows() {
  const layers = [...byId("key-body").querySelectorAll(".layer")].filter((layer) => layer.querySelector("input").checked);
  return layers.flatMap((layer) => [...layer.querySelectorAll("li")].map((row) => ({ symbol: row.querySelector("svg"), text: (row.querySelector("li > span") ?? row).textContent })));
}

/* The rows of the key, as many on a line as there is room for. */
function putKey(block) {
  let along = Infinity;
  for (const { symbol, text } of keyRows()) {
    const from = symbol ? 28 : 0;
    const lines = wrapped(text, font(11), block.width - from);
    const width = Math.max(...lines.map((line) => textWidth(line, font(11)))) + from;
    if (along + width > block.width) [along] = [0, block.down(18)];
    if (symbol) {
      const drawn = styled(symbol);
      // all are 14 pixels high
      const wide = (14 * symbol.getAttribute("width")) / symbol.getAttribute("height");
      for (const [name, value] of Object.entries({ x: block.x(along) - (block.rtl ? wide : 0), y: block.y() - 11, width: wide, height: 14 })) drawn.setAttribute(name, value);
      block.drawing.append(drawn);
    }
    const at = { x: block.x(along + from), y: block.y() };
    lines.forEach((line, n) => block.write(line, { ...at, y: at.y + 15 * n }));
    block.down(15 * (lines.length - 1));
    along = lines.length > 1 ? Infinity : along + width + 16;
  }
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
  putKey(block);
  block.down(4);
  block.put(byId("sentence").innerText.replace(/\s+/g, " "));
  if (store.assessed) block.put(say("about.probability"), { quiet: true });
  if (filters.active()) block.put(filters.status(), { weight: 600 });
  block.put(`${say("about.history")}.`);
  if (store.sources.size) block.put(sourceLines(texts, publishers(parts), block.width), { quiet: true });
  block.put(texts.worded(about.margin).join(" "), { quiet: true });
  block.down(12);
}

/* Size of the map in pixels and width of the words, whose height is `wordsHigh(width)`. With a `least` width, 0 or more, the map has the same size whatever words there are. */
function sizes(shape, { map, bounds }, wordsHigh, least) {
  const { x, y } = map.getSize();
  if (shape === "window") return { x, y, words: x };
  if (shape === "area") {
    const [one, other] = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => map.project(corner));
    return { x: ACROSS, y: Math.round(ACROSS * Math.min(1.6, Math.max(0.4, (one.y - other.y) / (other.x - one.x)))), words: ACROSS };
  }
  const [ratio, share, most] = SHAPES[shape];
  // a larger picture has fewer lines of words
  for (let across = least || ACROSS; ; across = Math.round(across * 1.1)) {
    const [high, words] = [Math.round(across / ratio), Math.round(across * share)];
    const used = wordsHigh(words);
    const mapHigh = least === undefined ? high - used : Math.round(high * (1 - most));
    if (used <= high * most) return share < 1 ? { across, x: across - words, y: high, words } : { across, x: across, y: mapHigh, words };
  }
}

/* A function that makes the sheet in a shape (window, area, wide or square): an SVG element with its size; wide and square ones of at least a width, which `across` finds for the words of a day. */
export function makePictureSheet(parts) {
  const { texts, map, clock, compare, view, bounds } = parts;
  const picture = makePicture(map);

  /* Head and foot, in the width of the words. */
  function blocks(width, style) {
    const [head, foot] = [1, 2].map(() => makeBlock({ width, ...style, rtl: texts.rightToLeft() }));
    const [then, now] = [compare.day(), texts.long(clock.day())];
    head.down(10);
    head.put(document.title, { size: 17, weight: 650 });
    head.put(then === null ? now : texts.say("picture.compared", { then: texts.long(then), now }), { size: 15, weight: 600 });
    head.down(10);
    putFoot(parts, foot);
    return [head, foot];
  }

  const size = (shape, least) => sizes(shape, parts, (width) => blocks(width, {}).reduce((sum, block) => sum + block.y(), 0), least);

  function make(shape, least) {
    const looks = window.getComputedStyle(document.documentElement);
    const style = Object.fromEntries(["ink", "muted"].map((name) => [name, looks.getPropertyValue(`--${name}`).trim()]));
    const { across, x, y, words } = size(shape, least);
    const ground = { area: () => bounds, window: () => map.getBounds() }[shape] ?? view.ground;
    const restore = resize(map, { width: `${x}px`, height: `${y}px` }, ground());
    const drawing = picture();
    const [head, foot] = blocks(words, style);
    if (compare.day() !== null) drawing.append(svg("path", { d: `M${compare.edge()} 0V${y}`, stroke: style.ink, "stroke-width": 2 }));
    restore();

    const beside = words < x;
    const [width, height] = beside ? [x + words, y] : [x, least === undefined ? Math.round(head.y() + y + foot.y()) : across];
    // words stand where a line of reading ends
    const [left, right] = texts.rightToLeft() ? [words, 0] : [0, x];
    const at = beside ? { drawing: [left, 0], head: [right, 0], foot: [right, head.y()] } : { drawing: [0, head.y()], head: [0, 0], foot: [0, head.y() + y] };
    for (const [name, part] of Object.entries({ drawing, head: head.drawing, foot: foot.drawing })) part.setAttribute("transform", `translate(${at[name]})`);
    const frame = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, lang: texts.language() };
    const paper = svg("rect", { width, height, fill: looks.getPropertyValue("--paper").trim() });
    return { sheet: svg("svg", frame, paper, head.drawing, drawing, foot.drawing), width, height };
  }
  return Object.assign(make, { across: (shape, least) => size(shape, least).across });
}
