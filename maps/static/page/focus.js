/* Keyboard focus moves into a popup that the keyboard opens, and back when the popup closes. */
export function keepFocus(map) {
  let from = null;

  map.on("popupopen", ({ popup }) => {
    const element = popup.getElement();
    const active = document.activeElement;
    // a popup that opens by itself does not take the focus away
    if (active === document.body || element.contains(active)) return;
    if (!active.closest(".leaflet-popup")) from = active;
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  });

  // the browser would scroll the map to a symbol that is out of view
  function skipOutside() {
    const view = map.getContainer().getBoundingClientRect();
    for (const symbol of map.getPane("mapPane").querySelectorAll(".leaflet-marker-icon[tabindex]")) {
      const { left, right, top, bottom } = symbol.getBoundingClientRect();
      const outside = right < view.left || left > view.right || bottom < view.top || top > view.bottom;
      symbol.tabIndex = outside ? -1 : 0;
    }
  }
  document.addEventListener("keydown", ({ key }) => key === "Tab" && skipOutside(), true);

  map.on("popupclose", () => {
    // by now the popup is removed, and the body has the focus that was in it
    if (!from || document.activeElement !== document.body) return;
    (from.isConnected ? from : map.getContainer()).focus({ preventScroll: true });
    from = null;
  });
}
