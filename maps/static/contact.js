/* The line of contact: where areas of two sides meet; drawn heavy between enemies, lightly between friends. */
(function (sitmap) {
  "use strict";

  sitmap.contact = function (page) {
    const { store, geometry, pane, popups } = page;
    return sitmap.dated(store.contact, page.days, (line) => {
      const friends = store.friends(line.side_a, line.side_b);
      return L.polyline(geometry.lines(line.shape), {
        ...pane("contact"),
        smoothFactor: 0,
        className: friends ? "contact friendly" : "contact",
        weight: friends ? 1 : 2.4,
      }).bindPopup(() => popups.contact(line), popups.options);
    });
  };
})((window.sitmap = window.sitmap || {}));
