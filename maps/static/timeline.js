/* What happened when, over the slider: events a day, changes of verdicts as ticks, months. */
(function (sitmap) {
  "use strict";

  const HEIGHT = 34;

  function months(drawing, { texts, days }) {
    const names = document.getElementById("months");
    names.replaceChildren();
    for (let day = 0; day < days; day += 1) {
      if (texts.date(day).getUTCDate() !== 1) continue;
      drawing.append(sitmap.svg("rect", { x: day, y: 0, width: 0.4, height: HEIGHT, class: "month" }));
      const year = texts.date(day).getUTCMonth() === 0;
      // no room for a name at the very end
      if (day > days * 0.97) continue;
      const name = year ? sitmap.el("b", {}, String(texts.date(day).getUTCFullYear())) : texts.month(day);
      names.append(sitmap.el("span", { style: `inset-inline-start: ${((100 * day) / days).toFixed(2)}%` }, name));
    }
  }

  /* The gravest state that some post comes to on a day. */
  function turns({ verdicts }) {
    const gravest = new Map();
    for (const { start_date: day, state } of verdicts) {
      const before = sitmap.STATES.indexOf(gravest.get(day));
      if (before === -1 || sitmap.STATES.indexOf(state) < before) gravest.set(day, state);
    }
    return gravest;
  }

  sitmap.timeline = function (page) {
    const { store, days, clock } = page;
    const drawing = document.getElementById("timeline");

    drawing.setAttribute("viewBox", `0 0 ${days} ${HEIGHT}`);
    drawing.setAttribute("preserveAspectRatio", "none");
    const marks = sitmap.svg("g");
    const bars = sitmap.svg("g");
    drawing.append(marks, bars);

    function drawMonths() {
      marks.replaceChildren();
      months(marks, page);
    }

    function drawBars() {
      const counts = Array(days).fill(0);
      for (const { start_date: day } of store.events.filter(page.filters.passes)) if (day !== null && day >= 0 && day < days) counts[day] += 1;
      const most = Math.max(1, ...counts);
      bars.replaceChildren();
      counts.forEach((count, day) => {
        const tall = 6 + 16 * Math.sqrt(count / most);
        if (count) bars.append(sitmap.svg("rect", { x: day, y: 24 - tall, width: 0.9, height: tall, class: "bar" }));
      });
    }
    drawMonths();
    drawBars();
    page.texts.onLanguage(drawMonths);
    page.filters.onChange(drawBars);
    const turned = turns(store);
    for (const day of clock.turns) drawing.append(sitmap.svg("rect", { x: day - 0.3, y: 26, width: 1.4, height: 8, class: `turn ${turned.get(day)}` }));
    const hand = drawing.appendChild(sitmap.svg("rect", { y: 0, width: 1.2, height: HEIGHT, class: "hand" }));

    return { show: (day) => hand.setAttribute("x", day - 0.1) };
  };
})((window.sitmap = window.sitmap || {}));
