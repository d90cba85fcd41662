/* The quiet ground of the map, from the dossier's own outlines: sea, land, borders, governorates. Nothing is fetched. */
(function (sitmap) {
  "use strict";

  // from the ground up; folium's own layers lie in Leaflet's overlay pane, at 400, and symbols at 600
  const PANES = {
    sea: 200,
    land: 210,
    zones: 300,
    borders: 320,
    roads: 340,
    contact: 350,
    corridors: 360,
    uncertainty: 370,
    places: 380,
    because: 390,
    events: 602,
    posts: 604,
    names: 610,
  };
  // of a second day, for comparing
  const THEN = /-then$/;

  sitmap.panes = function (map) {
    function create(name) {
      map.createPane(name).style.zIndex = PANES[name.replace(THEN, "")];
      if (name === "names") map.getPane(name).style.pointerEvents = "none";
    }
    for (const name of Object.keys(PANES)) create(name);
    const renderers = new Map();
    return (name) => {
      if (!map.getPane(name)) create(name);
      if (!renderers.has(name)) renderers.set(name, L.svg({ pane: name, padding: 0.4 }));
      return { pane: name, renderer: renderers.get(name) };
    };
  };

  sitmap.basemap = function (page) {
    const { map, store, geometry, pane } = page;
    const still = { interactive: false, smoothFactor: 0 };
    const countries = store.context.filter((outline) => outline.kind === "country");
    const districts = store.context.filter((outline) => outline.kind !== "country");
    const known = L.latLngBounds([]);
    for (const { shape } of store.context) known.extend(L.latLngBounds(geometry.polygons(shape).flat(2)));
    if (!known.isValid()) return known;

    L.rectangle(known, { ...pane("sea"), ...still, className: "sea" }).addTo(map);
    for (const { shape } of countries) {
      L.polygon(geometry.polygons(shape), { ...pane("land"), ...still, className: "land" }).addTo(map);
      L.polygon(geometry.polygons(shape), { ...pane("borders"), ...still, className: "border country" }).addTo(map);
    }
    for (const { shape } of districts) {
      L.polygon(geometry.polygons(shape), { ...pane("borders"), ...still, className: "border district" }).addTo(map);
    }
    return known;
  };
})((window.sitmap = window.sitmap || {}));
