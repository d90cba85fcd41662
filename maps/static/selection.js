/* The post, event or place that the reader asks about: chosen on the map, in a list, by search or by the address. */
(function (sitmap) {
  "use strict";

  const KINDS = ["post", "event", "place"];

  /* What a popup on a symbol tells of. */
  function subject(source) {
    if (source?.posts) return source.posts.length === 1 ? ["post", source.posts[0].post_id] : null;
    if (source?.events?.length) return ["event", source.events[0].event_id];
    return source?.place ? ["place", source.place.place_id] : null;
  }

  sitmap.selection = function (page) {
    const { map, store, address, clock } = page;
    let current = null;
    // what was asked for and is on its way; a popup that tells of it may stand on no symbol
    let coming = null;

    map.on("popupopen", ({ popup }) => {
      const asked = coming;
      current = asked?.subject ?? subject(popup._source);
      coming = null;
      if (asked?.byAddress) address.changed();
      else address.entered();
    });
    map.on("popupclose", () => {
      current = null;
      address.changed();
    });

    /* Go to a day on which a row is true, if the one shown is none. */
    function goTo(row) {
      const first = Math.max(0, row.start_date ?? 0);
      const last = (row.end_date ?? (row.event_id ? first + 1 : page.days)) - 1;
      if (page.day < first || page.day > last) clock.go(page.day < first ? first : last);
    }

    const show = {
      post(id) {
        const verdicts = store.verdicts.filter((verdict) => verdict.post_id === id);
        if (!verdicts.length) return;
        const near = ({ start_date: start, end_date: end }) => Math.max(start - page.day, page.day - ((end ?? page.days) - 1), 0);
        goTo(verdicts.reduce((a, b) => (near(b) < near(a) ? b : a)));
        page.posts.select(id);
      },
      event(id) {
        const event = store.event.get(id);
        if (event.start_date !== null && !page.events.current().includes(event)) goTo(event);
        page.events.select(event);
      },
      place: (id) => page.places.select(store.place.get(id)),
    };

    function choose(kind, id, byAddress = false) {
      const row = store[kind].get(id);
      if (!row || row.lat === null) return;
      coming = { subject: [kind, id], byAddress };
      show[kind](id);
    }

    address.part(
      KINDS,
      () => (current ? { [current[0]]: current[1] } : {}),
      (asked) => {
        const kind = KINDS.find((name) => asked[name].length);
        if (!kind && current) map.closePopup();
        if (!kind) return;
        if (current?.[0] !== kind || current[1] !== asked[kind][0]) choose(kind, asked[kind][0], true);
      },
    );
    return { choose };
  };
})((window.sitmap = window.sitmap || {}));
