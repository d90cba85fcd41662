/* Posts under assessment: a symbol whose shape and colour tell the verdict of the day. */
(function (sitmap) {
  "use strict";

  sitmap.posts = function (page) {
    const { store, texts, popups, map } = page;
    const layer = L.layerGroup();
    const verdictsOn = sitmap.intervals(store.verdicts, page.days);
    const markers = new Map();
    let verdicts = new Map();

    function marker(post) {
      const symbol = sitmap.el("span", { class: "post-mark" });
      const made = L.marker([post.lat, post.lon], {
        ...page.pane("posts"),
        icon: L.divIcon({ html: symbol, className: "post", iconSize: [26, 26] }),
        zIndexOffset: 1000,
        riseOnHover: true,
      }).bindPopup(() => popups.post(post, verdicts.get(post.post_id)), popups.options);
      return Object.assign(made, { symbol, post });
    }

    function update(made, verdict) {
      const element = made.getElement();
      if (!element) return;
      const state = verdict.state;
      if (element.dataset.state !== state) sitmap.replace(made.symbol, sitmap.postSymbol(state));
      element.dataset.state = state;
      element.dataset.post = made.post.post_id;
      element.setAttribute("aria-label", `${made.post.name}: ${texts.word("state.", state)}`);
    }

    function show(day) {
      verdicts = new Map(verdictsOn(day).map((number) => [store.verdicts[number].post_id, store.verdicts[number]]));
      for (const post of store.posts) {
        const verdict = verdicts.get(post.post_id);
        if (post.lat === null) continue;
        if (!markers.has(post.post_id)) markers.set(post.post_id, marker(post));
        const made = markers.get(post.post_id);
        if (verdict) layer.addLayer(made);
        else layer.removeLayer(made);
        if (verdict) update(made, verdict);
      }
    }

    // a layer that is switched on again has new elements
    layer.on("add", () => window.setTimeout(() => show(page.day)));

    return {
      layer,
      show,
      verdict: (id) => verdicts.get(id),
      standing: () => store.posts.filter((post) => verdicts.has(post.post_id)),
      select(id) {
        const made = markers.get(id);
        if (!made) return;
        if (!map.hasLayer(layer)) map.addLayer(layer);
        sitmap.flyTo(page, made.getLatLng(), () => made.openPopup());
      },
    };
  };
})((window.sitmap = window.sitmap || {}));
