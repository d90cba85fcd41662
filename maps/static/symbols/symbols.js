/* Symbols of the map, the key and the panel: a post's state by shape and colour, an event's kind by a glyph. */
import { svg } from "../page/dom.js";

const path = (d, className) => svg("path", { d, class: className });

const SHAPES = {
  encircled: () => [svg("circle", { r: 10, class: "ring" }), svg("circle", { r: 5.2, class: "core" })],
  contested: () => [path("M0-11.5 11.5 0 0 11.5-11.5 0Z", "ring"), path("M0-11.5V11.5L-11.5 0Z", "core")],
  constricted: () => [path("M0-11 11.5 9H-11.5Z", "ring"), path("M0-3 4.5 5H-4.5Z", "core")],
  open: () => [path("M-8.5-8.5H8.5V8.5H-8.5Z", "ring"), path("M-3-3H3V3H-3Z", "core")],
  // a post that nobody assessed
  none: () => [path("M-6 12V-10.5H9L5-4.5 9 1.5H-6", "ring")],
};

const KINDS = [
  ["words", /statement|talk|agree|ceasefire|deadline|deal|negotiat|announce|declar|protest/],
  ["violence", /shell|strike|clash|attack|battle|explo|bomb|fight|retaliat|shot|violence|kill|mine/],
  ["ground", /captur|withdr|advanc|retak|retreat|territor|encircl|siege|held/],
  ["troops", /post|convoy|deploy|strategic|movement|evacuat|patrol|reinforce/],
];
const GLYPHS = {
  violence: "M0-5.5 1.5-1.9 5.2-1.7 2.4.8 3.3 4.6 0 2.5-3.3 4.6-2.4.8-5.2-1.7-1.5-1.9Z",
  words: "M-5-4H5V2.2H.5L-2.6 5V2.2H-5Z",
  ground: "M-4-5.5H-2.6V-5L4.5-2.6-2.6-.2V5.5H-4Z",
  troops: "M0-5 5 0H2.2V5H-2.2V0H-5Z",
  other: "M0-3.4A3.4 3.4 0 1 1 0 3.4 3.4 3.4 0 1 1 0-3.4Z",
};

/* States of a post, the gravest first. */
export const STATES = Object.keys(SHAPES).filter((state) => state !== "none");
/* Kind of symbol for a type of event. */
export const eventKind = (type) => KINDS.find(([, words]) => words.test(String(type).toLowerCase()))?.[0] ?? "other";

/* Symbol of a post, with a broken outline if its state is uncertain. */
export function postSymbol(state, size = 26, count = 1, uncertain = false) {
  const known = Object.hasOwn(SHAPES, state) ? state : "none";
  const frame = { viewBox: "-13 -13 26 26", width: size, height: size, class: `post-symbol ${known} ${uncertain ? "uncertain" : ""}`, "aria-hidden": "true" };
  return svg("svg", frame, ...SHAPES[known](), count > 1 ? badge(count) : null);
}

const badge = (count) =>
  svg("g", { transform: "translate(10 -9)" }, svg("circle", { r: 7.5, class: "badge" }), svg("text", { y: 3.8, class: "badge-text" }, String(count)));

/* A pin whose point is the place; a broken ring if only the province is known. */
export function eventSymbol(kind, { pinned = true, count = 1 } = {}) {
  const body = pinned ? "M0 13C-2 7-9 4-9-4A9 9 0 1 1 9-4C9 4 2 7 0 13Z" : "M0-13A9 9 0 1 1 0 5 9 9 0 1 1 0-13Z";
  const frame = { viewBox: "-12 -14 24 28", width: 24, height: 28, class: `event-symbol ${kind} ${pinned ? "" : "vague"}`, "aria-hidden": "true" };
  const symbol = svg("svg", frame);
  symbol.append(path(body, "body"), svg("path", { d: GLYPHS[kind], class: "glyph", transform: "translate(0 -4)" }));
  if (count > 1) {
    const text = count > 999 ? `${Math.round(count / 1000)}k` : String(count);
    const half = 2.8 + 2.6 * text.length;
    const plate = svg("rect", { x: 7 - half, y: -15, width: 2 * half, height: 11.5, rx: 5.7, class: "badge" });
    symbol.append(plate, svg("text", { x: 7, y: -6.1, class: "badge-text" }, text));
  }
  return symbol;
}

/* The fill of ground that a side, by its number, only claims. */
export const claimedFill = (number) => `url(#claimed-${number})`;

/* The fill of ground of a side, by its number, where colours may be lost. */
export const texturedFill = (number) => `url(#textured-${number})`;

// lines across a tile: the first side is plain
const TEXTURES = ["", "M0 5H10", "M5 0V10", "M0 5H10M5 0V10", "M4 5H6"];

/* Patterns of contested, unknown, claimed and textured ground, with which any drawing of the page can be filled. */
export function hatching(sides) {
  function pattern(id, angle, marks, ground = { class: `${id}-ground` }) {
    const tile = { id, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` };
    return svg("pattern", tile, svg("rect", { width: 8, height: 8, ...ground }), marks);
  }
  const contested = pattern("hatch-contested", 45, svg("rect", { width: 3, height: 8, class: "hatch-contested-mark" }));
  const unknown = pattern("hatch-unknown", 0, svg("circle", { cx: 4, cy: 4, r: 1.2, class: "hatch-unknown-mark" }));
  const claimed = [...sides.values()].map(({ colour: fill }, n) => pattern(`claimed-${n}`, -25 - 40 * (n % 3), svg("rect", { width: 3, height: 8, fill }), { fill, "fill-opacity": 0.4 }));
  const textured = [...sides.values()].map(({ colour: fill }, n) =>
    svg("pattern", { id: `textured-${n}`, width: 10, height: 10, patternUnits: "userSpaceOnUse" }, svg("rect", { width: 10, height: 10, fill }), path(TEXTURES[n % TEXTURES.length], "texture")),
  );
  return svg("svg", { width: 0, height: 0, class: "patterns", "aria-hidden": "true" }, svg("defs", {}, contested, unknown, ...claimed, ...textured));
}
