/* Circles that contain an uncertain position: of the posts and of the day's events. */

// a larger circle of an event, or one of more on a day, is shown only while the popup of its event is open
const LARGE_KM = 15;
const MOST = 60;

/* A circle that contains the position of a row. */
export function uncertaintyCircle(pane, row, className) {
  const look = { ...pane("uncertainty"), interactive: false, className, weight: 1 };
  return L.circle([row.lat, row.lon], { ...look, radius: row.uncertainty_km * 1000 });
}

const isUncertain = (row) => row.uncertainty_km > 0 && row.lat !== null;

export function makeUncertainty({ map, clock, pane, posts, events }) {
  const layer = L.layerGroup();
  const circles = new Map();
  // events of the open popup
  let opened = [];

  function circle(key, row, kind) {
    if (!circles.has(key)) circles.set(key, uncertaintyCircle(pane, row, `uncertainty ${kind}`));
    return circles.get(key);
  }

  const ofPost = (post) => circle(`post ${post.post_id} ${post.start_date}`, post, "of-post");
  const ofEvent = (event) => circle(`event ${event.event_id}`, event, "of-event");

  function show(day) {
    const today = events.current().filter((event) => events.age(event, day) === 0 && isUncertain(event) && event.uncertainty_km < LARGE_KM);
    const wanted = new Set(opened.map(ofEvent));
    for (const post of posts.standing()) if (isUncertain(post)) wanted.add(ofPost(post));
    if (today.length <= MOST) for (const event of today) wanted.add(ofEvent(event));
    for (const drawn of circles.values()) if (!wanted.has(drawn)) layer.removeLayer(drawn);
    for (const drawn of wanted) layer.addLayer(drawn);
  }

  function open(rows) {
    opened = rows.filter(isUncertain);
    if (clock.day() !== null) show(clock.day());
  }

  map.on("popupopen", ({ popup }) => open(popup._source?.events ?? []));
  map.on("popupclose", () => open([]));
  return { layer, show };
}
