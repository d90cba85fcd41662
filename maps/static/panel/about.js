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

// the languages in which evidence is worded may be fewer than those of the page
const evidenceLanguage = (worded, texts) => ({ lang: worded[texts.language()] ? texts.language() : "en" });

function show({ store, texts }) {
  const { about } = store;
  const { say, count } = texts;
  const last = about.days - 1;

  const period = last === 0 ? texts.long(0) : say("about.period", { from: texts.long(0), to: texts.long(last) });
  replaceChildren(byId("kicker"), el("b", {}, say("about.history")), " · ", period);

  const numbers = { reports: about.reports, events: store.events.length, sources: about.sourceCount, posts: store.posts.length };
  const evidence = Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, count(`count.${name}`, n)]));
  replaceChildren(
    byId("about-body"),
    about.summary ? el("p", { dir: "auto", lang: about.language }, about.summary) : null,
    paragraph(say("about.rests", evidence), " ", say("about.asof", { date: texts.isoLong(about.asOf) })),
    paragraph(about.withheld ? say("about.withheld", { n: about.withheld }) : say("about.embargo")),
    paragraph(el("bdi", evidenceLanguage(about.flow, texts), about.flow[evidenceLanguage(about.flow, texts).lang])),
    paragraph(say("about.history.long")),
    paragraph(say("about.method")),
    paragraph(el("bdi", { lang: "en" }, about.model), " ", error(about, texts)),
    paragraph(say("about.probability")),
    paragraph(say("about.borders")),
    about.warnings.length ? warnings(about, say) : null,
    about.licences.length ? el("ul", { dir: "auto" }, ...about.licences.map((licence) => el("li", {}, bdi(licence)))) : null,
    paragraph(say("about.rights", { version: about.version }), " ", say(store.network ? "about.network" : "about.offline")),
  );
}

export function showAbout({ store, texts }) {
  show({ store, texts });
  texts.onLanguage(() => show({ store, texts }));
}
