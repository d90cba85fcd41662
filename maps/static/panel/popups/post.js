/* Popups of posts: the verdict on the day with its reasons and sources, and the choice between posts under one symbol. */
import { bdi, el, facts, linkButton, twoNames } from "../../page/dom.js";
import { NO_WAY } from "../../page/store.js";
import { postSymbol } from "../../symbols/symbols.js";
import { sparkline } from "../sparkline.js";
import { body, head, heading, more, phrases, sourceSection } from "./phrases.js";

// entries of a list; reports of each side around a post
const [MOST, NEAREST] = [5, 2];

/* A sentence of a row in the language of the interface, else in English. */
function sentence({ texts, sources }, row, name) {
  const lang = row?.[`${name}_${texts.language()}`] ? texts.language() : "en";
  const text = row?.[`${name}_${lang}`];
  return text ? el("p", { class: "reasons", dir: "auto", lang }, sources.linked(text)) : null;
}

/* The width of a post's corridor over the period; null if there is none to tell. */
function widthOverTime({ store, texts, clock }, row) {
  const { days } = store.about;
  const widths = store.daily.get(row.post_id)?.[0];
  if (days === 1 || !widths) return null;
  const { drawing, at } = sparkline(widths, { width: 190, height: 40 });
  at(clock.day());
  return el("figure", {}, drawing, el("figcaption", {}, texts.say("spark.caption", { from: texts.short(0), to: texts.short(days - 1) })));
}

/* How sure the weakest ground on the best way is, and was a week before. */
function wayText(say, chance, { way, wayWeekBefore: before }) {
  return before === null ? chance(way) : say("popup.way.before", { now: chance(way), before: chance(before) });
}

/* Terms and values of a verdict; some are shown only where they add to the reasons of the day. */
function measures({ store, texts }, row, verdict, measured, reasons) {
  const { say, word } = texts;
  const { km, km2, degrees, chance, width, position } = phrases(texts, store);
  const disputed = verdict.state_strict !== verdict.state_lenient;
  return facts([
    [say("popup.since"), texts.long(verdict.since)],
    [say("popup.side"), store.sideName(row.side, texts)],
    [say("popup.width"), width(measured.width)],
    [say("popup.probability"), chance(measured.probability)],
    [say("popup.way"), measured.way === null ? null : wayText(say, chance, measured)],
    [say("popup.strict"), disputed ? word("state.", verdict.state_strict) : null],
    [say("popup.lenient"), disputed ? word("state.", verdict.state_lenient) : null],
    // the sentence of the day names its roads; these are of the last day of the state
    [say("popup.roads_open"), reasons ? null : verdict.roads_open],
    [say("popup.roads_cut"), reasons ? null : verdict.roads_cut],
    [say("popup.arc"), degrees(measured.arc)],
    // 0 km: the post stands on friendly ground
    [say("popup.friendly"), measured.friendly > 0 ? km(measured.friendly) : null],
    [say("popup.remarks"), verdict.remarks?.split("; ").map((remark) => word("remark.", remark)).join(say("semicolon")) ?? null],
    [say("popup.supplied"), verdict.supplied_by],
    [say("popup.pocket"), !reasons && verdict.pocket_km2 > 0 ? km2(verdict.pocket_km2) : null],
    [say("popup.position"), position(row)],
  ]);
}

/* What sources say of a post by the day, and whether the verdict agrees with it. */
function reported({ texts, clock, sources, evidence }, row, verdict) {
  const { say, word } = texts;
  const { claim, events } = evidence.reportedOf(row, clock.day());
  if (!events.length) return [];
  const agrees = claim === "encircled" ? NO_WAY.includes(verdict.state) : claim === "relieved" ? !NO_WAY.includes(verdict.state) : null;
  const entry = (event) => el("li", {}, bdi(`${texts.short(event.start_date)}${say("picture.comma")}${word("event.", event.event_type)}: `), el("span", { dir: "auto", lang: event.summary_language }, event.summary ?? ""), sources.byKey(event.sources));
  const verdictOn = agrees === null ? null : el("p", { class: agrees ? "agrees" : "doubt" }, say(`reported.${claim}.${agrees ? "agrees" : "differs"}`));
  return [heading(say("reported")), verdictOn, el("ul", { class: "reports" }, ...events.slice(0, MOST).map(entry))];
}

/* The nearest reports of the day by the side that holds their place: those that speak for a way, and those against. */
function nearby({ store, texts, clock, sources, evidence }, row, verdict) {
  if (row.lat === null) return [];
  const decisive = verdict.decisive.map((number) => store.control[number]);
  const held = evidence.around(row, clock.day()).filter(({ report }) => !decisive.includes(report));
  const isOwn = ({ side }) => side === row.side || store.friends(row.side, side);
  const section = (title, some) => (some.length ? [heading(texts.say(title)), sources.list(some.slice(0, NEAREST).map(({ report }) => report), { near: row, on: clock.day() })] : []);
  return [...section("popup.nearby.own", held.filter(isOwn)), ...section("popup.nearby.other", held.filter((one) => !isOwn(one)))];
}

export function makePostPopups(parts) {
  const { store, texts, clock, sources } = parts;
  const { say, word } = texts;
  const { isEven, period, position } = phrases(texts, store);

  function post(row, verdict) {
    const title = twoNames(row.name, row.other_name);
    const listed = sourceSection(texts, sources.byKey(row.sources));
    if (!verdict) {
      const side = row.side && store.sideName(row.side, texts);
      return body(head(title, period(row)), facts([[say("popup.side"), side], [say("popup.position"), position(row)], ...more(row)]), listed);
    }
    const measured = store.measured(verdict, clock.day());
    const reasons = store.reasonsOn(row.post_id, clock.day());
    const [since, worded] = [sentence(parts, verdict, "since"), sentence(parts, reasons, "text")];
    return body(
      head(title, el("span", { class: `state ${verdict.state}` }, postSymbol(verdict.state, 18), " ", word("state.", verdict.state), store.uncertain(verdict, clock.day()) ? ` ${say("state.uncertain.mark")}` : null)),
      // an even chance stands before everything else
      ...(isEven(measured.probability) ? [worded, since] : [since, worded]),
      ...reported(parts, row, verdict),
      widthOverTime(parts, row),
      measures(parts, row, verdict, measured, reasons),
      ...(verdict.decisive.length ? [heading(say("popup.decisive")), sources.list(verdict.decisive.slice(0, MOST).map((number) => store.control[number]), { on: clock.day() })] : []),
      ...nearby(parts, row, verdict),
      listed,
    );
  }

  /* The posts under one symbol, each with a button to select it. */
  function posts(rows, stateOf, select) {
    const entry = (row) => {
      const button = linkButton([twoNames(row.name, row.name_ar)], () => select(row.post_id));
      const state = stateOf(row);
      return el("li", {}, button, " ", state && el("span", { class: `state ${state}` }, word("state.", state)));
    };
    const count = say("popup.several.posts", { posts: texts.count("count.posts", rows.length) });
    return body(el("p", { class: "several" }, count), el("ul", { class: "choices" }, ...rows.map(entry)));
  }
  return { post, posts };
}
