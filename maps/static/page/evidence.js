/* What is reported: who holds each place on a day, which reports lie around a point, and what sources say of a post. */
import { isNobodys } from "../map/zones.js";

// an event this near to a post, in km, or within the uncertainty of both, is shown beside its verdict for so many days
const [NEAR_KM, RECENT_DAYS] = [5, 7];
export const KM_A_DEGREE = 111.2;

export function kmBetween(one, other) {
  if (one.lat === null || other.lat === null) return Infinity;
  const shrunk = Math.cos((((one.lat + other.lat) / 2) * Math.PI) / 180);
  return KM_A_DEGREE * Math.hypot(one.lat - other.lat, (one.lon - other.lon) * shrunk);
}

/* The report that says who holds a place on a day: the last one before it, else the next one that names the holder until then. */
function holdingOn(reports, day) {
  const last = reports.findLast(({ date, until }) => date !== null && date <= day && (until === null || until > day));
  if (last) return { report: last, side: last.side };
  const next = reports.find(({ date, from_side: before }) => date !== null && date > day && before);
  return next ? { report: next, side: next.from_side } : null;
}

const words = (text) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;

export function makeEvidence({ store, geometry }) {
  const byPlace = new Map();
  for (const report of [...store.control].sort((a, b) => (a.date ?? 0) - (b.date ?? 0))) {
    const key = report.place_id ?? report.id;
    byPlace.set(key, [...(byPlace.get(key) ?? []), report]);
  }

  /* Holdings on a day with their distance from a point, the nearest first. */
  function around(at, day) {
    const holdings = [...byPlace.values()].map((reports) => holdingOn(reports, day)).filter(Boolean);
    const measured = holdings.map((holding) => ({ ...holding, km: kmBetween(at, holding.report) }));
    return measured.filter(({ km }) => km < Infinity).sort((a, b) => a.km - b.km);
  }

  const zoneAt = (at, day) => store.rowsOn("zones", day).find((zone) => geometry.covers(zone.shape, at)) ?? null;

  /* Of the reports that decide a zone, the nearest one of its first day, else (`dated` is false) the nearest one before it. */
  function begunBy(zone, at) {
    const known = zone.evidence.map((number) => store.control[number]).filter(({ date }) => date !== null && date <= zone.start_date);
    const decides = known.filter(({ side }) => isNobodys(zone.side) || side === zone.side || store.friends(side, zone.side)).sort((a, b) => kmBetween(at, a) - kmBetween(at, b));
    const report = decides.find(({ date }) => date === zone.start_date);
    return { report: report ?? decides[0] ?? null, dated: Boolean(report), estimated: zone.evidence.length > 0 };
  }

  /* Who held a point by the zones: sides with their intervals, and the report by which each began. */
  function history(at) {
    const held = [];
    for (const zone of store.zones.filter(({ shape }) => geometry.covers(shape, at)).sort((a, b) => a.start_date - b.start_date)) {
      const last = held.at(-1);
      if (last && last.side === zone.side && last.end_date === zone.start_date) last.end_date = zone.end_date;
      else held.push({ side: zone.side, start_date: zone.start_date, end_date: zone.end_date, ...begunBy(zone, at) });
    }
    return held;
  }

  const claimOf = (event) => (event && Object.keys(store.about.claims).find((claim) => store.about.claims[claim].includes(event.event_type))) ?? null;
  const claims = store.events.filter((event) => event.start_date !== null && claimOf(event));

  /* Events that name a post, or happen at a place of its name. */
  function naming(post, events) {
    // summaries have names in one script, whatever the language of the page
    const names = [post.name, post.other_name, ...post.aliases].filter(Boolean).map(words);
    return events.filter((event) => {
      const place = store.place.get(event.place_id);
      const at = place && kmBetween(post, event) < NEAR_KM ? [event.location, place.name, place.other_name, ...place.aliases] : [event.location];
      return at.some((name) => name && names.includes(words(name))) || names.some((name) => words(event.summary ?? "").includes(name));
    });
  }
  const claimsOf = new Map(claims.length ? store.posts.map((post) => [post.post_id, naming(post, claims)]) : []);
  const lastClaim = (post, day) => claimsOf.get(post.post_id)?.findLast(({ start_date: start }) => start <= day) ?? null;

  /* The events that say something of a post by a day: the last that claims a state, and others that name it or are near it. */
  function reportedOf(post, day) {
    const known = naming(post, store.events).filter(({ start_date: start }) => start !== null && start <= day);
    const claim = lastClaim(post, day);
    const reach = (event) => Math.min(NEAR_KM, post.uncertainty_km + event.uncertainty_km);
    const near = store.events.filter((event) => event.start_date !== null && event.start_date <= day && day - event.start_date < RECENT_DAYS && kmBetween(post, event) <= reach(event));
    const events = [...new Set([...(claim ? [claim] : []), ...known.slice(-3), ...near])].sort((a, b) => b.start_date - a.start_date);
    return { claim: claimOf(claim), events };
  }

  /* The state that the last event on a post claims by a day: encircled, relieved, ended, or null. */
  const claimed = (post, day) => claimOf(lastClaim(post, day));

  return { around, history, reportedOf, claimed, claims, zoneAt };
}
