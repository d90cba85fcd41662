/* The map's buttons for full screen and for the whole area, and the size of the map on paper. */
import { resize } from "../map/paper.js";
import { byId, el } from "./dom.js";

// on A4 of either orientation
const PAPER = { width: "18.4cm", height: "13.2cm" };

/* On paper the map has another size: it shows the same ground there, and the same as before afterwards. */
function fitToPaper(map) {
  const paper = window.matchMedia("print");
  const key = byId("key");
  let before = null;

  function begin() {
    if (before) return;
    before = { open: key.open, restore: resize(map, PAPER) };
    key.open = true;
  }
  function end() {
    if (!before || paper.matches) return;
    before.restore();
    key.open = before.open;
    before = null;
  }
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  // some browsers only change the medium
  paper.addEventListener("change", ({ matches }) => (matches ? begin() : end()));
}

export function mapButton(sign, title, act) {
  const button = el("a", { href: "#", role: "button", title, "aria-label": title }, sign);
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
  return button;
}

const label = (button, title) => ["title", "aria-label"].forEach((name) => button.setAttribute(name, title));

export function addScreenButtons({ texts, map, view, ruler }) {
  const full = mapButton("⛶", texts.say("screen.enter"), () => (document.fullscreenElement ? document.exitFullscreen() : byId("page").requestFullscreen()));
  const whole = mapButton("⌂", texts.say("screen.fit"), view.home);
  const control = L.control({ position: "topright" });
  control.onAdd = () => el("div", { class: "leaflet-bar" }, ...(document.fullscreenEnabled ? [full] : []), whole, ruler);
  control.addTo(map);
  function labelAll() {
    label(full, texts.say(document.fullscreenElement ? "screen.leave" : "screen.enter"));
    label(whole, texts.say("screen.fit"));
    label(ruler, texts.say("screen.measure"));
    for (const way of ["in", "out"]) label(document.querySelector(`.leaflet-control-zoom-${way}`), texts.say(`screen.zoom_${way}`));
  }
  labelAll();
  texts.onLanguage(labelAll);
  document.addEventListener("fullscreenchange", () => {
    labelAll();
    map.invalidateSize();
  });
  fitToPaper(map);
}
