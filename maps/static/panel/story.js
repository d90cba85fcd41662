/* The guided tour: steps with a day, a part of the map and a caption, by buttons or by the list of all of them. */
import { byId, el, linkButton, replaceChildren } from "../page/dom.js";

export function makeStory({ store, texts, map, clock, layers, selection, address }) {
  const { say } = texts;
  const steps = store.story;
  const [frame, body] = [byId("story"), byId("story-body")];
  let at = null;

  const caption = ({ captions }) => captions[texts.language()] ?? captions[store.about.language] ?? Object.values(captions)[0];

  /* Show what a step shows. */
  function apply({ day, view, post, place, layers: wanted }) {
    map.closePopup();
    clock.go(day);
    if (wanted.length) for (const [name, { layer }] of Object.entries(layers)) map[wanted.includes(name) ? "addLayer" : "removeLayer"](layer);
    if (view) map.setView([view[0], view[1]], view[2], { animate: false });
    if (post) selection.choose("post", post, true);
    else if (place) selection.choose("place", place, true);
  }

  function go(number) {
    at = number;
    if (at !== null) apply(steps[at]);
    draw();
    address.entered();
  }

  function controls() {
    const button = (key, to, off) => {
      const made = el("button", { type: "button", "data-step": key, disabled: off ? "" : null }, say(`story.${key}`));
      made.addEventListener("click", () => {
        go(to);
        // the button is made anew
        body.querySelector(`[data-step="${key}"]:not([disabled]), [data-step]`)?.focus();
      });
      return made;
    };
    if (at === null) return [button("start", 0, false)];
    return [button("back", at - 1, at === 0), button("next", at + 1, at === steps.length - 1), button("end", null, false)];
  }

  function draw() {
    frame.hidden = !steps.length;
    const items = steps.map((step, number) => {
      const show = linkButton([texts.short(step.day)], () => go(number), say("story.show", { n: number + 1 }));
      return el("li", { "aria-current": number === at ? "step" : null, dir: "auto" }, show, ": ", caption(step));
    });
    const now = at === null ? null : el("p", { id: "story-now", "aria-live": "polite", dir: "auto" }, el("b", {}, say("story.step", { n: at + 1, of: steps.length })), " ", caption(steps[at]));
    replaceChildren(body, now, el("div", { class: "controls" }, ...controls()), el("details", {}, el("summary", {}, say("story.all")), el("ol", {}, ...items)));
  }

  /* A link with a step alone shows the step; one with a day or a view as well shows these. */
  function follow({ story: [asked] }) {
    const number = Number(asked) - 1;
    at = asked && steps[number] ? number : null;
    draw();
    if (at !== null && !/[#&](date|zoom|post|place)=/.test(window.location.hash)) window.setTimeout(() => apply(steps[at]));
  }

  draw();
  texts.onLanguage(draw);
  return { inAddress: { keys: ["story"], read: () => (at === null ? {} : { story: at + 1 }), follow } };
}
