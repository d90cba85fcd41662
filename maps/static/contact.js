/* The line of contact: where areas of two sides meet; drawn heavy between enemies, lightly between friends. */
(function (sitmap) {
  "use strict";

  sitmap.contact = function (page) {
    const { store, shapes, pane, popups } = page;
    return sitmap.dated(store.contact, page.days, (line) => {
      const friends = store.friends(line.side_a, line.side_b);
      return shapes.line(line.shape, {
        ...pane("contact"),
        className: friends ? "contact friendly" : "contact",
        weight: friends ? 1 : 2.4,
      }).bindPopup(() => popups.contact(line), popups.options);
    });
  };
})((window.sitmap = window.sitmap || {}));
