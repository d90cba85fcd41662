/* The selected post, event, place, report or road: selected on the map, in a list, by search or by the address. */
const KINDS = ["post", "event", "place", "report", "road"];

/* Kind and id of the row that a popup on a symbol describes; null for several posts. */
function subjectOf(source) {
  if (source?.posts) return source.posts.length === 1 ? ["post", source.posts[0].post_id] : null;
  if (source?.events?.length) return ["event", source.events[0].event_id];
  return source?.place ? ["place", source.place.place_id] : null;
}

/* A verdict of a post on the day, or the verdict nearest to it in time. */
function nearestVerdict(store, id, day) {
  const verdicts = store.verdicts.filter((verdict) => verdict.post_id === id);
  const apart = ({ start_date: start, end_date: end }) => Math.max(start - day, day - ((end ?? store.about.days) - 1), 0);
  return verdicts.length ? verdicts.reduce((a, b) => (apart(b) < apart(a) ? b : a)) : null;
}

export function makeSelection({ store, map, clock, address, posts, events, places, popups, flyTo, geometry }) {
  let current = null;
  // the selection whose popup is about to open; that popup may belong to no symbol
  let coming = null;

  map.on("popupopen", ({ popup }) => {
    const asked = coming;
    current = asked?.subject ?? subjectOf(popup._source);
    coming = null;
    if (asked?.byAddress) address.changed();
    else address.entered();
  });
  map.on("popupclose", () => {
    current = null;
    address.changed();
  });

  /* Go to a day on which a row is true, unless the current day is one. */
  function goTo(row) {
    const first = Math.max(0, row.start_date ?? 0);
    const last = (row.end_date ?? (row.event_id ? first + 1 : store.about.days)) - 1;
    const day = clock.day();
    if (day < first || day > last) clock.go(day < first ? first : last);
  }

  const show = {
    post(id) {
      const verdict = nearestVerdict(store, id, clock.day());
      if (!verdict) return;
      goTo(verdict);
      posts.select(id);
    },
    event(id) {
      const event = store.event.get(id);
      if (event.start_date !== null && !events.current().includes(event)) goTo(event);
      events.select(event);
    },
    report(id) {
      const report = store.report.get(id);
      flyTo([report.lat, report.lon], () => popups.open(L.latLng(report.lat, report.lon), () => popups.report(report)));
    },
    road(id) {
      const first = store.road.get(id);
      const row = store.rowsOn("roads", clock.day()).find(({ name }) => name === id) ?? first;
      // the middle of its longest line stands for a road
      const line = geometry.lines(first.shape).reduce((one, other) => (other.length > one.length ? other : one), []);
      if (!line.length) return;
      const at = L.latLng(line[Math.floor(line.length / 2)]);
      flyTo(at, () => popups.open(at, () => popups.road(row)));
    },
    place: (id) => places.select(store.place.get(id)),
  };

  function choose(kind, id, byAddress = false) {
    const row = store[kind].get(id);
    if (!row || row.lat === null) return;
    coming = { subject: [kind, id], byAddress };
    show[kind](id);
  }

  function follow(asked) {
    const kind = KINDS.find((name) => asked[name].length);
    if (!kind && current) map.closePopup();
    if (kind && (current?.[0] !== kind || current[1] !== asked[kind][0])) choose(kind, asked[kind][0], true);
  }

  return { choose, inAddress: { keys: KINDS, read: () => (current ? { [current[0]]: current[1] } : {}), follow } };
}
