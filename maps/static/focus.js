/* Who opens a popup by keyboard is in it at once, and back where they were when it closes. */
(function (sitmap) {
  "use strict";

  sitmap.focus = function ({ map }) {
    let from = null;

    map.on("popupopen", ({ popup }) => {
      const element = popup.getElement();
      const active = document.activeElement;
      // a popup that opens by itself takes nobody away from where they are
      if (active === document.body || element.contains(active)) return;
      if (!active.closest(".leaflet-popup")) from = active;
      element.tabIndex = -1;
      element.focus({ preventScroll: true });
    });

    map.on("popupclose", () => {
      // the popup is gone by now, and the focus with it
      if (!from || document.activeElement !== document.body) return;
      (from.isConnected ? from : map.getContainer()).focus({ preventScroll: true });
      from = null;
    });
  };
})((window.sitmap = window.sitmap || {}));
