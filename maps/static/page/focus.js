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

  map.on("popupclose", () => {
    // by now the popup is removed, and the body has the focus that was in it
    if (!from || document.activeElement !== document.body) return;
    (from.isConnected ? from : map.getContainer()).focus({ preventScroll: true });
    from = null;
  });
}
