/* Events of the day and of the week before it, fading with age; those near each other on the screen share a sign. */
(function (sitmap) {
  "use strict";

  // nearer to each other than this, in pixels, signs would cover each other
  const REACH = 18;
  // more signs than this hide the situation: they are drawn together further
  const MOST_SIGNS = 80;
  const PROVINCE = 3;
  // how high the middle of a pin's head is over its point
  const HEAD = 17;
  const ANCHOR = [12, 27];

  sitmap.events = function (page) {
    const { store, texts, popups, posts, map } = page;
    const layer = L.layerGroup();
    const on = sitmap.intervals(store.events, page.days, { trailing: page.trailing, open: false });
    const signs = new Map();
    let current = [];
    let boxes = [];

    const dated = (day) => on(day).map((number) => store.events[number]);
    const age = (event, day) => Math.max(0, day - ((event.end_date ?? event.start_date + 1) - 1));
    const vague = (event) => event.geo_precision === PROVINCE;

    function sign(key) {
      const holder = sitmap.el("span");
      const made = L.marker([0, 0], {
        ...page.pane("events"),
        icon: L.divIcon({ html: holder, className: "event", iconSize: [24, 28], iconAnchor: ANCHOR }),
        zIndexOffset: 500,
        riseOnHover: true,
      });
      made.bindPopup(() => popups.events(made.events), { ...popups.options, offset: [0, -20] });
      signs.set(key, Object.assign(made, { holder }));
      return made;
    }

    function update(key, { members, x, y }, move, day) {
      const events = members.map(({ event }) => event);
      const [newest] = events;
      const made = signs.get(key) ?? sign(key);
      made.events = events;
      made.setLatLng(map.unproject([x, y], map.getZoom()));
      layer.addLayer(made);
      const kind = sitmap.eventKind(newest.event_type);
      const drawing = [kind, vague(newest), events.length].join();
      if (made.drawing !== drawing) sitmap.replace(made.holder, sitmap.eventSymbol(kind, { pinned: !vague(newest), count: events.length }));
      made.drawing = drawing;
      const element = made.getElement();
      if (!element) return;
      sitmap.moveAside(element, ANCHOR, move);
      element.style.opacity = String(1 - 0.6 * (age(newest, day) / Math.max(1, page.trailing)));
      element.dataset.events = String(events.length);
      const more = events.length > 1 ? ` (${texts.count("count.events", events.length)})` : "";
      element.setAttribute("aria-label", `${texts.word("event.", newest.event_type)}, ${newest.location ?? ""}${more}`);
    }

    /* Signs of the current events at this zoom. What is known to the province only stands apart from the rest. */
    function layOut(day) {
      const zoom = map.getZoom();
      const items = current
        .filter((event) => event.lat !== null)
        .map((event) => ({ ...map.project([event.lat, event.lon], zoom), event, kind: vague(event) ? "province" : "place" }));
      let reach = REACH;
      let found = sitmap.grouped(items, reach);
      while (found.length > MOST_SIGNS && reach < 300) {
        reach *= Math.max(1.3, Math.sqrt(found.length / MOST_SIGNS));
        found = sitmap.grouped(items, reach);
      }
      const groups = new Map(found.map((group) => [group.members[0].event.event_id, group]));
      for (const [key, made] of signs) {
        if (groups.has(key)) continue;
        layer.removeLayer(made);
        signs.delete(key);
      }
      const fixed = posts.marks().map(({ x, y, radius }) => ({ x, y, radius, fixed: true }));
      const heads = [...groups.values()].map(({ x, y }) => ({ x, y: y - HEAD, radius: 9.5 }));
      const moves = sitmap.pushed([...fixed, ...heads]).slice(fixed.length);
      boxes = heads.map(({ x, y }, i) => ({ left: x + moves[i].dx - 10, right: x + moves[i].dx + 10, top: y + moves[i].dy - 10, bottom: y + moves[i].dy + 14 }));
      [...groups].forEach(([key, group], i) => update(key, group, moves[i], day));
    }

    function show(day) {
      current = dated(day).filter(page.filters.passes).sort((a, b) => age(a, day) - age(b, day));
      layOut(day);
    }

    map.on("zoomend", () => page.day !== null && layOut(page.day));
    layer.on("add", () => window.setTimeout(() => show(page.day)));

    /* Fly to an event, however far from the area it was, and tell of it. */
    function select(event) {
      if (event.lat === null) return;
      if (current.includes(event) && !map.hasLayer(layer)) map.addLayer(layer);
      sitmap.flyTo(page, [event.lat, event.lon], () => popups.open(L.latLng(event.lat, event.lon), () => popups.events([event])));
    }

    return {
      layer,
      show,
      current: () => current,
      signs: () => (map.hasLayer(layer) ? boxes : []),
      // how many of the day the reader's filters leave out
      hidden: (day) => dated(day).filter((event) => !page.filters.passes(event)).length,
      undated: store.events.filter((event) => event.start_date === null),
      age,
      select,
      // on a page of a single day there is nothing to say of the days before
      say: (key, values = {}) => texts.say(page.trailing ? key : `${key}.day`, { ...values, n: page.trailing }),
    };
  };
})((window.sitmap = window.sitmap || {}));
