/* The key to the map, which is also its layer control: a box to tick for each layer, and what its signs mean. */
(function (sitmap) {
  "use strict";

  const { el, svg, told } = sitmap;

  function swatch(attributes, style = {}) {
    const box = svg("rect", { x: 0.5, y: 0.5, width: 21, height: 13, ...attributes });
    Object.assign(box.style, style);
    return svg("svg", { width: 22, height: 14, class: "swatch", "aria-hidden": "true" }, box);
  }

  const stroke = (className) =>
    svg("svg", { width: 22, height: 14, class: "swatch", "aria-hidden": "true" }, svg("path", { d: "M0 7H22", class: className, "stroke-width": 3 }));

  const row = (sign, ...words) => el("li", {}, sign, el("span", {}, ...words));

  function sides(page) {
    const { store, texts } = page;
    const held = new Set(store.zones.map((zone) => zone.side));
    const rows = [...store.sides.values()]
      .filter((side) => held.has(side.id))
      .map((side) => row(swatch({ class: "zone" }, { fill: side.colour, fillOpacity: "0.45", stroke: side.colour }), sitmap.named(side.name, side.other_name)));
    for (const nobody of ["contested", "unknown"]) {
      if (held.has(nobody)) rows.push(row(swatch({ class: `zone hatched ${nobody}` }), texts.say(`key.side.${nobody}`)));
    }
    return [...rows, el("li", { class: "note" }, texts.say("key.confidence"))];
  }

  function states({ store, texts }) {
    const rows = sitmap.STATES.map((state) =>
      row(sitmap.postSymbol(state, 18), el("b", {}, texts.word("state.", state)), `: ${texts.say(`state.${state}.means`)}`),
    );
    if (store.posts.length > 1) rows.push(row(sitmap.postSymbol("open", 18, 2), texts.say("key.several")));
    return rows;
  }

  function kinds({ store, texts }) {
    const happened = new Set(store.events.map((event) => sitmap.eventKind(event.event_type)));
    return [...happened].map((kind) => row(sitmap.eventSymbol(kind), texts.say(`key.event.${kind}`)));
  }

  sitmap.legend = function (page) {
    const { map, texts } = page;
    const { say } = texts;
    const body = document.getElementById("key-body");
    const boxes = new Map();

    const groups = [];

    function draw({ name, layer, rows }) {
      const box = el("input", { type: "checkbox" });
      box.checked = map.hasLayer(layer);
      box.addEventListener("change", () => (box.checked ? map.addLayer(layer) : map.removeLayer(layer)));
      boxes.set(layer, box);
      const signs = rows();
      body.append(el("div", { class: "layer" }, el("label", {}, box, " ", told(name())), signs.length ? el("ul", {}, ...signs) : null));
    }

    /* Add a layer, its name and the rows that explain its signs; both are asked for in each language. */
    function group(name, layer, rows = () => []) {
      groups.push({ name, layer, rows });
      draw(groups.at(-1));
    }

    const named = (key) => () => say(key);
    group(named("layer.zones"), page.zones.layer, () => sides(page));
    group(named("layer.contact"), page.contact.layer, () => [row(stroke("contact"), say("key.contact"))]);
    group(named("layer.posts"), page.posts.layer, () => states(page));
    group(() => page.events.say("layer.events"), page.events.layer, () => kinds(page));
    group(named("layer.corridors"), page.corridors.layer, () => [row(stroke("corridor"), say("key.pinch"))]);
    group(named("layer.roads"), page.roads.layer, () => [
      row(stroke("road main passable"), say("key.road.open")),
      row(stroke("road main cut"), say("key.road.cut")),
    ]);
    group(named("layer.uncertainty"), page.uncertainty.layer, () => [row(uncertaintySign(), say("key.uncertainty"))]);
    group(named("layer.places"), page.places.layer);
    group(named("layer.labels"), page.labels.layer);
    map.on("layeradd layerremove", ({ layer }) => {
      if (boxes.has(layer)) boxes.get(layer).checked = map.hasLayer(layer);
    });
    texts.onLanguage(() => {
      body.replaceChildren();
      groups.forEach(draw);
    });
    return { group };
  };

  const uncertaintySign = () =>
    svg("svg", { width: 22, height: 14, class: "swatch", "aria-hidden": "true" }, svg("circle", { cx: 11, cy: 7, r: 6, class: "uncertainty of-post" }));
})((window.sitmap = window.sitmap || {}));
