/* The map's own buttons: full screen, and back to the whole area. */
(function (sitmap) {
  "use strict";

  // beyond the area there are no names and outlines to be seen near by
  const [NEAR, FAR] = [10, 6];

  /* Bring a point into view, and the map itself where the page is longer than the screen; then tell of it. */
  sitmap.flyTo = function ({ map, bounds }, at, tell) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const zoom = bounds.contains(at) ? Math.max(map.getZoom(), NEAR) : FAR;
    map.getContainer().scrollIntoView({ block: "nearest" });
    // a popup moves the map to have room, which a map on its way does not do
    map.once("moveend", () => window.setTimeout(tell));
    map.setView(at, zoom, { animate: !still });
  };

  /* On paper the map has another size: it shows the same ground there, and the same as before afterwards. */
  function onPaper({ map }) {
    const root = document.documentElement;
    const paper = window.matchMedia("print");
    const key = document.getElementById("key");
    let before = null;

    function begin() {
      if (before) return;
      before = { centre: map.getCenter(), zoom: map.getZoom(), open: key.open };
      const shown = map.getBounds();
      root.classList.add("on-paper");
      key.open = true;
      map.invalidateSize({ animate: false });
      map.fitBounds(shown, { animate: false });
    }
    function end() {
      if (!before || paper.matches) return;
      root.classList.remove("on-paper");
      map.invalidateSize({ animate: false });
      map.setView(before.centre, before.zoom, { animate: false });
      key.open = before.open;
      before = null;
    }
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    // also where only the style is asked for
    paper.addEventListener("change", ({ matches }) => (matches ? begin() : end()));
  }

  sitmap.screen = function (page) {
    const { map, texts } = page;
    const frame = document.getElementById("page");

    const name = (made, title) => Object.entries({ title, "aria-label": title }).forEach((attribute) => made.setAttribute(...attribute));

    function button(sign, title, act) {
      const made = sitmap.el("a", { href: "#", role: "button", title, "aria-label": title }, sign);
      L.DomEvent.disableClickPropagation(made);
      made.addEventListener("click", (event) => {
        event.preventDefault();
        act();
      });
      return made;
    }

    const full = button("⛶", texts.say("screen.enter"), () => (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen()));
    const whole = button("⌂", texts.say("screen.fit"), page.view.home);
    const control = L.control({ position: "topright" });
    control.onAdd = () => sitmap.el("div", { class: "leaflet-bar" }, ...(document.fullscreenEnabled ? [full] : []), whole);
    control.addTo(map);
    function label() {
      name(full, texts.say(document.fullscreenElement ? "screen.leave" : "screen.enter"));
      name(whole, texts.say("screen.fit"));
    }
    texts.onLanguage(label);
    document.addEventListener("fullscreenchange", () => {
      label();
      map.invalidateSize();
    });
    onPaper(page);
  };
})((window.sitmap = window.sitmap || {}));
