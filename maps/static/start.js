/* Puts the page together: called by the map's own script, which folium's layers follow. */
(function (sitmap) {
  "use strict";

  const TRAILING_DAYS = 7;

  const content = (id) => document.getElementById(id).textContent;

  /* JSON from a zlib stream in base64, within memory: to read it from an address would be a request. */
  async function unpacked(base64) {
    const packed = atob(base64);
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
    return new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("deflate"))).json();
  }

  function makeMap(id, [west, south, east, north]) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const motion = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still };
    // the panel says whose work this is, and the buttons stand where the key does not
    const controls = { attributionControl: false, zoomControl: false };
    const map = L.map(id, { ...motion, ...controls, zoomSnap: 0.25, minZoom: 3, maxZoom: 16 });
    // the key lies over the map: where there is room, the area is shown beside it
    const key = document.getElementById("key");
    const beside = () => (key.open && 2.5 * key.offsetWidth < map.getSize().x ? key.offsetWidth + 16 : 4);
    const paddings = () => (document.dir === "rtl" ? { paddingBottomRight: [beside(), 4], paddingTopLeft: [4, 4] } : { paddingTopLeft: [beside(), 4], paddingBottomRight: [4, 4] });
    const fit = () => map.fitBounds([[south, west], [north, east]], { ...paddings(), animate: false });
    fit();
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: true }).addTo(map);
    return { map, fit, bounds: L.latLngBounds([south, west], [north, east]) };
  }

  function useIcons(icons) {
    L.Icon.Default.imagePath = "";
    L.Icon.Default.mergeOptions(icons);
  }

  function show(json, ground) {
    const store = sitmap.store(json);
    const texts = sitmap.languages(json.texts, document.documentElement.lang, store.about.start);
    const address = sitmap.address();
    document.body.append(sitmap.patterns());

    const { days } = store.about;
    const page = { store, texts, address, days, trailing: days > 1 ? TRAILING_DAYS : 0, day: null, geometry: sitmap.geometry(json.topology), ...ground };
    page.shapes = sitmap.shapes(page.geometry);
    page.pane = sitmap.panes(page.map);
    sitmap.basemap(page);
    page.names = sitmap.names(store, texts);
    page.sources = sitmap.sources(page);
    page.popups = sitmap.popups(page);
    page.because = sitmap.because(page);
    page.clock = sitmap.clock(page);
    sitmap.languageButton(page, json.texts);
    page.filters = sitmap.filters(page);
    // in the order in which a day is shown: uncertainty, names and panel ask the posts and events
    for (const name of ["zones", "contact", "roads", "corridors", "places", "posts", "events", "uncertainty", "labels"]) {
      page[name] = sitmap[name](page);
      page.map.addLayer(page[name].layer);
    }
    page.timeline = sitmap.timeline(page);
    page.postlist = sitmap.postlist(page);
    page.panel = sitmap.panel(page);
    sitmap.about(page);
    page.choose = (kind, id) => page.selection.choose(kind, id);
    page.changes = sitmap.changes(page);
    page.compare = sitmap.compare(page);
    sitmap.chronicle(page);
    sitmap.focus(page);
    page.legend = sitmap.legend(page);
    // too narrow for both
    if (page.map.getSize().x < 700) document.getElementById("key").open = false;
    page.fit();
    page.selection = sitmap.selection(page);
    page.view = sitmap.viewAddress(page);
    page.search = sitmap.search(page);
    page.downloads = sitmap.downloads(page);
    sitmap.screen(page);
    L.DomEvent.disableScrollPropagation(document.getElementById("key"));

    for (const part of ["zones", "contact", "roads", "corridors", "posts", "events", "uncertainty", "labels", "timeline", "postlist", "panel", "popups"]) {
      page.clock.onDay(page[part].show);
    }
    texts.onLanguage(page.clock.again);
    address.begin();
    sitmap.page = page;
    return page;
  }

  function apologise(error) {
    document.getElementById("unreadable").hidden = false;
    throw error;
  }

  /* The map is there at once, for folium's layers; what the page shows on it follows when it is unpacked. */
  sitmap.open = function (id) {
    const { bounds, markerIcons } = JSON.parse(content("sitmap-start"));
    useIcons(markerIcons);
    const ground = makeMap(id, bounds);
    sitmap.ready = unpacked(content("sitmap-data")).then((json) => show(json, ground), apologise);
    return ground.map;
  };

  /* Take folium's layers into the key; those to stay in front do. */
  sitmap.adopt = function (map, layers, front) {
    sitmap.ready.then(({ legend }) => layers.forEach(({ name, layer }) => legend.group(() => name, layer)));
    const raise = () => front.forEach((layer) => layer.bringToFront());
    map.on("overlayadd layeradd", (event) => !front.includes(event.layer) && raise());
    raise();
  };
})((window.sitmap = window.sitmap || {}));
