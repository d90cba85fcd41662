/* A small chart of the width of a post's corridor over the whole period, 0 to 20 km. */
import { svg } from "../page/dom.js";

// widths are measured up to this
const MOST_KM = 20;

/* The chart of `values` by day, null for no value; `at(day)` moves its hand. */
export function sparkline(values, { width = 48, height = 16 } = {}) {
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
}
