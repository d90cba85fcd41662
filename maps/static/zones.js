/* Who holds the ground: areas in their side's colour, the stronger the more probable it is that the side holds them. */
(function (sitmap) {
  "use strict";

  const PALE = 0.2;

  sitmap.isNobodys = (side) => side === "contested" || side === "unknown";

  // a confidence is a probability
  const strength = (confidence) => Math.min(1, Math.max(0, confidence ?? 0.5));

  function opacity(zone) {
    if (sitmap.isNobodys(zone.side)) return 1;
    // a side's throughout: nothing was estimated, and nothing is to be looked for there
    return zone.evidence.length ? 0.1 + 0.3 * strength(zone.confidence) ** 2 : PALE;
  }

  sitmap.zoneStyle = function (side, store) {
    if (sitmap.isNobodys(side)) return { className: `zone hatched ${side}`, stroke: false };
    const colour = store.sides.get(side)?.colour ?? sitmap.colour(null);
    // areas of one side differ in confidence only, and no line runs between them
    return { className: "zone", stroke: false, fillColor: colour };
  };

  sitmap.zones = function (page) {
    const { store, shapes, pane, popups, because, map } = page;

    function draw(zone) {
      const polygon = shapes.area(zone.shape, {
        ...pane("zones"),
        ...sitmap.zoneStyle(zone.side, store),
        fillOpacity: opacity(zone),
      });
      polygon.on("add", () => polygon.getElement().setAttribute("data-side", zone.side));
      polygon.on("click", (event) => ask(zone, event.latlng));
      return polygon;
    }

    function ask(zone, at) {
      popups.open(at, () => popups.zone(zone, at));
      because.show(at, zone.evidence);
    }

    const dated = sitmap.dated(store.zones, page.days, draw);
    return {
      ...dated,
      show(day) {
        dated.show(day);
        // what was said of the ground was said of another day
        map.closePopup(popups.opened());
      },
    };
  };
})((window.sitmap = window.sitmap || {}));
