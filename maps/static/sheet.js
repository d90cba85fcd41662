/* A picture of the map with what a reader must know beside it: title, day, key, scale, sources and version. */
(function (sitmap) {
  "use strict";

  const { svg } = sitmap;

  const EDGE = 18;
  const FONT = 'system-ui, "Noto Sans", "Noto Naskh Arabic", sans-serif';
  const MOST_LINES = 3;
  const SCALE_PX = 160;

  /* The longest round distance that fits. */
  function roundKm(most) {
    const power = 10 ** Math.floor(Math.log10(most));
    return [5, 2, 1].map((n) => n * power).find((n) => n <= most);
  }

  sitmap.sheet = function (page) {
    const { map, store, texts } = page;
    const { say } = texts;
    const picture = sitmap.picture(page);
    const measure = document.createElement("canvas").getContext("2d");

    /* Who reported what is shown, those with the most first. */
    function publishers(day) {
      const numbers = sitmap.intervals(store.zones, page.days)(day).flatMap((number) => store.zones[number].evidence);
      const keys = [...new Set(numbers)].flatMap((number) => store.control[number].sources);
      for (const row of [...page.events.current(), ...page.posts.standing()]) keys.push(...row.sources);
      const counts = new Map();
      for (const key of keys) {
        const name = store.sources.get(key)?.publisher ?? key;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
    }

    function wrapped(words, font, width) {
      measure.font = font;
      const lines = [""];
      for (const word of words.split(" ")) {
        const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
        if (measure.measureText(longer).width > width && lines.at(-1)) lines.push(word);
        else lines[lines.length - 1] = longer;
      }
      return lines;
    }

    /* As many names as fit in a few lines, and how many are left. */
    function sourceLines(names, font, width) {
      for (let kept = Math.min(names.length, 60); kept >= 0; kept -= 1) {
        const rest = names.length - kept;
        const list = names.slice(0, kept).join(say("picture.comma"));
        const said = rest ? say("picture.sources.more", { list, n: rest }) : say("picture.sources", { list });
        const lines = wrapped(said, font, width);
        if (lines.length <= MOST_LINES || kept === 0) return lines;
      }
      return [];
    }

    function days() {
      const then = page.compare.day();
      return then === null ? texts.long(page.day) : say("picture.compared", { then: texts.long(then), now: texts.long(page.day) });
    }

    function writer(width, ink, muted) {
      const rtl = texts.rightToLeft();
      const drawing = svg("g", { direction: rtl ? "rtl" : "ltr" });
      let y = 0;
      const looks = (size, weight, colour) => ({ font: `${weight} ${size}px ${FONT}`, fill: colour });
      return {
        drawing,
        // along the line, from where it begins
        x: (along) => (rtl ? width - EDGE - along : EDGE + along),
        down: (by) => (y += by),
        put(words, { size = 11, weight = 400, quiet = false } = {}) {
          const made = looks(size, weight, quiet ? muted : ink);
          for (const line of Array.isArray(words) ? words : wrapped(words, made.font, width - 2 * EDGE)) {
            y += size * 1.4;
            drawing.append(sitmap.text(line, { x: rtl ? width - EDGE : EDGE, y }, made, { "text-anchor": "start" }));
          }
        },
        looks,
        font: (size) => `400 ${size}px ${FONT}`,
        y: () => y,
      };
    }

    /* The sides that hold ground on the day, each with its colour, on as many lines as they need. */
    function key(look, into) {
      const held = [...new Set(sitmap.intervals(store.zones, page.days)(page.day).map((number) => store.zones[number].side))];
      const looks = into.looks(11, 400, look.ink);
      measure.font = looks.font;
      const rtl = texts.rightToLeft();
      let along = 0;
      into.down(16);
      for (const side of held) {
        const name = store.sideName(side, texts);
        const wide = measure.measureText(name).width + 40;
        if (along + wide > look.width - 2 * EDGE && along) {
          along = 0;
          into.down(16);
        }
        const fill = sitmap.isNobodys(side) ? `url(#hatch-${side})` : store.sides.get(side)?.colour;
        const attributes = { x: into.x(along) - (rtl ? 18 : 0), y: into.y() - 10, width: 18, height: 11, fill, stroke: look.muted, "stroke-width": 0.5 };
        into.drawing.append(svg("rect", sitmap.isNobodys(side) ? attributes : { ...attributes, "fill-opacity": 0.45 }));
        into.drawing.append(sitmap.text(name, { x: into.x(along + 24), y: into.y() }, looks, { "text-anchor": "start" }));
        along += wide;
      }
    }

    function scale(look, into) {
      const size = map.getSize();
      const [from, to] = [0, SCALE_PX].map((x) => map.containerPointToLatLng([size.x / 2 + x, size.y / 2]));
      const perPixel = map.distance(from, to) / 1000 / SCALE_PX;
      const km = roundKm(perPixel * SCALE_PX);
      const long = km / perPixel;
      const rtl = texts.rightToLeft();
      into.down(20);
      const start = into.x(0) - (rtl ? long : 0);
      const y = into.y() - 4;
      into.drawing.append(svg("path", { d: `M${start} ${y - 4}V${y}H${start + long}V${y - 4}`, fill: "none", stroke: look.ink, "stroke-width": 1.5 }));
      into.drawing.append(sitmap.text(say("number.km", { n: texts.number(km) }), { x: into.x(long + 8), y }, into.looks(11, 400, look.ink), { "text-anchor": "start" }));
    }

    function divider(shown, look) {
      if (page.compare.day() === null) return null;
      const x = page.compare.edge();
      return svg("path", { d: `M${x} 0V${shown.height}`, stroke: look.ink, "stroke-width": 2 });
    }

    /* The sheet as an SVG element with its size. */
    return function () {
      const style = window.getComputedStyle(document.documentElement);
      const [paper, ink, muted] = ["--paper", "--ink", "--muted"].map((name) => style.getPropertyValue(name).trim());
      const shown = picture();
      const { width } = shown;
      const look = { width, ink, muted };

      const head = writer(width, ink, muted);
      head.down(10);
      head.put(store.about.title, { size: 17, weight: 650 });
      head.put(days(), { size: 15, weight: 600 });
      head.down(10);
      const foot = writer(width, ink, muted);
      scale(look, foot);
      key(look, foot);
      foot.down(4);
      if (page.filters.active()) foot.put(say("filter.hidden", { n: page.filters.hidden().size, events: texts.count("count.events", store.events.length) }), { weight: 600 });
      foot.put(`${say("about.history")}. ${say("about.history.long")}`);
      foot.put(sourceLines(publishers(page.day), foot.font(11), width - 2 * EDGE), { quiet: true });
      if (store.about.licences.length) foot.put(store.about.licences.join("; "), { quiet: true });
      foot.put(say("picture.made", { version: store.about.version, date: texts.isoLong(store.about.asOf) }), { quiet: true });
      foot.down(12);

      const height = head.y() + shown.height + foot.y();
      const size = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, lang: texts.language() };
      shown.drawing.setAttribute("transform", `translate(0 ${head.y()})`);
      foot.drawing.setAttribute("transform", `translate(0 ${head.y() + shown.height})`);
      const line = divider(shown, look);
      if (line) shown.drawing.append(line);
      const sheet = svg("svg", size, svg("rect", { width, height, fill: paper }), head.drawing, shown.drawing, foot.drawing);
      return { sheet, width, height };
    };
  };
})((window.sitmap = window.sitmap || {}));
