/* The key to the map, which is also the layer control: a box to tick for each layer, and the meaning of its symbols. */
import { OFF } from "../map/day_layers.js";
import { bdi, byId, el, svg, twoNames } from "../page/dom.js";
import { STATES, claimedFill, eventKind, eventSymbol, postSymbol, texturedFill } from "../symbols/symbols.js";

const sample = (drawing) => svg("svg", { width: 22, height: 14, class: "swatch", "aria-hidden": "true" }, drawing);
const stroke = (className) => sample(svg("path", { d: "M0 7H22", class: className, "stroke-width": 3 }));
const outline = () => sample(svg("path", { d: "M0 7H22", class: "control-area", stroke: "currentColor", "stroke-width": 3 }));
const circle = () => sample(svg("circle", { cx: 11, cy: 7, r: 6, class: "uncertainty of-post" }));
const row = (symbol, ...children) => el("li", {}, symbol, el("span", {}, ...children));

const swatch = (className, looks = {}) => sample(svg("rect", { x: 0.5, y: 0.5, width: 21, height: 13, class: className, ...looks }));

function sides({ store, texts }) {
  const held = new Set(store.zones.map((zone) => zone.side));
  const box = ({ colour }, n) => swatch("zone of-side", { fill: colour, "fill-opacity": 0.45, stroke: colour, style: `--textured: ${texturedFill(n)}` });
  const rows = [...store.sides.values()].flatMap((side, n) => (held.has(side.id) ? [row(box(side, n), twoNames(side.name, side.other_name))] : []));
  for (const nobody of ["contested", "unknown"]) {
    if (held.has(nobody)) rows.push(row(swatch(`zone hatched ${nobody}`), texts.say(`key.side.${nobody}`)));
  }
  return store.assessed ? [...rows, el("li", { class: "note" }, texts.say("key.confidence"))] : rows;
}

function states({ store, texts }) {
  if (!store.assessed) return [row(postSymbol("none", 18), texts.say("key.post"))];
  const rows = STATES.map((state) => row(postSymbol(state, 18), el("b", {}, texts.word("state.", state)), `: ${texts.say(`state.${state}.means`)}`));
  rows.push(row(postSymbol("open", 18, 1, true), texts.say("key.uncertain.post")));
  if (store.posts.length > 1) rows.push(row(postSymbol("open", 18, 2), texts.say("key.several")));
  return rows;
}

function kinds({ store, texts }) {
  const used = new Set(store.events.map((event) => eventKind(event.event_type)));
  return [...used].map((kind) => row(eventSymbol(kind), texts.say(`key.event.${kind}`)));
}

/* Layers in the order of the key, with functions that return the name and the rows that explain the symbols. */
function layersOfKey({ store, texts, layers }) {
  const { say } = texts;
  const rows = {
    zones: () => sides({ store, texts }),
    ...(layers.claimed && { claimed: () => [row(swatch("zone", { fill: claimedFill(0) }), layers.claimed.note)] }),
    ...(layers.record && { record: () => [row(swatch("zone record", { fill: [...store.sides.values()][0].colour }), layers.record.note)] }),
    contact: () => [row(stroke("contact"), say("key.contact"))],
    ...(store.control_areas.length ? { control_areas: () => [row(outline(), say("key.control_areas")), layers.control_areas.agreement] } : {}),
    posts: () => states({ store, texts }),
    events: () => kinds({ store, texts }),
    corridors: () => [row(stroke("corridor"), say("key.pinch"))],
    roads: () => [row(stroke("road main passable"), say("key.road.open")), row(stroke("road main cut"), say("key.road.cut"))],
    uncertainty: () => [row(circle(), say("key.uncertainty"))],
    places: () => [],
    labels: () => [],
    ...(store.front.length && { front: () => [50, 90].map((n) => row(swatch(`front of-${n}`), say(`key.front.${n}`))) }),
  };
  const name = (layer) => () => (layer === "events" ? layers.events.say("layer.events") : say(`layer.${layer}`));
  // what the map never shows needs no box
  return Object.keys(rows).filter((layer) => store[layer]?.length !== 0).map((layer) => [name(layer), layers[layer].layer, rows[layer]]);
}

export function makeLegend({ store, texts, map, layers, address }) {
  const body = byId("key-body");
  const boxes = new Map();
  const groups = [];

  function draw({ name, layer, rows }) {
    const box = el("input", { type: "checkbox" });
    box.checked = map.hasLayer(layer);
    box.addEventListener("change", () => (box.checked ? map.addLayer(layer) : map.removeLayer(layer)));
    boxes.set(layer, box);
    const symbols = rows();
    body.append(el("div", { class: "layer" }, el("label", {}, box, " ", bdi(name())), symbols.length ? el("ul", {}, ...symbols) : null));
  }

  /* Add a layer; its name and rows are functions, which are called again in each language. */
  function group(name, layer, rows = () => []) {
    groups.push({ name, layer, rows });
    draw(groups.at(-1));
  }

  /* The layers that are switched off, and on. */
  const names = Object.keys(layers);
  const isShown = (name) => map.hasLayer(layers[name].layer);
  const inAddress = {
    keys: ["hide", "show"],
    read: () => ({ hide: names.filter((name) => !OFF.includes(name) && !isShown(name)), show: OFF.filter(isShown) }),
    follow({ hide, show }) {
      for (const name of names) {
        const wanted = OFF.includes(name) ? show.includes(name) : !hide.includes(name);
        if (wanted !== isShown(name)) map[wanted ? "addLayer" : "removeLayer"](layers[name].layer);
      }
    },
  };

  for (const layer of layersOfKey({ store, texts, layers })) group(...layer);
  map.on("layeradd layerremove", ({ layer }) => {
    if (!boxes.has(layer)) return;
    boxes.get(layer).checked = map.hasLayer(layer);
    address.changed();
  });
  texts.onLanguage(() => {
    body.replaceChildren();
    groups.forEach(draw);
  });
  return { group, inAddress };
}
