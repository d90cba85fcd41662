/* The layers that follow the day: made once for the day shown, and once more for a day to compare it with. */
import { makePopups } from "../panel/popups.js";
import { makeEvents } from "../symbols/events.js";
import { makePosts } from "../symbols/posts.js";
import { makeUncertainty } from "../symbols/uncertainty.js";
import { makeContact } from "./contact.js";
import { makeControlAreas } from "./control_areas.js";
import { makeCorridors } from "./corridors.js";
import { datedLayer } from "./intervals.js";
import { makeRoads } from "./roads.js";
import { makeZones } from "./zones.js";

// in the order in which they show a day: events and uncertainty depend on the posts; each has a pane of this name
export const DAY_LAYERS = ["zones", "front", "contact", "control_areas", "roads", "corridors", "posts", "events", "uncertainty"];
// layers that a reader switches on
export const OFF = ["control_areas", "front"];

/* The layers by name, and their popups. */
export function makeDayLayers({ store, texts, map, clock, pane, geometry, shapes, sources, evidence, filters, flyTo, decidingReports }) {
  const popups = makePopups({ store, texts, map, clock, geometry, sources, evidence });
  const zones = makeZones({ store, map, shapes, pane, popups, decidingReports });
  const contact = makeContact({ store, shapes, pane, popups });
  // ground in which the front lies so probably
  const front = datedLayer(store.front, store.about.days, (band) => shapes.area(band.shape, { ...pane("front"), className: "front", stroke: false, interactive: false }));
  const areas = makeControlAreas({ store, shapes, pane, popups });
  const roads = makeRoads({ store, geometry, pane, popups });
  const corridors = makeCorridors({ store, texts, geometry, pane, popups });
  const posts = makePosts({ store, texts, map, clock, pane, popups, flyTo });
  const events = makeEvents({ store, texts, map, clock, pane, popups, filters, flyTo, posts });
  const uncertainty = makeUncertainty({ map, clock, pane, posts, events });
  return { popups, zones, front, contact, control_areas: areas, roads, corridors, posts, events, uncertainty };
}
