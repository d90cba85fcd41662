/* Panes of the map, and its ground: sea, land and borders of packaged data, and the dossier's own outlines. */

// z-index, from the ground up; folium's own layers are in Leaflet's overlay pane, at 400, and symbols at 600
const GROUND = { sea: 200, land: 210, zones: 300, front: 310, borders: 320, roads: 340, contact: 350, control_areas: 355, corridors: 360, uncertainty: 370 };
const PANES = { ...GROUND, places: 380, because: 390, events: 602, posts: 604, names: 610 };
// suffix of the panes of a second day, for comparison
const THEN = /-then$/;

/* A function that returns the pane and the renderer of a layer, by the name of the pane. */
export function makePanes(map) {
  const create = (name) => (map.createPane(name).style.zIndex = PANES[name.replace(THEN, "")]);
  Object.keys(PANES).forEach(create);
  map.getPane("names").style.pointerEvents = "none";
  const renderers = new Map();
  return (name) => {
    if (!map.getPane(name)) create(name);
    if (!renderers.has(name)) renderers.set(name, L.svg({ pane: name, padding: 0.4 }));
    return { pane: name, renderer: renderers.get(name) };
  };
}

/* Sea, land and borders of the whole view, and over them the dossier's own outlines. */
export function drawBasemap({ store, map, geometry, pane }) {
  const still = { interactive: false, smoothFactor: 0 };
  const [west, south, east, north] = store.view;
  const draw = (shape, name, className) => L.polygon(geometry.polygons(shape), { ...pane(name), ...still, className }).addTo(map);
  L.rectangle([[south, west], [north, east]], { ...pane("sea"), ...still, className: "sea" }).addTo(map);
  for (const { shape } of store.land) draw(shape, "land", "land");
  for (const { shape, disputed } of store.borders) {
    L.polyline(geometry.lines(shape), { ...pane("borders"), ...still, className: `border ${disputed ? "disputed" : "country"}` }).addTo(map);
  }
  for (const { shape, kind } of store.context) {
    if (kind === "country") draw(shape, "land", "land");
    if (kind === "water") draw(shape, "land", "sea");
    else draw(shape, "borders", `border ${kind === "country" ? "country" : "district"}`);
  }
}
