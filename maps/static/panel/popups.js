/* Popups on the map: their contents by subject, their size, and how they follow the day. */
import { byId } from "../page/dom.js";
import { makeEventPopups } from "./popups/event.js";
import { makeGroundPopups } from "./popups/ground.js";
import { makePlacePopup } from "./popups/place.js";
import { makePostPopups } from "./popups/post.js";

// in pixels: beside the zoom buttons, and the width that a popup takes at most
const [BUTTONS, WIDEST] = [58, 340];

const above = (map) => Math.max(16, 8 + byId("tools").getBoundingClientRect().bottom - map.getContainer().getBoundingClientRect().top);

function sizes(map) {
  const maxHeight = Math.max(200, Math.min(460, map.getSize().y - above(map) - 60));
  return { maxWidth: Math.min(WIDEST, window.innerWidth - 70), minWidth: 220, maxHeight };
}

/* Room for a popup beside the tools, the zoom buttons and the key, which is closed where there is no room beside it. */
function room(map) {
  const [key, width] = [byId("key"), map.getSize().x];
  const narrow = width < WIDEST + 40 + BUTTONS + 40;
  if (key.open && width < key.offsetWidth + WIDEST + 40 + BUTTONS) key.open = false;
  const [atKey, atButtons] = [key.open ? key.offsetWidth + 24 : 16, narrow ? 16 : BUTTONS];
  const [left, right] = document.dir === "rtl" ? [atButtons, atKey] : [atKey, atButtons];
  return { autoPanPaddingTopLeft: [left, above(map)], autoPanPaddingBottomRight: [right, 16] };
}

export function makePopups({ store, texts, map, clock, geometry, sources, evidence }) {
  const options = sizes(map);
  // as defaults, so that they are measured when a popup opens: the key opens and closes, and tools take more lines
  const paddings = Object.fromEntries(Object.keys(room(map)).map((name) => [name, { get: () => room(map)[name], enumerable: true, configurable: true }]));
  Object.defineProperties(L.Popup.prototype.options, paddings);
  // the last popup that was opened at a point of the ground
  let opened = null;
  let current = null;

  /* Open a popup at a point. */
  function open(latlng, content) {
    // lower than others, so that the lines from the point can be seen
    opened = L.popup({ ...options, maxHeight: Math.min(300, options.maxHeight) }).setLatLng(latlng).setContent(content()).openOn(map);
  }

  map.on("popupopen", ({ popup }) => {
    current = popup;
    const element = popup.getElement();
    map.getContainer().dataset.popup = "open";
    element.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", texts.say("popup.close"));
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-label", element.querySelector("h3")?.textContent ?? "");
  });
  map.on("popupclose", () => {
    current = null;
    delete map.getContainer().dataset.popup;
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());

  // a popup on a symbol describes the current day
  const show = () => current && current !== opened && current.update();
  return {
    options,
    open,
    opened: () => opened ?? undefined,
    show,
    ...makePostPopups({ store, texts, clock, sources, evidence }),
    ...makeEventPopups({ store, texts, sources }),
    ...makeGroundPopups({ store, texts, clock, sources, geometry, evidence }),
    place: makePlacePopup({ store, texts, clock, sources }),
  };
}
