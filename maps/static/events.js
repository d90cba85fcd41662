/* Events of the day and of the week before it, fading with age; those at one place share a sign. */
(function (sitmap) {
  "use strict";

  sitmap.events = function (page) {
    const { store, texts, popups, map } = page;
    const layer = L.layerGroup();
    const on = sitmap.intervals(store.events, page.days, { trailing: page.trailing, open: false });
    const signs = new Map();
    let current = [];

    const dated = (day) => on(day).map((number) => store.events[number]);
    const age = (event, day) => Math.max(0, day - ((event.end_date ?? event.start_date + 1) - 1));

    function bySpot(events) {
      const groups = new Map();
      for (const event of events) {
        if (event.lat === null) continue;
        const spot = `${event.lat} ${event.lon}`;
        if (groups.has(spot)) groups.get(spot).push(event);
        else groups.set(spot, [event]);
      }
      return groups;
    }

    function sign(events) {
      const holder = sitmap.el("span");
      const made = L.marker([events[0].lat, events[0].lon], {
        ...page.pane("events"),
        icon: L.divIcon({ html: holder, className: "event", iconSize: [24, 28], iconAnchor: [12, 27] }),
        riseOnHover: true,
      });
      made.bindPopup(() => popups.events(made.events), { ...popups.options, offset: [0, -20] });
      return Object.assign(made, { holder });
    }

    function update(made, events, day) {
      const newest = events[0];
      made.events = events;
      layer.addLayer(made);
      const element = made.getElement();
      const drawing = events.map((event) => event.event_id).join();
      if (made.drawing !== drawing) {
        const pinned = newest.geo_precision !== 3;
        sitmap.replace(made.holder, sitmap.eventSymbol(sitmap.eventKind(newest.event_type), { pinned, count: events.length }));
        made.drawing = drawing;
      }
      if (!element) return;
      element.style.opacity = String(1 - 0.75 * (age(newest, day) / Math.max(1, page.trailing)));
      element.dataset.events = String(events.length);
      element.setAttribute("aria-label", `${texts.word("event.", newest.event_type)}, ${newest.location ?? ""}`);
    }

    function show(day) {
      current = dated(day).filter(page.filters.passes).sort((a, b) => age(a, day) - age(b, day));
      const groups = bySpot(current);
      for (const [key, made] of signs) if (!groups.has(key)) layer.removeLayer(made);
      for (const [key, events] of groups) {
        if (!signs.has(key)) signs.set(key, sign(events));
        update(signs.get(key), events, day);
      }
    }

    layer.on("add", () => window.setTimeout(() => show(page.day)));

    /* Fly to an event, however far from the area it was, and tell of it. */
    function select(event) {
      if (event.lat === null) return;
      const made = signs.get(`${event.lat} ${event.lon}`);
      const onMap = made && current.includes(event);
      if (onMap && !map.hasLayer(layer)) map.addLayer(layer);
      const open = () => popups.open(L.latLng(event.lat, event.lon), () => popups.events([event]));
      sitmap.flyTo(page, [event.lat, event.lon], () => (onMap ? made.openPopup() : open()));
    }

    return {
      layer,
      show,
      current: () => current,
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
