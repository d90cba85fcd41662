/* Popups on the map: their contents by subject, their size, and how they follow the day. */
import { byId } from "../page/dom.js";
import { makeEventPopups } from "./popups/event.js";
import { makeGroundPopups } from "./popups/ground.js";
import { makePlacePopup } from "./popups/place.js";
import { makePostPopups } from "./popups/post.js";

/* Leaflet's options: a popup has to fit beside the tools, which lie over the map where there is room. */
function sizes(map) {
  const above = Math.max(16, 8 + byId("tools").getBoundingClientRect().bottom - map.getContainer().getBoundingClientRect().top);
  const maxHeight = Math.max(260, Math.min(460, map.getSize().y - above - 94));
  const room = { autoPanPaddingTopLeft: [16, above], autoPanPaddingBottomRight: [16, 16] };
  return { maxWidth: Math.min(340, window.innerWidth - 70), minWidth: 220, maxHeight, ...room };
}

export function makePopups({ store, texts, map, clock, geometry, sources, evidence }) {
  const options = sizes(map);
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
    ...makePostPopups({ store, texts, clock, geometry, sources, evidence }),
    ...makeEventPopups({ store, texts, sources }),
    ...makeGroundPopups({ store, texts, clock, sources, geometry, evidence }),
    place: makePlacePopup({ store, texts, clock, sources }),
  };
}
