/* The situation on the day in words: the facts of the map for readers who do not look at it. */
import { bdi, byId, el, linkButton, replaceChildren } from "../page/dom.js";
import { noEvents } from "./events_table.js";

// control reports of a day that are named, and posts of a list
const MOST = 6;

export function makeDayInWords({ store, texts, posts, events, evidence, sources, reports }) {
  const { say, word } = texts;

  const ofState = (some, state) => some.filter((post) => posts.verdict(post.post_id).state === state);
  const unsure = (some, day) => some.filter((post) => store.uncertain(posts.verdict(post.post_id), day)).length;
  const listed = (some) => some.slice(0, MOST).map((post) => post.name).join(say("picture.comma")) + (some.length > MOST ? ` ${say("sentence.more", { n: some.length - MOST })}` : "");

  /* Counts of the other states; each says how many of its own are uncertain, contested ones all are. */
  function others(some, day) {
    const part = (state) => {
      const members = ofState(some, state);
      const doubtful = state === "contested" ? 0 : unsure(members, day);
      if (!members.length || (state === "open" && !doubtful)) return "";
      return say(`sentence.${state}`, { n: state === "open" ? doubtful : members.length }) + (state === "constricted" && doubtful ? say("sentence.uncertain", { n: doubtful }) : "");
    };
    return ["contested", "constricted", "open"].map(part).join("");
  }

  function ofPosts(some, key, day, values) {
    const encircled = ofState(some, "encircled");
    const doubtful = unsure(encircled, day);
    const rest = (doubtful ? say("sentence.uncertain", { n: doubtful }) : "") + others(some, day);
    return say(key, { ...values, encircled: encircled.length, others: rest });
  }

  function ofAllPosts(standing, day) {
    if (!standing.length) return say("sentence.empty");
    if (!store.assessed) return `${texts.count("count.posts", standing.length)}.`;
    const key = ofState(standing, "encircled").length ? "sentence" : "sentence.none";
    return ofPosts(standing, key, day, { posts: texts.count("count.posts", standing.length) });
  }

  /* A sentence on the posts that stood when the period begins, if others have been set up since. */
  function ofFirstPosts(standing, day) {
    const first = standing.filter((post) => post.first);
    if (!first.length || first.length === standing.length || !ofState(standing, "encircled").length) return null;
    return ofPosts(first, "sentence.first", day, { posts: first.length, date: texts.long(0) });
  }

  /* What events say of the posts beside what is assessed, and why the counts differ. */
  function ofReported(standing, day) {
    if (!evidence.claims.length || !standing.length) return null;
    const claimed = standing.filter((post) => evidence.claimed(post, day) === "encircled");
    const assessed = ofState(standing, "encircled");
    const [more, fewer] = [assessed.filter((post) => !claimed.includes(post)), claimed.filter((post) => !assessed.includes(post))];
    const parts = [claimed.length ? say("sentence.reported", { n: claimed.length, list: listed(claimed) }) : say("sentence.reported.none")];
    if (more.length) parts.push(say("sentence.reported.more", { list: listed(more) }));
    if (fewer.length) parts.push(say("sentence.reported.fewer", { list: listed(fewer) }));
    return el("span", { class: "reported" }, parts.join(" "));
  }

  function change(post, day) {
    const verdict = posts.verdict(post.post_id);
    const before = posts.before(verdict);
    if (before?.state === verdict.state) return [];
    const state = word("state.", verdict.state) + (store.uncertain(verdict, day) ? ` ${say("state.uncertain.mark")}` : "");
    return [say(before ? "changes.state" : "changes.new", { post: post.name, state, before: before ? word("state.", before.state) : "" })];
  }

  /* States that have changed since the day before. */
  function changes(standing, day) {
    const found = standing.filter((post) => day > 0 && posts.verdict(post.post_id).start_date === day).flatMap((post) => change(post, day));
    return found.length ? el("span", { class: "changes" }, say("changes", { changes: found.join(say("semicolon")) })) : null;
  }

  /* The control reports of the day: who is reported to hold which place from it. */
  function news(day) {
    // who holds a place when the period begins is no news
    const told = store.control.filter(({ date, lat, kind }) => date === day && lat !== null && kind !== "baseline");
    if (!told.length) return null;
    const entry = (report) => [bdi(say(report.from_side ? "news.taken" : "news.held", { place: report.place_name ?? report.id, side: store.sideName(report.side, texts) })), " ", el("span", { class: "ids" }, "[", sources.reportLink(report), "]")];
    const entries = told.slice(0, MOST).flatMap((report, i) => [...(i ? ["; "] : []), ...entry(report)]);
    const more = told.length > MOST ? [" ", linkButton([say("sentence.more", { n: told.length - MOST })], () => reports.ofDay(day))] : [];
    return el("span", { class: "news" }, `${say("news")} `, ...entries, ...more, ".");
  }

  function show(day) {
    const standing = posts.assessed();
    const recent = events.current().length;
    const hidden = recent ? events.hidden(day) : 0;
    const parts = [
      el("strong", {}, store.posts.length || store.assessed ? `${texts.long(day)}: ${ofAllPosts(store.assessed ? standing : posts.standing(), day)}` : texts.long(day)),
      ofFirstPosts(standing, day),
      ofReported(standing, day),
      recent ? events.say("sentence.events", { events: texts.count("count.events", recent) }) : noEvents({ store, texts, events }, day),
      hidden ? say("sentence.hidden", { n: hidden }) : null,
      changes(standing, day),
      news(day),
    ];
    replaceChildren(byId("sentence"), ...parts.filter(Boolean).flatMap((part, i) => (i ? [" ", part] : [part])));
  }
  return { show };
}
