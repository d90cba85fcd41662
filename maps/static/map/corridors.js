/* Corridors: the widest way from a post to a supply anchor, with its pinch point. */
import { datedLayer } from "./intervals.js";

// widths are measured up to this: a corridor that wide gets no pinch point
const MOST_KM = 20;

const isWide = (corridor) => corridor.pinch_lat === null || corridor.width_km >= MOST_KM;

export function makeCorridors({ store, texts, geometry, pane, popups }) {
  function draw(corridor) {
    const wide = isWide(corridor);
    const look = wide ? { className: "corridor wide", weight: 1.5 } : { className: "corridor", weight: 2.5 };
    const drawing = L.featureGroup([L.polyline(geometry.lines(corridor.shape), { ...pane("corridors"), ...look })]);
    if (!wide) L.circleMarker([corridor.pinch_lat, corridor.pinch_lon], { ...pane("corridors"), className: "pinch", radius: 4 }).addTo(drawing);
    return drawing.bindPopup(() => popups.corridor(corridor), popups.options);
  }

  const dated = datedLayer(store.corridors, store.about.days, draw);

  /* Pinch points on a day with their labels, the narrowest first. */
  function pinches(day) {
    const narrow = dated.rows(day).filter((corridor) => !isWide(corridor)).sort((a, b) => a.width_km - b.width_km);
    return narrow.map((corridor) => ({ lat: corridor.pinch_lat, lon: corridor.pinch_lon, text: texts.say("number.km", { n: texts.number(corridor.width_km) }) }));
  }

  return { ...dated, pinches };
}
