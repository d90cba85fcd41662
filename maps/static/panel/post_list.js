/* The posts as a table: state, day since which it holds, and width of the corridor on the day and over the period. */
import { bdi, byId, el, linkButton, replaceChildren, tableHead } from "../page/dom.js";
import { NO_WAY } from "../page/store.js";
import { postSymbol } from "../symbols/symbols.js";
import { phrases } from "./popups/phrases.js";
import { sparkline } from "./sparkline.js";

// a probability at least this far from 0 and from 1 is shown beside the state
const DOUBT = 0.05;

export function makePostList({ store, texts, posts }) {
  const { say, word } = texts;
  const { width, chance } = phrases(texts, store);
  const columns = ["post", ...(store.assessed ? ["state", "since", "width"] : ["since"])];
  let rows = null;
  let groups = null;
  let nobody = null;

  function draw() {
    rows = new Map(store.posts.map((post) => [post.post_id, makeRow(post)]));
    groups = [group(true), group(false)].filter(({ members }) => members.length);
    nobody = el("tbody", {}, el("tr", {}, el("td", { colspan: columns.length, class: "nothing" }, say("posts.none"))));
    const head = tableHead(...columns.map((name) => say(`column.${name}`)));
    replaceChildren(byId("posts-table"), head, ...groups.map(({ body }) => body), nobody);
  }

  /* Probability that a post has no way, as text; null if the post surely has one, or surely none. */
  function doubt(post, day) {
    const { probability } = store.measured(posts.verdict(post.post_id), day);
    return probability >= DOUBT && probability <= 1 - DOUBT ? chance(probability) : null;
  }

  function makeRow(post) {
    const button = linkButton([bdi(post.name)], () => posts.select(post.post_id), say("posts.show", { name: post.name }));
    const spark = sparkline(store.daily.get(post.post_id)?.[0] ?? Array(store.about.days).fill(null));
    const [state, since, number] = [el("td"), el("td"), el("span")];
    const cell = el("td", { class: "number" }, store.about.days > 1 ? spark.drawing : null, number);
    const row = el("tr", { "data-post": post.post_id }, el("th", { scope: "row" }, button), ...(store.assessed ? [state, since, cell] : [since]));
    return { row, state, since, number, spark };
  }

  function group(first) {
    const members = store.posts.filter((post) => post.first === first);
    const heading = el("th", { colspan: columns.length, scope: "rowgroup" });
    const body = el("tbody", {}, el("tr", { class: "group" }, heading), ...members.map((post) => rows.get(post.post_id).row));
    return { first, members, heading, body };
  }

  function showRow({ row, state, since, number, spark }, post, day, standing) {
    const verdict = posts.verdict(post.post_id);
    row.hidden = !standing.has(post.post_id);
    if (row.hidden) return;
    if (!verdict) {
      since.textContent = post.start_date === null ? "" : texts.short(post.start_date);
      return;
    }
    const share = doubt(post, day);
    spark.at(day);
    number.textContent = width(store.measured(verdict, day).width) ?? "";
    const uncertain = store.uncertain(verdict, day);
    const drawn = `${verdict.state} ${verdict.start_date} ${share} ${uncertain}`;
    if (row.drawn === drawn) return;
    row.drawn = drawn;
    row.dataset.state = verdict.state;
    const noWay = NO_WAY.includes(verdict.state);
    // beside the other states the text says that the figure is the probability of no way
    const remark = share && el("small", { title: say("state.uncertain", { share }) }, uncertain ? ` ${say("state.uncertain.mark")}` : null, noWay ? ` · ${share}` : say("state.no_way", { share }));
    state.className = `state ${verdict.state} ${noWay ? "" : "has-way"}`;
    replaceChildren(state, postSymbol(verdict.state, 16), " ", bdi(word("state.", verdict.state)), remark);
    since.textContent = texts.short(verdict.since);
  }

  function show(day) {
    const there = new Set(posts.standing().map((post) => post.post_id));
    for (const post of store.posts) showRow(rows.get(post.post_id), post, day, there);
    nobody.hidden = there.size > 0;
    for (const { first, members, heading, body } of groups) {
      const standing = members.filter((post) => there.has(post.post_id)).length;
      body.hidden = !standing;
      heading.textContent = say(first ? "posts.first" : "posts.later", { n: standing, date: texts.long(0) });
      // a single group needs no heading
      heading.parentElement.hidden = groups.length < 2;
    }
  }

  // a map without posts has no list to skip to
  for (const part of [byId("posts-heading").parentElement, document.querySelector(".skip")]) part.hidden = !store.posts.length;
  draw();
  texts.onLanguage(draw);
  return { show };
}
