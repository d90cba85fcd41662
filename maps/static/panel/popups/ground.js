/* Popups of the ground: zones with the reports for and against, lines of contact, roads, corridors and reports. */
import { whereIs } from "../../map/coordinates.js";
import { isNobodys } from "../../map/zones.js";
import { bdi, el, facts, link, linkButton } from "../../page/dom.js";
import { kmBetween } from "../../page/evidence.js";
import { body, head, heading, more, phrases, sourceSection } from "./phrases.js";

// reports against, and how far they may lie from the point
const [MOST, FAR_KM] = [3, 20];
// a zone without a report of so many days that supports it says so
const STALE_DAYS = 60;

export function makeGroundPopups({ store, texts, clock, sources, geometry, evidence }) {
  const { say, word } = texts;
  const { km, km2, chance, width, period } = phrases(texts, store);
  const side = (id) => store.sideName(id, texts);

  /* Sections of the reports that support a zone at a point on a day, and of the nearest that contradict it. */
  function reportsOn(row, at, day) {
    if (!store.assessed) return [];
    const near = { near: at, on: day };
    const decide = row.evidence.map((number) => store.control[number]);
    if (isNobodys(row.side)) return decide.length ? [heading(say("popup.evidence", { n: decide.length })), sources.list(sources.nearest(decide, at), near)] : [];
    if (!decide.length) return [el("p", {}, say("popup.evidence.none"))];
    const supports = (holder) => holder === row.side || store.friends(holder, row.side);
    // a later report decides by the holder until then
    const own = decide.filter((report) => supports(report.date > day ? (report.from_side ?? report.side) : report.side));
    const others = decide.filter((report) => !own.includes(report) && kmBetween(at, report) <= FAR_KM);
    const held = evidence.around(at, day).filter(({ side: holder, km: away, report }) => !supports(holder) && away <= FAR_KM && !own.includes(report));
    const against = sources.nearest([...new Set([...others, ...held.map(({ report }) => report)])], at).slice(0, MOST);
    const ages = own.filter(({ date }) => date !== null && date <= day).map(({ date }) => day - date);
    const stale = Math.min(...ages) > STALE_DAYS;
    return [
      stale ? el("p", { class: "doubt" }, say("popup.stale", { n: STALE_DAYS })) : null,
      ...(own.length ? [heading(say("popup.evidence", { n: own.length })), sources.list(sources.nearest(own, at), near)] : []),
      ...(against.length ? [heading(say("popup.against")), sources.list(against, near)] : []),
    ];
  }

  /* Who held a point over the period, as a list that opens. */
  function historyOf(held) {
    if (!held.length) return null;
    function by({ report, dated, estimated }) {
      if (!report) return estimated ? [` ${say("changes.estimated")}`] : [];
      return [dated ? " [" : ` (${say("popup.history.nearest")} `, sources.reportLink(report), dated ? "]" : ")"];
    }
    const entry = (one) => el("li", {}, linkButton([bdi(texts.short(one.start_date))], () => clock.go(one.start_date)), ": ", bdi(side(one.side)), ...by(one));
    return el("details", { class: "history" }, el("summary", {}, say("popup.history")), el("ul", {}, ...held.map(entry)));
  }

  /* A zone at a point: since when it is held there, the connected area, and the reports for and against. */
  function zone(row, latlng) {
    const [day, at] = [clock.day(), { lat: latlng.lat, lon: latlng.lng }];
    const known = store.sides.get(row.side);
    const nobodys = isNobodys(row.side);
    const held = evidence.history(at);
    const since = held.find((one) => one.start_date <= day && (one.end_date === null || day < one.end_date))?.start_date ?? row.start_date;
    const rows = geometry.connected(store.rowsOn("zones", day).filter((other) => other.side === row.side), row);
    return body(
      head(known ? say("popup.zone", { side: known.name }) : word("popup.zone.", row.side), say(since > 0 ? "popup.held" : "popup.held.first", { date: texts.long(Math.max(0, since)) })),
      facts([
        // contested and unknown ground has no holder to be confident of, and what is set has no probability
        [say("popup.confidence"), nobodys || !row.evidence.length ? null : chance(row.confidence)],
        [say("popup.basis"), nobodys || !row.evidence.length ? null : say(`basis.${row.basis}`)],
        [say("popup.where"), whereIs({ store, geometry }, at).join(" · ")],
        [say("popup.area"), km2(rows.reduce((sum, { area_km2: area }) => sum + (area ?? 0), 0))],
        ...more(row),
      ]),
      nobodys && store.assessed ? el("p", {}, say(`popup.why.${row.side}`)) : null,
      ...reportsOn(row, at, day),
      historyOf(held),
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

  /* How far the control maps of others agree with the zones on a day. */
  function agreement(day) {
    const [measured] = store.rowsOn("agreement", day);
    if (!measured?.compared_km2) return say("agreement.none");
    return say("agreement", { agreed: km2(measured.agreed_km2), compared: km2(measured.compared_km2), share: texts.share(measured.agreed_km2 / measured.compared_km2) });
  }

  /* Ground that a control map of others gives to a side. */
  function controlArea(row) {
    return body(
      head(say("popup.control_area", { side: side(row.side) }), period(row) ?? say("undated")),
      facts([
        [say("popup.mode"), say(`mode.${row.mode}`)],
        [say("popup.stated"), word("confidence.", row.confidence)],
        [say("popup.licence"), row.licence ? link(row.licence, row.licence) : null],
      ]),
      el("p", {}, agreement(clock.day())),
      sourceSection(texts, sources.byKey(row.sources)),
    );
  }

  /* A control report. */
  function report(row) {
    const values = { place: row.place_name ?? row.id, side: side(row.side) };
    return body(
      head(bdi(`${row.id}: ${row.date === null ? say("popup.report.undated", values) : say("popup.report", { ...values, date: texts.long(row.date) })}`), sources.judged(row)),
      row.note ? el("q", { dir: "auto", lang: store.about.language }, row.note) : null,
      facts([
        [say("popup.report.before"), row.from_side ? side(row.from_side) : null],
        [say("popup.report.ends"), row.until === null ? null : texts.long(row.until)],
      ]),
      sourceSection(texts, sources.byKey(row.sources)),
    );
  }
  return { zone, contact, road, corridor, report, controlArea, agreement };
}
