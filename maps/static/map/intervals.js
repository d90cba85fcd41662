/* Rows with half-open intervals of days: look-up of the rows that are true on a day, and layers that show them. */
/* A function that returns the numbers of the rows that are true on a day, or were true within the `trailing` days before.
   A row without an end is true until the end of the period or, unless rows are `open`, for one day;
   a row without a start is true from the beginning or, unless rows are `open`, on no day, since its date is unknown. */
export function intervals(rows, days, { trailing = 0, open = true } = {}) {
  const byDay = Array.from({ length: days }, () => []);
  rows.forEach((row, number) => {
    if (row.start_date === null && !open) return;
    const first = Math.max(0, row.start_date ?? 0);
    const end = row.end_date ?? (open ? days : row.start_date + 1);
    const last = Math.min(days, end + trailing);
    for (let day = first; day < last; day += 1) byDay[day].push(number);
  });
  return (day) => byDay[day] ?? [];
}

/* A layer that shows the rows that are true on a day; `draw` draws a row when it is first shown. */
export function datedLayer(rows, days, draw) {
  const layer = L.layerGroup();
  const on = intervals(rows, days);
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
}
