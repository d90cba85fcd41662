/* A measure over the whole period, small enough to stand in a line: here the width of a post's corridor, 0 to 20 km. */
(function (sitmap) {
  "use strict";

  const { svg } = sitmap;

  // what a corridor's width is measured up to
  const MOST_KM = 20;

  /* `values` by day, null where there is none; the drawing has a hand, which `at(day)` moves. */
  sitmap.sparkline = function (values, { width = 48, height = 16 } = {}) {
    const days = values.length;
    const y = (value) => (height - 2) * (1 - Math.min(value, MOST_KM) / MOST_KM) + 1;
    let area = "";
    let none = "";
    for (let day = 0; day < days; ) {
      let end = day + 1;
      while (end < days && values[end] === values[day]) end += 1;
      if (values[day] === 0) none += `M${day} ${height - 1}H${end}`;
      else if (values[day] !== null && values[day] !== undefined) area += `M${day} ${height}V${y(values[day]).toFixed(1)}H${end}V${height}Z`;
      day = end;
    }
    const hand = svg("path", { class: "hand" });
    const frame = { viewBox: `0 0 ${days} ${height}`, width, height, preserveAspectRatio: "none", class: "sparkline", "aria-hidden": "true" };
    const drawing = svg("svg", frame, svg("path", { d: area, class: "width" }), svg("path", { d: none, class: "no-way" }), hand);
    return { drawing, at: (day) => hand.setAttribute("d", `M${day + 0.5} 0V${height}`) };
  };
})((window.sitmap = window.sitmap || {}));
