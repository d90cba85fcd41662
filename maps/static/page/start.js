/* The start of the page: it makes the parts and hands them to each other by name. */
import { addDownloads } from "../export/downloads.js";
import { makeDayAsGeojson } from "../export/day_as_geojson.js";
import { makePictureSheet } from "../export/picture_sheet.js";
import { drawBasemap, makePanes } from "../map/basemap.js";
import { DAY_LAYERS, OFF, makeDayLayers } from "../map/day_layers.js";
import { makeDecidingReports } from "../map/deciding_reports.js";
import { makeGeometry } from "../map/geometry.js";
import { addInset } from "../map/inset.js";
import { addPointer } from "../map/pointer.js";
import { makeShapes } from "../map/shapes.js";
import { boundsOf, makeFlyTo, makeMap, makeView } from "../map/view.js";
import { makeBases } from "../map/zones.js";
import { showAbout } from "../panel/about.js";
import { makeDayInWords } from "../panel/day_in_words.js";
import { makeEventsTable } from "../panel/events_table.js";
import { makeFilters } from "../panel/filters.js";
import { makeGroundTable } from "../panel/ground_table.js";
import { makeLegend } from "../panel/legend.js";
import { makePostList } from "../panel/post_list.js";
import { addSearch } from "../panel/search.js";
import { makeReportsBrowser } from "../panel/reports_browser.js";
import { makeSideGround } from "../panel/side_ground.js";
import { makeSources } from "../panel/sources.js";
import { makeStory } from "../panel/story.js";
import { makeLabels } from "../symbols/labels.js";
import { makePlaces } from "../symbols/places.js";
import { hatching } from "../symbols/symbols.js";
import { makeChanges } from "../time/changes.js";
import { addChronicle } from "../time/chronicle.js";
import { makeClock } from "../time/clock.js";
import { makeCompare } from "../time/compare.js";
import { makeTimeline } from "../time/timeline.js";
import { makeAddress } from "./address.js";
import { byId } from "./dom.js";
import { makeEvidence } from "./evidence.js";
import { keepFocus } from "./focus.js";
import { makeLanguageButton, makeLanguages } from "./languages.js";
import { makeNames } from "./names.js";
import { addScreenButtons } from "./screen.js";
import { makeSelection } from "./selection.js";
import { makeShare } from "./share.js";
import { makeStore } from "./store.js";

// in pixels: a narrower map has no room for its key
const NARROW = 700;

const textOf = (id) => byId(id).textContent;

/* JSON from a zlib stream in base64. The stream is read from memory: an address would be a request. */
async function unpacked(base64) {
  const packed = atob(base64);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
  return new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("deflate"))).json();
}

/* Make all parts and show the last day, or the state in the address. */
function show(json, { map, fit, opening }) {
  const bounds = boundsOf(json.area);
  const store = makeStore(json);
  const texts = makeLanguages(json.texts, document.documentElement.lang, store.about.start);
  const address = makeAddress();
  const names = makeNames(store, texts);
  const geometry = makeGeometry(json.topology);
  const pane = makePanes(map);
  byId("stage").append(hatching(store.sides));
  drawBasemap({ store, map, geometry, pane });

  const clock = makeClock({ store, texts, address });
  const languageButton = makeLanguageButton({ texts, address });
  const filters = makeFilters({ store, texts, clock, address, names });

  const sources = makeSources({ store, texts });
  const evidence = makeEvidence({ store, geometry });
  const decidingReports = makeDecidingReports({ store, map, pane, sources });
  const flyTo = makeFlyTo(map, bounds);
  const parts = { store, texts, map, clock, pane, geometry, shapes: makeShapes(geometry), sources, evidence, filters, flyTo, decidingReports };
  const { popups, ...dayLayers } = makeDayLayers(parts);
  const { posts, events, corridors } = dayLayers;
  const places = makePlaces({ store, map, pane, popups, flyTo });
  const labels = makeLabels({ store, texts, map, clock, geometry, pane, posts, events, corridors });
  const bases = makeBases({ store, texts, map });
  const layers = { ...dayLayers, ...bases, places, labels };
  for (const [name, { layer }] of Object.entries(layers)) if (!OFF.includes(name)) map.addLayer(layer);

  const selection = makeSelection({ store, map, clock, address, posts, events, places, popups, flyTo, geometry });
  const { choose } = selection;
  sources.onChoose(choose);
  const timeline = makeTimeline({ store, texts, clock, filters });
  const postList = makePostList({ store, texts, posts });
  const reports = makeReportsBrowser({ store, texts, address, names, sources });
  const dayInWords = makeDayInWords({ store, texts, posts, events, evidence, sources, reports });
  const eventsTable = makeEventsTable({ store, texts, filters, events, sources, choose });
  const groundTable = makeGroundTable({ store, texts, flyTo, evidence, zones: dayLayers.zones });
  const sideGround = makeSideGround({ store, texts, clock });
  showAbout({ store, texts });
  const changes = makeChanges({ store, texts, geometry, choose });
  const compare = makeCompare({ store, texts, map, clock, address, changes, layers, parts });
  addChronicle({ store, texts, clock, filters, choose });
  keepFocus(map);
  const legend = makeLegend({ store, texts, map, layers, address });

  const key = byId("key");
  if (map.getSize().x < NARROW) key.open = false;
  L.DomEvent.disableScrollPropagation(key);
  fit();
  const view = makeView({ texts, map, fit, opening, address });
  addSearch({ store, texts, clock, names, selection });
  const story = makeStory({ store, texts, map, clock, layers, selection, address });
  const share = makeShare({ store, texts, map });
  const sheet = makePictureSheet({ store, texts, map, clock, compare, filters, layers, view, bounds });
  const geojson = makeDayAsGeojson({ store, texts, map, geometry, names, layers });
  addDownloads({ store, texts, map, clock, sheet, geojson });
  addScreenButtons({ texts, map, view, ruler: addPointer({ store, texts, map, geometry, pane }) });
  addInset({ store, map, geometry, bounds, opening });

  const following = [...DAY_LAYERS.map((name) => layers[name]), ...Object.values(bases), labels, timeline, postList, dayInWords, eventsTable, sideGround, groundTable, popups, compare];
  for (const part of following) clock.onDay(part.show);
  texts.onLanguage(clock.again);
  address.begin([share, clock, languageButton, filters, reports, compare, legend, story, selection, view].map(({ inAddress }) => inAddress));
  return { store, texts, map, clock, geometry, popups, layers, legend };
}

let begin = null;

/* The parts of the page; resolved when the page shows its data. */
export const ready = new Promise((resolve) => (begin = resolve));

/* A copy that a browser has saved holds what the scripts have made: they make it again, once. */
function emptyWhatScriptsFill(id) {
  for (const element of [id, "key-body", "timeline"].map(byId)) element.replaceChildren();
  const map = byId(id);
  for (const { name } of [...map.attributes]) if (name !== "id") map.removeAttribute(name);
  map.className = "folium-map";
  for (const old of document.querySelectorAll("svg.patterns, .still")) old.remove();
}

/* Make the map at once, for folium's layers; the page's own layers follow when the data is unpacked. */
export function open(id) {
  const { bounds, markerIcons } = JSON.parse(textOf("sitmap-start"));
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions(markerIcons);
  emptyWhatScriptsFill(id);
  const ground = makeMap(id, bounds);
  const json = unpacked(textOf("sitmap-data"));
  json.catch(() => (byId("unreadable").hidden = false));
  begin(json.then((made) => show(made, ground)));
  return ground.map;
}

/* Add folium's layers to the key, and keep the layers of `front` in front. */
export function takeInLayers(map, layers, front) {
  ready.then(({ legend }) => layers.forEach(({ name, layer }) => legend.group(() => name, layer)));
  const raise = () => front.forEach((layer) => layer.bringToFront());
  map.on("overlayadd layeradd", (event) => !front.includes(event.layer) && raise());
  raise();
}
