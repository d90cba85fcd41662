/* The situation on the day in words: the facts of the map for readers who do not look at it. */
import { byId, el, replaceChildren } from "../page/dom.js";
import { noEvents } from "./events_table.js";

export function makeDayInWords({ store, texts, posts, events, postList }) {
  const { say, word } = texts;

  // posts whose chance is about even are counted apart, whatever their state
  const apart = (some, day) => some.filter((post) => postList.even(post, day));
  const inState = (some, state, day) => some.filter((post) => posts.verdict(post.post_id).state === state && !postList.even(post, day)).length;
  function others(some, day) {
    const counts = ["contested", "constricted"].map((state) => [state, inState(some, state, day)]);
    return [...counts, ["even", apart(some, day).length]].filter(([, n]) => n).map(([key, n]) => say(`sentence.${key}`, { n }));
  }

  function ofAllPosts(standing, day) {
    if (!standing.length) return say("sentence.empty");
    const encircled = inState(standing, "encircled", day);
    const uncertain = standing.filter((post) => postList.doubt(post, day)).length;
    const rest = [...others(standing, day), ...(uncertain ? [say("sentence.uncertain", { n: uncertain })] : [])].join("");
    return say(encircled ? "sentence" : "sentence.none", { encircled, posts: texts.count("count.posts", standing.length), others: rest });
  }

  /* A sentence on the posts that stood when the period begins, if others have been set up since. */
  function ofFirstPosts(standing, day) {
    const first = standing.filter((post) => post.first);
    if (!first.length || first.length === standing.length) return null;
    return say("sentence.first", { posts: first.length, date: texts.long(0), encircled: inState(first, "encircled", day), others: others(first, day).join("") });
  }

  function change(post) {
    const verdict = posts.verdict(post.post_id);
    const before = posts.before(verdict);
    if (before?.state === verdict.state) return [];
    const values = { post: post.name, state: word("state.", verdict.state), before: before ? word("state.", before.state) : "" };
    return [say(before ? "changes.state" : "changes.new", values)];
  }

  /* States that have changed since the day before. */
  function changes(standing, day) {
    const found = standing.filter((post) => day > 0 && posts.verdict(post.post_id).start_date === day).flatMap(change);
    return found.length ? el("span", { class: "changes" }, say("changes", { changes: found.join("; ") })) : null;
  }

  function show(day) {
    const standing = posts.standing();
    const recent = events.current().length;
    const hidden = recent ? events.hidden(day) : 0;
    const parts = [
      el("strong", {}, `${texts.long(day)}: ${ofAllPosts(standing, day)}`),
      ofFirstPosts(standing, day),
      recent ? events.say("sentence.events", { events: texts.count("count.events", recent) }) : noEvents({ store, texts, events }, day),
      hidden ? say("sentence.hidden", { n: hidden }) : null,
      changes(standing, day),
    ];
    replaceChildren(byId("sentence"), ...parts.filter(Boolean).flatMap((part, i) => (i ? [" ", part] : [part])));
  }
  return { show };
}
