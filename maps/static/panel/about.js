/* The head of the page and the section about the map: its evidence, method, limits and licences. */
import { bdi, byId, el, replaceChildren } from "../page/dom.js";

const paragraph = (...children) => el("p", {}, ...children);

function warnings({ warnings: lines }, say) {
  const summary = el("summary", {}, `${say("about.warnings")} (${lines.length})`);
  return el("details", { id: "warnings" }, summary, el("ul", {}, ...lines.map((line) => el("li", {}, bdi(line)))));
}

/* How often the zones are wrong: overall, and where it matters; figures that were not measured are left out. */
function error({ errors, errorPlaces: places }, texts) {
  const { say } = texts;
  if (errors.share === null) return say("about.error.none");
  const sentence = (key, share) => (share === null ? "" : say(key, { places, share: texts.share(share) }));
  const { share, near, blocks, month } = errors;
  return [sentence("about.error", share), sentence("about.error.near", near), sentence("about.error.blocks", blocks), sentence("about.error.month", month)].join(" ");
}

function show({ store, texts }) {
  const { about } = store;
  const { say, count } = texts;
  const last = about.days - 1;
  const language = texts.language();
  const summary = about.summaries[language] ?? about.summary;
  document.title = byId("title").textContent = about.titles[language] ?? about.title;

  const period = last === 0 ? texts.long(0) : say("about.period", { from: texts.long(0), to: texts.long(last) });
  replaceChildren(byId("kicker"), el("b", {}, say("about.history")), " · ", period);

  const numbers = { reports: about.reports, events: store.events.length, sources: about.sourceCount, posts: store.posts.length };
  const evidence = Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, count(`count.${name}`, n)]));
  replaceChildren(
    byId("about-body"),
    summary ? el("p", { dir: "auto", lang: about.summaries[language] ? language : about.language }, summary) : null,
    paragraph(say("about.rests", evidence)),
    paragraph(about.withheld ? say("about.withheld", { n: about.withheld }) : say("about.embargo")),
    paragraph(bdi(texts.worded(about.flow))),
    paragraph(say("about.method")),
    paragraph(el("bdi", { lang: "en" }, about.model), " ", error(about, texts)),
    paragraph(bdi(texts.worded(about.accuracy).join(" "))),
    paragraph(say("about.probability")),
    paragraph(say("about.borders")),
    about.warnings.length ? warnings(about, say) : null,
    el("ul", { id: "margin" }, ...texts.worded(about.margin).map((line) => el("li", {}, bdi(line)))),
    say("about.translation") ? paragraph(say("about.translation")) : null,
    paragraph(say("about.rights"), " ", say(store.network ? "about.network" : "about.offline")),
  );
}

export function showAbout({ store, texts }) {
  show({ store, texts });
  texts.onLanguage(() => show({ store, texts }));
}
