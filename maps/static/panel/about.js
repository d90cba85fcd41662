/* The head of the page and the section about the map: its evidence, method, limits and licences. */
import { bdi, byId, el, replaceChildren } from "../page/dom.js";

const paragraph = (...children) => el("p", {}, ...children);

function warnings({ warnings: lines }, say) {
  const summary = el("summary", {}, `${say("about.warnings")} (${lines.length})`);
  return el("details", { id: "warnings" }, summary, el("ul", {}, ...lines.map((line) => el("li", {}, bdi(line)))));
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

  /* What the zones and verdicts rest on, and how sure they are. */
  function assessment() {
    const numbers = { reports: about.reports, events: store.events.length, sources: about.sourceCount, posts: store.posts.length };
    const evidence = Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, count(`count.${name}`, n)]));
    return [
      paragraph(say("about.rests", evidence)),
      paragraph(about.withheld ? say("about.withheld", { n: about.withheld }) : say("about.embargo")),
      paragraph(bdi(texts.worded(about.flow))),
      paragraph(say("about.method")),
      paragraph(el("bdi", { lang: "en" }, about.model)),
      paragraph(bdi(texts.worded(about.accuracy).join(" "))),
      paragraph(say("about.probability")),
    ];
  }
  replaceChildren(
    byId("about-body"),
    summary ? el("p", { dir: "auto", lang: about.summaries[language] ? language : about.language }, summary) : null,
    ...(store.assessed ? assessment() : []),
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
