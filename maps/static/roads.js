/* Lines of communication, passable or cut on the day. */
(function (sitmap) {
  "use strict";

  sitmap.isMainRoad = (road) => road.kind === "highway" || road.kind === "motorway";

  sitmap.roads = function (page) {
    const { store, geometry, pane, popups } = page;
    return sitmap.dated(store.roads, page.days, (road) => {
      const main = sitmap.isMainRoad(road);
      return L.polyline(geometry.lines(road.shape), {
        ...pane("roads"),
        className: `road ${main ? "main" : "minor"} ${road.open ? "passable" : "cut"}`,
        weight: main ? 3 : 1.8,
      }).bindPopup(() => popups.road(road), popups.options);
    });
  };
})((window.sitmap = window.sitmap || {}));
