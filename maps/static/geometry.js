/* Shapes from shared arcs (maps/topology.py): decoded once, joined when they are drawn. */
(function (sitmap) {
  "use strict";

  sitmap.geometry = function ({ step: degrees, arcs, shapes }) {
    const decoded = new Map();

    function arc(i) {
      if (!decoded.has(i)) {
        const points = [];
        let x = 0;
        let y = 0;
        for (let k = 0; k < arcs[i].length; k += 2) {
          x += arcs[i][k];
          y += arcs[i][k + 1];
          points.push([y * degrees, x * degrees]);
        }
        decoded.set(i, points);
      }
      return decoded.get(i);
    }

    function path(steps) {
      const points = [];
      let ref = 0;
      for (const step of steps) {
        ref += step;
        const piece = ref < 0 ? [...arc(~ref)].reverse() : arc(ref);
        // an arc begins where the one before it ends
        points.push(...(points.length ? piece.slice(1) : piece));
      }
      return points;
    }

    return {
      arc,
      shapes,
      polygons: (i) => shapes[i].map((part) => part.map(path)),
      lines: (i) => shapes[i].flatMap((part) => part.map(path)),
    };
  };
})((window.sitmap = window.sitmap || {}));
