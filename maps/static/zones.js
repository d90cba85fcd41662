/* Who holds the ground: areas in their side's colour, the stronger the better they are supported. */
(function (sitmap) {
  "use strict";

  const NOBODYS = ["contested", "unknown"];
  const GRADES = { high: 0.9, medium: 0.75, low: 0.5 };

  // a confidence is a number from 0 to 1 or an analyst's word
  const strength = (confidence) => Math.min(1, Math.max(0, typeof confidence === "number" ? confidence : (GRADES[confidence] ?? 0.5)));

  sitmap.zoneStyle = function (side, store) {
    if (NOBODYS.includes(side)) return { className: `zone hatched ${side}`, stroke: false };
    const colour = store.sides.get(side)?.colour ?? sitmap.colour(null);
    return { className: "zone", color: colour, fillColor: colour, weight: 0.6, opacity: 0.5 };
  };

  sitmap.zones = function (page) {
    const { store, geometry, pane, popups, map } = page;

    function draw(zone) {
      const polygon = L.polygon(geometry.polygons(zone.shape), {
        ...pane("zones"),
        ...sitmap.zoneStyle(zone.side, store),
        // neighbours are simplified each by itself: that would open gaps between them
        smoothFactor: 0,
        fillOpacity: NOBODYS.includes(zone.side) ? 1 : 0.1 + 0.3 * strength(zone.confidence) ** 2,
      });
      polygon.on("add", () => polygon.getElement().setAttribute("data-side", zone.side));
      polygon.on("click", (event) => popups.open(event.latlng, () => popups.zone(zone, event.latlng)));
      return polygon;
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
