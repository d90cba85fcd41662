/* Rows with half-open intervals of days: look-up of the rows that are true on a day, and layers that show them. */

// drawings of a layer that are kept for when they are shown again
const DRAWN = 30;

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

/* A function that makes what belongs to a key, and keeps the last so many. */
export function remembered(most, make) {
  const kept = new Map();
  return (key) => {
    if (!kept.has(key)) kept.set(key, make(key));
    if (kept.size > most) kept.delete(kept.keys().next().value);
    return kept.get(key);
  };
}

/* A layer that shows the rows that are true on a day; `draw` draws a row when it is shown. */
export function datedLayer(rows, days, draw) {
  const layer = L.layerGroup();
  const on = intervals(rows, days);
  const drawn = remembered(DRAWN, (number) => draw(rows[number]));
  let shown = new Map();

  function show(day) {
    const wanted = new Map(on(day).map((number) => [number, shown.get(number) ?? drawn(number)]));
    for (const [number, one] of shown) if (!wanted.has(number)) layer.removeLayer(one);
    for (const [number, one] of wanted) if (!shown.has(number)) layer.addLayer(one);
    shown = wanted;
  }
  return { layer, show, rows: (day) => on(day).map((number) => rows[number]) };
}
