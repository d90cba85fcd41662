/* Posts by state, which those lack that nobody assessed: posts of one state that would overlap share a symbol, other neighbours move apart. */
import { el, replaceChildren } from "../page/dom.js";
import { grouped, moveAside, pushed } from "./grouping.js";
import { postSymbol } from "./symbols.js";

// of a symbol, in pixels: far from the ground and near it
const SIZES = { first: [22, 26], later: [16, 21], group: [24, 27] };
const NEAR = 10;
// in pixels: nearer posts of one state share a symbol
const REACH = 15;

/* Symbols for posts at the zoom of the map: their posts, pixel and size; a post of the kind null has its own symbol. */
function marksOf(map, posts, kindOf) {
  const items = posts.map((post) => ({ ...map.project([post.lat, post.lon], map.getZoom()), post, kind: kindOf(post) }));
  return grouped(items, REACH).map(({ members, x, y }) => {
    const together = members.map(({ post }) => post);
    const size = SIZES[together.length > 1 ? "group" : together[0].first ? "first" : "later"][map.getZoom() < NEAR ? 0 : 1];
    return { posts: together, x, y, size, radius: size / 2, key: together.map((post) => post.post_id).join(" ") };
  });
}

/* A function that returns the verdict before a verdict, if there is one. */
function lookUpBefore(store) {
  const ended = new Map(store.posts.map((post) => [post.post_id, new Map()]));
  for (const verdict of store.verdicts) ended.get(verdict.post_id)?.set(verdict.end_date, verdict);
  return (verdict) => ended.get(verdict.post_id)?.get(verdict.start_date);
}

function describe(element, posts, state) {
  if (posts.length === 1) element.dataset.post = posts[0].post_id;
  else element.dataset.posts = String(posts.length);
  element.setAttribute("aria-label", posts.map((post) => post.name).join(", ") + (state ? `: ${state}` : ""));
}

export function makePosts({ store, texts, map, clock, pane, popups, flyTo }) {
  const layer = L.layerGroup();
  const markers = new Map();
  let verdicts = new Map();
  let positions = [];
  let marks = [];
  let selected = null;

  const standing = () => positions;
  const stateOf = (post) => verdicts.get(post.post_id)?.state ?? null;
  const popup = (posts) => (posts.length > 1 ? popups.posts(posts, stateOf, select) : popups.post(posts[0], verdicts.get(posts[0].post_id)));

  function makeMarker() {
    const symbol = el("span", { class: "post-mark" });
    const icon = L.divIcon({ html: symbol, className: "post", iconSize: [26, 26] });
    const marker = L.marker([0, 0], { ...pane("posts"), icon, zIndexOffset: 1000, riseOnHover: true, autoPanOnFocus: false });
    marker.bindPopup(() => popup(marker.posts), { ...popups.options, offset: [0, -4] });
    return Object.assign(marker, { symbol });
  }

  function update({ key, posts, x, y, size }, move) {
    if (!markers.has(key)) markers.set(key, makeMarker());
    const marker = markers.get(key);
    marker.posts = posts;
    marker.setLatLng(map.unproject([x, y], map.getZoom()));
    layer.addLayer(marker);
    const element = marker.getElement();
    if (!element) return;
    moveAside(element, [13, 13], move);
    const state = stateOf(posts[0]);
    const uncertain = state && posts.some((post) => store.uncertain(verdicts.get(post.post_id), clock.day()));
    const drawing = [state, size, posts.length, uncertain].join();
    if (marker.drawing !== drawing) replaceChildren(marker.symbol, postSymbol(state, size, posts.length, uncertain));
    marker.drawing = drawing;
    describe(element, posts, state && `${texts.word("state.", state)}${uncertain ? `, ${texts.say("state.uncertain.mark")}` : ""}`);
    element.dataset.state = state ?? "none";
  }

  /* Draw the symbols of the day at the current zoom. */
  function layOut() {
    const located = standing().filter((post) => post.lat !== null);
    marks = marksOf(map, located, (post) => (post.post_id === selected ? null : stateOf(post)));
    const moves = pushed(marks);
    const kept = new Set(marks.map(({ key }) => key));
    for (const [key, marker] of markers) if (!kept.has(key)) layer.removeLayer(marker);
    marks.forEach((mark, i) => update(mark, moves[i]));
    marks = marks.map((mark, i) => ({ ...mark, x: mark.x + moves[i].dx, y: mark.y + moves[i].dy }));
  }

  function show(day) {
    positions = store.rowsOn("positions", day);
    verdicts = new Map(store.rowsOn("verdicts", day).map((verdict) => [verdict.post_id, verdict]));
    layOut();
  }

  // the post of an open popup keeps its own symbol
  map.on("popupopen", ({ popup: { _source: source } }) => {
    if (source?.posts?.length === 1) selected = source.posts[0].post_id;
  });
  map.on("popupclose", () => (selected = null));
  map.on("zoomend", layOut);
  // a layer that is switched on again has new elements
  layer.on("add", () => window.setTimeout(() => show(clock.day())));

  /* Fly to a post that stands on the day, and open its popup. */
  function select(id) {
    const post = standing().find((one) => one.post_id === id);
    if (!post || post.lat === null) return;
    map.closePopup();
    if (!map.hasLayer(layer)) map.addLayer(layer);
    flyTo([post.lat, post.lon], () => {
      selected = id;
      layOut();
      markers.get(id).openPopup();
    });
  }

  return { layer, show, select, standing, assessed: () => positions.filter((post) => verdicts.has(post.post_id)), verdict: (id) => verdicts.get(id), before: lookUpBefore(store), marks: () => marks };
}
