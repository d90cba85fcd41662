/* Names on the map, the most important first, none over another or over a symbol; laid out again when the map moves. */
import { isMainRoad } from "../map/roads.js";
import { el, textWidth } from "../page/dom.js";
import { putSides } from "./side_names.js";

const LINE = 14;
// characters; lists and popups show a longer name in full
const LONGEST = 40;
const FONT = "11.5px system-ui, sans-serif";
const FONTS = { "label of-side": "700 14px system-ui, sans-serif", "label of-post": "650 12px system-ui, sans-serif", "label of-city": "600 12.5px system-ui, sans-serif" };

// so many times as many towns as places may have a name: they are small and grey
const TOWNS = 2;
// more names of places than this at a zoom would hide the situation
const mostPlaces = (zoom, { x, y }) => ((x * y) / 8e5) * (zoom < 9 ? 12 : zoom < 10 ? 20 : zoom < 11 ? 40 : 120);
const isCity = (place) => place.kind === "city" || place.kind === "capital";

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const box = (x, y, width, height) => ({ left: x, right: x + width, top: y, bottom: y + height });
const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
const centred = ({ x, y }, width, height) => box(x - width / 2, y - height / 2, width, height);

// room for a name beside its point: right, left, above, below
const beside = (at, width, gap) => [
  box(at.x + gap, at.y - LINE / 2, width, LINE),
  box(at.x - gap - width, at.y - LINE / 2, width, LINE),
  box(at.x - width / 2, at.y - gap - LINE, width, LINE),
  box(at.x - width / 2, at.y + gap, width, LINE),
];

function short(name) {
  const letters = [...name];
  if (letters.length <= LONGEST) return name;
  const kept = letters.slice(0, LONGEST - 1).join("");
  // whole words only, unless the first is too long itself
  return `${kept.slice(0, kept.lastIndexOf(" ") > 0 ? kept.lastIndexOf(" ") : undefined)}…`;
}

/* Width of a name in pixels; names of countries have wide letter spacing. */
function nameWidth(name, className) {
  return textWidth(name, FONTS[className] ?? FONT) * (className === "label country" ? 1.6 : 1) + 6;
}

/* Main roads by name, each with the points where its name may stand. */
function mainRoads(store, geometry) {
  const byName = new Map(store.roads.filter(isMainRoad).map((road) => [road.name, road]));
  return [...byName.values()].map(({ name, shape }) => ({ name, points: geometry.lines(shape).flat().map(([lat, lon]) => ({ lat, lon })) }));
}

function inView(map, points) {
  const middle = map.getCenter();
  return points.filter(({ lat, lon }) => map.getBounds().contains([lat, lon])).sort((a, b) => middle.distanceTo(a) - middle.distanceTo(b));
}

function makeMarker(map, at, name, spot, className) {
  const shift = `translate(${Math.round(spot.left - at.x)}px, ${Math.round(spot.top - at.y)}px)`;
  const icon = L.divIcon({ html: el("bdi", { style: `transform: ${shift}` }, name), className, iconSize: [0, 0] });
  return L.marker(map.unproject(at, map.getZoom()), { pane: "names", interactive: false, keyboard: false, icon });
}

/* An empty layout of the map's view: `put(row, ...)` writes a name beside its point if there is room, and says if it did. */
function makeLayout({ map, layer, marks, symbols }) {
  const [{ x, y }, size] = [map.getPixelBounds().min, map.getSize()];
  const view = box(x, y, size.x, size.y);
  const taken = marks.map((mark) => centred(mark, 2 * mark.radius, 2 * mark.radius));
  const placed = [];

  function putAt(at, whole, className, gap = 0) {
    if (!whole) return false;
    const name = short(whole);
    const width = nameWidth(name, className);
    const spots = gap ? beside(at, width, gap) : [centred(at, width, LINE)];
    const apart = className === "label of-city" ? [...taken, ...symbols] : taken;
    const spot = spots.find((one) => within(one, view) && !apart.some((other) => overlap(one, other)));
    if (!spot) return false;
    taken.push(spot);
    placed.push({ spot, marker: makeMarker(map, at, name, spot, className).addTo(layer) });
    return true;
  }
  return { placed, putAt, put: (row, ...name) => putAt(map.project([row.lat, row.lon], map.getZoom()), ...name) };
}

export function makeLabels({ store, texts, map, clock, geometry, pane, posts, events, corridors }) {
  const layer = L.layerGroup();
  const places = store.places.filter((place) => place.lat !== null && place.rank !== null).sort((a, b) => b.rank - a.rank);
  const roads = mainRoads(store, geometry);
  let laidOutFor = null;
  let placed = [];

  function putPlaces(put, named) {
    let left = mostPlaces(map.getZoom(), map.getSize());
    for (const place of places) {
      if (left < 1) break;
      if (!isCity(place) && !named.has(place.name) && put(place, place.name, "label of-place", 5)) left -= 1;
    }
  }

  /* Towns that are no places of the dossier, the largest first; a dot marks those with a name. */
  function putTowns(put) {
    let left = TOWNS * mostPlaces(map.getZoom(), map.getSize());
    for (const town of store.towns) {
      if (left < 1) break;
      if (!put(town, town.name, "label of-town", 4)) continue;
      L.circleMarker([town.lat, town.lon], { ...pane("places"), className: "town", radius: 1.8, interactive: false }).addTo(layer);
      left -= 1;
    }
  }

  /* Write all names, in the order of their importance. */
  function putAll({ put, putAt }, marks) {
    const alone = marks.filter((mark) => mark.posts.length === 1);
    const named = new Set(marks.flatMap((mark) => mark.posts.map((post) => post.name)));
    const putPosts = (first, className) => {
      for (const mark of alone) if (mark.posts[0].first === first) putAt(mark, mark.posts[0].name, className, mark.radius + 2);
    };
    putPosts(true, "label of-post");
    if (document.documentElement.classList.contains("on-paper")) {
      const origin = map.getPixelBounds().min;
      putSides({ store, texts, map, geometry }, clock.day(), (point, name, most) => nameWidth(name, "label of-side") <= most && putAt(origin.add(point), name, "label of-side"));
    }
    if (map.hasLayer(corridors.layer)) for (const pinch of corridors.pinches(clock.day())) put(pinch, pinch.text, "label of-pinch", 7);
    for (const city of places.filter(isCity)) if (!named.has(city.name) && put(city, city.name, "label of-city", 6)) named.add(city.name);
    for (const area of store.context) {
      const className = `label ${area.kind === "country" ? "country" : "district"}`;
      if (area.lat !== null && put(area, area.name, className)) named.add(area.name);
    }
    for (const land of store.land) if (!named.has(land.name)) put(land, land.name, "label country");
    for (const road of roads) inView(map, road.points).some((point) => put(point, road.name, "label of-road"));
    putPosts(false, "label of-post later");
    putPlaces(put, named);
    putTowns(put);
  }

  /* Text that changes whenever the names have to be laid out again. */
  function signature(marks) {
    const pinches = corridors.pinches(clock.day()).map(({ lat, lon, text }) => `${lat} ${lon} ${text}`);
    return [...marks.map((mark) => `${mark.key} ${Math.round(mark.x)} ${Math.round(mark.y)}`), ...pinches].join();
  }

  function layOut(symbols = []) {
    const marks = posts.marks();
    layer.clearLayers();
    map.getContainer().dataset.zoom = map.getZoom() < 9.5 ? "far" : "near";
    laidOutFor = signature(marks);
    const layout = makeLayout({ map, layer, marks, symbols });
    putAll(layout, marks);
    placed = layout.placed;
  }

  // symbols of events come and go: a name under one is hidden, so that the other names do not move every day
  function hideUnderSymbols() {
    const boxes = events.boxes();
    for (const { spot, marker } of placed) {
      const element = marker.getElement();
      if (element) element.hidden = boxes.some((symbol) => overlap(spot, symbol));
    }
  }

  /* Names of cities keep clear of symbols: if one is under a symbol, all names are laid out again. */
  function hide() {
    hideUnderSymbols();
    if (!placed.some(({ marker }) => marker.getElement()?.matches(".of-city[hidden]"))) return;
    layOut(events.boxes());
    hideUnderSymbols();
  }

  function show() {
    if (signature(posts.marks()) !== laidOutFor) layOut();
    hide();
  }

  // only names in view are written
  map.on("moveend", () => {
    if (clock.day() === null) return;
    layOut();
    hide();
  });
  texts.onLanguage(() => (laidOutFor = null));
  return { layer, show };
}
