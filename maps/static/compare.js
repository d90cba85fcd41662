/* Two days on one map: the earlier drawn on one side of a divider, the day shown on the other. */
(function (sitmap) {
  "use strict";

  const DATED = ["zones", "contact", "roads", "corridors", "posts", "events", "uncertainty"];
  const PANES = ["zones", "contact", "roads", "corridors", "posts", "events", "uncertainty"];
  const DAYS_BEFORE = 30;
  // as in the style: the handle stands within the map at both ends
  const HANDLE_PX = 40;

  sitmap.compare = function (page) {
    const { map, texts, days, clock, address, changes } = page;
    const byId = (id) => document.getElementById(id);
    const [button, date, share, divider] = ["compare-button", "compare-date", "swipe-share", "divider"].map(byId);
    let other = null;
    let day = null;

    /* All that is dated, once more, on panes of its own. */
    function second() {
      const made = { ...page, day: null, pane: (name) => page.pane(`${name}-then`) };
      made.popups = sitmap.popups(made);
      // also those on which nothing is drawn yet
      PANES.forEach(made.pane);
      for (const name of DATED) made[name] = sitmap[name](made);
      return made;
    }

    /* Where the divider stands, in pixels from the map's left edge. */
    function edge() {
      const { x: width } = map.getSize();
      const along = HANDLE_PX / 2 + (Number(share.value) / 100) * (width - HANDLE_PX);
      return texts.rightToLeft() ? width - along : along;
    }

    function clip() {
      if (day === null) return;
      const size = map.getSize();
      const x = edge();
      const [from, at, to] = [[0, 0], [x, 0], size].map((point) => map.containerPointToLayerPoint(point));
      const cut = (left, right) => `polygon(${left}px ${from.y}px, ${right}px ${from.y}px, ${right}px ${to.y}px, ${left}px ${to.y}px)`;
      const [left, right] = [cut(from.x, at.x), cut(at.x, to.x)];
      const [then, now] = texts.rightToLeft() ? [right, left] : [left, right];
      for (const name of PANES) {
        map.getPane(name).style.clipPath = now;
        map.getPane(`${name}-then`).style.clipPath = then;
      }
      divider.style.left = `${x}px`;
    }

    function label() {
      button.setAttribute("aria-pressed", String(day !== null));
      for (const id of ["compare-bar", "swipe"]) byId(id).hidden = day === null;
      if (day === null) return;
      date.value = texts.iso(day);
      byId("then").textContent = texts.short(day);
      byId("now").textContent = texts.short(page.day);
    }

    function follow() {
      for (const name of DATED) {
        if (day !== null && map.hasLayer(page[name].layer)) map.addLayer(other[name].layer);
        else if (other) map.removeLayer(other[name].layer);
      }
    }

    function show() {
      label();
      if (day !== null) {
        other ??= second();
        other.day = day;
        follow();
        for (const name of DATED) other[name].show(day);
        clip();
      }
      changes.show(day, page.day);
    }

    /* Compare with a day, or with none. */
    function set(wanted) {
      const asked = wanted === null ? null : Math.min(days - 1, Math.max(0, wanted));
      if (asked === day) return;
      day = asked;
      if (day === null) {
        for (const name of PANES) map.getPane(name).style.clipPath = "";
        follow();
      }
      show();
    }

    function choose(wanted) {
      set(wanted);
      address.entered();
    }

    button.hidden = days === 1;
    date.min = texts.iso(0);
    date.max = texts.iso(days - 1);
    button.addEventListener("click", () => choose(day === null ? Math.max(0, page.day - DAYS_BEFORE) : null));
    date.addEventListener("change", () => {
      const asked = sitmap.dayAsked(texts, date.value);
      if (asked !== null) choose(asked);
    });
    share.addEventListener("input", clip);
    map.on("move zoomend resize viewreset", clip);
    map.on("layeradd layerremove", ({ layer }) => {
      if (day !== null && DATED.some((name) => page[name].layer === layer)) follow();
    });
    clock.onDay(() => day !== null && show());
    address.part(
      ["compare"],
      () => (day === null ? {} : { compare: texts.iso(day) }),
      ({ compare }) => set(sitmap.dayAsked(texts, compare[0])),
    );
    return { day: () => day, edge };
  };
})((window.sitmap = window.sitmap || {}));
