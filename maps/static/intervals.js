/* What is true on a day: rows with half-open intervals, looked up in constant time, and layers that follow them. */
(function (sitmap) {
  "use strict";

  /* Numbers of the rows that are true on each day, or were within the `trailing` days before it.
     A row without an end holds until the end of the period, or, if rows are not `open`, for one day;
     one without a beginning has always held, or, if rows are not `open`, is on no day: nobody knows which. */
  sitmap.intervals = function (rows, days, { trailing = 0, open = true } = {}) {
    const byDay = Array.from({ length: days }, () => []);
    rows.forEach((row, number) => {
      if (row.start_date === null && !open) return;
      const first = Math.max(0, row.start_date ?? 0);
      const end = row.end_date ?? (open ? days : row.start_date + 1);
      const last = Math.min(days, end + trailing);
      for (let day = first; day < last; day += 1) byDay[day].push(number);
    });
    return (day) => byDay[day] ?? [];
  };

  /* A layer that shows the rows true on a day; `draw` makes the drawing of a row when it is first needed. */
  sitmap.dated = function (rows, days, draw) {
    const layer = L.layerGroup();
    const on = sitmap.intervals(rows, days);
    const drawn = new Map();
    let shown = new Set();

    function show(day) {
      const wanted = new Set(on(day));
      for (const number of shown) if (!wanted.has(number)) layer.removeLayer(drawn.get(number));
      for (const number of wanted) {
        if (shown.has(number)) continue;
        if (!drawn.has(number)) drawn.set(number, draw(rows[number]));
        layer.addLayer(drawn.get(number));
      }
      shown = wanted;
    }
    return { layer, show, rows: (day) => on(day).map((number) => rows[number]) };
  };
})((window.sitmap = window.sitmap || {}));
