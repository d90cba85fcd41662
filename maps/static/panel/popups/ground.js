/* Popups of the ground: zones, lines of contact, roads and corridors. */
import { isNobodys } from "../../map/zones.js";
import { bdi, el, facts } from "../../page/dom.js";
import { body, head, heading, phrases } from "./phrases.js";

export function makeGroundPopups({ store, texts, clock, sources }) {
  const { say, word } = texts;
  const { km, km2, chance, width, period } = phrases(texts, store);
  const side = (id) => store.sideName(id, texts);

  /* A zone with the reports that decide on it, those nearest to the point first. */
  function zone(row, at) {
    const known = store.sides.get(row.side);
    const nobodys = isNobodys(row.side);
    const reports = row.evidence.length
      ? [heading(say("popup.evidence", { n: row.evidence.length })), sources.reports(row.evidence, { near: at, on: clock.day() })]
      : [nobodys ? null : el("p", {}, say("popup.evidence.none"))];
    return body(
      head(known ? say("popup.zone", { side: known.name }) : word("popup.zone.", row.side), period(row)),
      facts([
        // contested and unknown ground has no holder to be confident of, and what is set has no probability
        [say("popup.confidence"), nobodys || !row.evidence.length ? null : chance(row.confidence)],
        [say("popup.basis"), nobodys || !row.evidence.length ? null : say(`basis.${row.basis}`)],
        [say("popup.area"), km2(row.area_km2)],
      ]),
      nobodys ? el("p", {}, say(`popup.why.${row.side}`)) : null,
      ...reports,
    );
  }

  function contact(row) {
    const title = say("popup.contact", { a: side(row.side_a), b: side(row.side_b) });
    return body(head(bdi(title), period(row)), facts([[say("popup.length"), km(row.length_km)]]));
  }

  function road(row) {
    const state = say(row.open ? "popup.road.open" : "popup.road.cut", { side: side(row.side) });
    return body(head(bdi(row.name), bdi(state)), facts([[say("popup.period"), period(row)]]));
  }

  function corridor(row) {
    const title = say("popup.corridor", { post: store.post.get(row.post_id)?.name ?? row.post_id });
    const terms = [[say("popup.width"), width(row.width_km)], [say("popup.anchor"), row.anchor]];
    return body(head(bdi(title), period(row)), facts(terms));
  }
  return { zone, contact, road, corridor };
}
