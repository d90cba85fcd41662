/* The page's address: what is shown, in its fragment, so that a link opens the same; back and forward are followed. */
(function (sitmap) {
  "use strict";

  // browsers refuse to have the address changed many times a second
  const WAIT_MS = 250;

  sitmap.address = function () {
    const parts = [];
    let pending = null;
    let following = false;
    let begun = false;

    function fragment() {
      const asked = new URLSearchParams();
      for (const { read } of parts) {
        for (const [key, values] of Object.entries(read())) for (const value of [values].flat()) asked.append(key, value);
      }
      return `#${asked}`;
    }

    function write(how) {
      window.clearTimeout(pending);
      const wanted = fragment();
      if (wanted === window.location.hash) return;
      try {
        window.history[how](null, "", wanted);
      } catch (refused) {
        // a page inside another's text has no address
        if (refused.name !== "SecurityError") throw refused;
      }
    }

    function follow() {
      const asked = new URLSearchParams(window.location.hash.slice(1));
      const known = parts.flatMap(({ keys }) => keys);
      // a link to a heading within the page asks for nothing that is shown
      if (begun && [...asked.keys()].length && !known.some((key) => asked.has(key))) return;
      following = true;
      for (const part of parts) part.follow(Object.fromEntries(part.keys.map((key) => [key, asked.getAll(key)])));
      following = false;
      // an address written late would undo the one that a reader sets next
      window.clearTimeout(pending);
    }

    function changed() {
      if (following) return;
      window.clearTimeout(pending);
      pending = window.setTimeout(() => write("replaceState"), WAIT_MS);
    }

    return {
      /* A part of the address: its keys, what they are now, and what to do when they are asked for (lists by key). */
      part: (keys, read, asked) => parts.push({ keys, read, follow: asked }),
      changed,
      /* A step that the reader can go back from. */
      entered: () => following || write("pushState"),
      begin() {
        follow();
        begun = true;
        window.addEventListener("popstate", follow);
        window.addEventListener("hashchange", follow);
        changed();
      },
    };
  };

  /* The part of the map in view, once the reader has left the whole area. */
  sitmap.viewAddress = function ({ map, fit, texts, address }) {
    const MOVED_PX = 3;
    let home = null;

    const where = () => ({ zoom: map.getZoom(), centre: map.getCenter() });
    function isHome() {
      const { zoom, centre } = where();
      return home !== null && zoom === home.zoom && map.project(centre).distanceTo(map.project(home.centre)) < MOVED_PX;
    }
    function settle() {
      fit();
      home = where();
    }

    home = where();
    // the key is on the other side then
    texts.onLanguage(() => isHome() && settle());
    map.on("moveend", address.changed);
    // a window of another size shows the whole area at another zoom
    map.on("resize", () => isHome() && window.setTimeout(settle));
    address.part(
      ["zoom", "lat", "lon"],
      () => (isHome() ? {} : { zoom: map.getZoom(), lat: map.getCenter().lat.toFixed(4), lon: map.getCenter().lng.toFixed(4) }),
      (asked) => {
        const [zoom, lat, lon] = ["zoom", "lat", "lon"].map((key) => Number(asked[key][0] ?? NaN));
        if ([zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180) map.setView([lat, lon], zoom, { animate: false });
        else settle();
      },
    );
    return { home: settle };
  };
})((window.sitmap = window.sitmap || {}));
