/* Posts under assessment: a symbol whose shape and colour tell the verdict of the day. Where posts of one state would
   lie on each other they share a symbol that counts them; other neighbours move apart, with a line to where they stand. */
(function (sitmap) {
  "use strict";

  // of a symbol, in pixels: far from the ground and near it
  const SIZES = { first: [22, 26], later: [16, 21], group: [24, 27] };
  const NEAR = 10;
  // how near to each other symbols of one state become one
  const REACH = 15;

  sitmap.posts = function (page) {
    const { store, texts, popups, map } = page;
    const layer = L.layerGroup();
    const verdictsOn = sitmap.intervals(store.verdicts, page.days);
    const markers = new Map();
    const ended = new Map(store.posts.map((post) => [post.post_id, new Map()]));
    for (const verdict of store.verdicts) ended.get(verdict.post_id)?.set(verdict.end_date, verdict);
    let verdicts = new Map();
    let marks = [];
    let chosen = null;

    const size = (kind) => SIZES[kind][map.getZoom() < NEAR ? 0 : 1];
    const standing = () => store.posts.filter((post) => verdicts.has(post.post_id));
    const state = (post) => verdicts.get(post.post_id).state;

    function marker(key) {
      const symbol = sitmap.el("span", { class: "post-mark" });
      const made = L.marker([0, 0], { ...page.pane("posts"), icon: L.divIcon({ html: symbol, className: "post", iconSize: [26, 26] }), zIndexOffset: 1000, riseOnHover: true });
      made.bindPopup(() => content(made.posts), { ...popups.options, offset: [0, -4] });
      markers.set(key, Object.assign(made, { symbol }));
      return made;
    }

    const content = (posts) => (posts.length > 1 ? popups.posts(posts, state, select) : popups.post(posts[0], verdicts.get(posts[0].post_id)));

    function update(mark, move) {
      const [first] = mark.posts;
      const made = markers.get(mark.key) ?? marker(mark.key);
      made.posts = mark.posts;
      made.post = mark.posts.length === 1 ? first : null;
      made.setLatLng(map.unproject([mark.x, mark.y], map.getZoom()));
      layer.addLayer(made);
      const element = made.getElement();
      if (!element) return;
      sitmap.moveAside(element, [13, 13], move);
      const drawing = [state(first), mark.size, mark.posts.length].join();
      if (made.drawing !== drawing) sitmap.replace(made.symbol, sitmap.postSymbol(state(first), mark.size, mark.posts.length));
      made.drawing = drawing;
      element.dataset.state = state(first);
      if (mark.posts.length === 1) element.dataset.post = first.post_id;
      else element.dataset.posts = String(mark.posts.length);
      const names = mark.posts.map((post) => post.name).join(", ");
      element.setAttribute("aria-label", `${names}: ${texts.word("state.", state(first))}`);
    }

    /* Symbols of the day at this zoom, with the pixels that they take. */
    function layOut() {
      const zoom = map.getZoom();
      const items = standing()
        .filter((post) => post.lat !== null)
        .map((post) => ({ ...map.project([post.lat, post.lon], zoom), post, kind: post.post_id === chosen ? null : state(post) }));
      marks = sitmap.grouped(items, REACH).map(({ members, x, y }) => {
        const posts = members.map(({ post }) => post);
        const wide = size(posts.length > 1 ? "group" : posts[0].first ? "first" : "later");
        return { posts, x, y, size: wide, radius: wide / 2, key: posts.map((post) => post.post_id).join(" ") };
      });
      const moves = sitmap.pushed(marks);
      const kept = new Set(marks.map(({ key }) => key));
      for (const [key, made] of markers) if (!kept.has(key)) layer.removeLayer(made);
      marks.forEach((mark, i) => update(mark, moves[i]));
      marks = marks.map((mark, i) => ({ ...mark, x: mark.x + moves[i].dx, y: mark.y + moves[i].dy }));
    }

    function show(day) {
      verdicts = new Map(verdictsOn(day).map((number) => [store.verdicts[number].post_id, store.verdicts[number]]));
      layOut();
    }

    // the post that is read about stays by itself
    map.on("popupopen", ({ popup }) => {
      const posts = popup._source?.posts;
      if (posts?.length === 1) chosen = posts[0].post_id;
    });
    map.on("popupclose", () => (chosen = null));
    map.on("zoomend", layOut);
    // a layer that is switched on again has new elements
    layer.on("add", () => window.setTimeout(() => show(page.day)));

    /* The verdict that came before one, if there was any. */
    const before = (verdict) => ended.get(verdict.post_id)?.get(verdict.start_date);

    function select(id) {
      const post = store.post.get(id);
      if (!post || post.lat === null || !verdicts.has(id)) return;
      map.closePopup();
      if (!map.hasLayer(layer)) map.addLayer(layer);
      sitmap.flyTo(page, [post.lat, post.lon], () => {
        chosen = id;
        layOut();
        markers.get(id).openPopup();
      });
    }

    return { layer, show, verdict: (id) => verdicts.get(id), before, standing, marks: () => marks, select };
  };
})((window.sitmap = window.sitmap || {}));
