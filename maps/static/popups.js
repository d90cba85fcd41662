/* What a reader is told on a click: what, when, who, how sure, and from where. */
(function (sitmap) {
  "use strict";

  const { el, told, facts } = sitmap;

  // of the events under one sign: nobody scrolls through more
  const MOST = 20;

  sitmap.popups = function (page) {
    const { map, store, texts, sources } = page;
    const { say, word } = texts;
    // the tools lie over the map where there is room
    const above = Math.max(16, 8 + document.getElementById("tools").getBoundingClientRect().bottom - map.getContainer().getBoundingClientRect().top);
    const room = { autoPanPaddingTopLeft: [16, above], autoPanPaddingBottomRight: [16, 16] };
    const options = { maxWidth: Math.min(340, window.innerWidth - 70), minWidth: 220, maxHeight: Math.max(260, Math.min(460, map.getSize().y - above - 94)), ...room };
    let opened = null;

    const head = (title, note) => el("header", {}, el("h3", {}, title), note ? el("p", {}, note) : null);
    const body = (...parts) => el("article", { class: "popup" }, ...parts);
    const km = (n) => (n === null ? null : say("number.km", { n: texts.number(n) }));
    const percent = (p) => (p === null ? null : say("number.percent", { n: Math.round(100 * p) }));
    const circle = (n) => (n ? say("number.circle", { km: texts.number(n) }) : null);
    const width = (n) => (n === null ? null : n === 0 ? say("width.none") : say(n >= 20 ? "width.wide" : "number.km", { n: texts.number(n) }));
    const side = (id) => store.sideName(id, texts);
    const position = (row) => circle(row.uncertainty_km);

    // half-open intervals: a reader wants the last day that belongs to it
    function period(row) {
      const [from, to] = [row.start_date, row.end_date === null ? null : row.end_date - 1].map((day) => (day === null ? null : texts.long(day)));
      if (from === null) return to === null ? null : say("popup.until", { to });
      if (from === to) return from;
      return to === null ? say("popup.from", { from }) : say("popup.days", { from, to });
    }

    /* Where passable ground lies around a post, and how wide its way has been. */
    function pictures(row, verdict, measured) {
      const friendly = store.sides.get(row.side)?.friendly ?? new Set();
      const passable = page.zones.rows(page.day).filter((zone) => zone.side === row.side || friendly.has(zone.side));
      const reaches = sitmap.reaches(row, passable.flatMap((zone) => page.geometry.polygons(zone.shape)), store.about.holdKm);
      const rose = sitmap.rose(reaches, { north: say("rose.north"), label: say("rose.label", { n: texts.number(measured.arc ?? 0) }) });
      const values = store.daily.get(row.post_id)?.[0];
      const spark = page.days > 1 && values ? sitmap.sparkline(values, { width: 190, height: 40 }) : null;
      spark?.at(page.day);
      const figure = (drawing, words) => el("figure", {}, drawing, el("figcaption", {}, words));
      return el("div", { class: "pictures" }, figure(rose, say("rose.caption")), spark ? figure(spark.drawing, say("spark.caption", { from: texts.short(0), to: texts.short(page.days - 1) })) : null);
    }

    function post(row, verdict) {
      const title = sitmap.named(row.name, row.other_name);
      if (!verdict) return body(head(title), sourceList(sources.byKey(row.sources)));
      const disputed = verdict.state_strict !== verdict.state_lenient;
      const measured = store.measured(verdict, page.day);
      const reasons = store.reasonsOn(row.post_id, page.day);
      return body(
        head(title, el("span", { class: `state ${verdict.state}` }, sitmap.postSymbol(verdict.state, 18), " ", word("state.", verdict.state))),
        verdict.since ? el("p", { class: "reasons", dir: "auto", lang: "en" }, told(verdict.since)) : null,
        reasons ? el("p", { class: "reasons", dir: "auto", lang: "en" }, told(reasons)) : null,
        row.lat === null ? null : pictures(row, verdict, measured),
        facts([
          [say("popup.since"), texts.long(verdict.start_date)],
          [say("popup.side"), side(row.side)],
          [say("popup.width"), width(measured.width)],
          [say("popup.probability"), percent(measured.probability)],
          // worth saying only where contested ground makes the difference
          [say("popup.strict"), disputed ? word("state.", verdict.state_strict) : null],
          [say("popup.lenient"), disputed ? word("state.", verdict.state_lenient) : null],
          // where they are cut the reasons of the day tell
          [say("popup.roads_open"), verdict.roads_open],
          [say("popup.roads_cut"), verdict.roads_cut],
          [say("popup.arc"), measured.arc === null ? null : say("number.degrees", { n: texts.number(measured.arc) })],
          // a post on friendly ground has none to look for
          [say("popup.friendly"), measured.friendly > 0 ? km(measured.friendly) : null],
          [say("popup.pocket"), !reasons && verdict.pocket_km2 > 0 ? say("number.km2", { n: texts.number(verdict.pocket_km2) }) : null],
          [say("popup.position"), position(row)],
        ]),
        verdict.decisive.length ? el("h4", {}, say("popup.decisive")) : null,
        verdict.decisive.length ? sources.reports(verdict.decisive, { on: page.day }) : null,
        sourceList(sources.byKey(row.sources)),
      );
    }

    const sourceList = (list) => (list ? el("section", {}, el("h4", {}, say("popup.sources")), list) : null);

    function dead(row) {
      const [low, best, high] = [row.fatalities_low, row.fatalities_best, row.fatalities_high].map((n) => (n === null ? null : texts.number(n)));
      if (best === null && low === null && high === null) return null;
      if (low === high || (low === null && high === null)) return best ?? low;
      const unknown = say("unknown");
      return say("number.dead", { best: best ?? unknown, low: low ?? unknown, high: high ?? unknown });
    }

    function event(row) {
      const when = row.start_date === null ? [say("undated")] : [period({ ...row, end_date: row.end_date ?? row.start_date + 1 })];
      if (row.start_date !== null && row.time_precision !== null) when.push(word("time.", row.time_precision));
      const where = [row.location, row.geo_precision ? word("geo.", row.geo_precision) : null, position(row)].filter(Boolean).join(", ");
      return el(
        "section",
        { class: "event-text" },
        head(told(word("event.", row.event_type)), told(when.join(", "))),
        row.summary ? el("p", { dir: "auto", lang: store.about.language }, row.summary) : null,
        facts([
          [say("popup.where"), where],
          [say("popup.actors"), [row.actor1, row.actor2].filter(Boolean).join("; ")],
          [say("popup.dead"), dead(row)],
          [say("popup.reliability"), row.reliability ?? say("nobody")],
          [say("popup.credibility"), row.credibility === null ? null : String(row.credibility)],
        ]),
        sourceList(sources.byKey(row.sources)),
      );
    }

    function zone(row, at) {
      const known = store.sides.get(row.side);
      const nobodys = sitmap.isNobodys(row.side);
      const title = known ? say("popup.zone", { side: known.name }) : word("popup.zone.", row.side);
      return body(
        head(title, period(row)),
        facts([
          // a grade of what nobody reported, or of reports that disagree, says nothing
          [say("popup.confidence"), nobodys ? null : percent(row.confidence)],
          [say("popup.area"), row.area_km2 === null ? null : say("number.km2", { n: texts.number(row.area_km2) })],
        ]),
        nobodys ? el("p", {}, say(`popup.why.${row.side}`)) : null,
        row.evidence.length ? el("h4", {}, say("popup.evidence", { n: row.evidence.length })) : null,
        row.evidence.length || nobodys ? null : el("p", {}, say("popup.evidence.none")),
        row.evidence.length ? sources.reports(row.evidence, { near: at, on: page.day }) : null,
      );
    }

    function place(row) {
      const reported = store.control.map((report, number) => (report.place_id === row.place_id ? number : -1)).filter((number) => number >= 0);
      reported.sort((a, b) => (store.control[b].date ?? -Infinity) - (store.control[a].date ?? -Infinity));
      return body(
        head(sitmap.named(row.name, row.other_name), told([row.kind && word("kind.", row.kind), row.admin1, row.country].filter(Boolean).join(", "))),
        facts([
          [say("popup.position"), position(row)],
          [say("popup.matched"), row.query === row.name ? null : row.query],
          [say("popup.reasons"), row.reason],
        ]),
        el("h4", {}, say("popup.sources")),
        row.sources.length ? sources.byKey(row.sources) : geocoded(row),
        reported.length ? el("h4", {}, say("popup.reported")) : null,
        reported.length ? sources.reports(reported, { on: page.day }) : null,
      );
    }

    // the world's gazetteer is GeoNames', whose pages go by the place's id
    function geocoded(row) {
      const text = row.geocoder === "world" ? "GeoNames" : row.geocoder;
      return el("ul", { class: "sources" }, el("li", {}, row.geocoder === "world" ? sitmap.link(`https://www.geonames.org/${row.place_id}`, text) : told(text)));
    }

    function road(row) {
      const passable = say(row.open ? "popup.road.open" : "popup.road.cut", { side: side(row.side) });
      return body(head(told(row.name), told(passable)), facts([[say("popup.period"), period(row)]]));
    }

    function contact(row) {
      const title = say("popup.contact", { a: side(row.side_a), b: side(row.side_b) });
      return body(head(told(title), period(row)), facts([[say("popup.length"), km(row.length_km)]]));
    }

    function corridor(row) {
      return body(
        head(told(say("popup.corridor", { post: store.post.get(row.post_id)?.name ?? row.post_id })), period(row)),
        facts([
          [say("popup.width"), width(row.width_km)],
          [say("popup.anchor"), row.anchor],
        ]),
      );
    }

    function events(rows) {
      const several = say("popup.several", { events: texts.count("count.events", rows.length) });
      return body(rows.length > 1 ? el("p", { class: "several" }, several) : null, ...rows.slice(0, MOST).map(event), rows.length > MOST ? el("p", {}, say("popup.more", { n: rows.length - MOST })) : null);
    }

    /* Several posts under one symbol: each can be gone to. */
    function posts(rows, state, select) {
      const entry = (row) => {
        const button = el("button", { type: "button", class: "link" }, sitmap.named(row.name, row.name_ar));
        button.addEventListener("click", () => select(row.post_id));
        return el("li", {}, button, " ", el("span", { class: `state ${state(row)}` }, word("state.", state(row))));
      };
      return body(el("p", { class: "several" }, say("popup.several.posts", { posts: texts.count("count.posts", rows.length) })), el("ul", { class: "choices" }, ...rows.map(entry)));
    }

    /* Open a popup at a point; what it says may depend on the point. */
    function open(latlng, content) {
      // low enough to leave the lines to be seen that lead from the point
      opened = L.popup({ ...options, maxHeight: Math.min(300, options.maxHeight) }).setLatLng(latlng).setContent(content()).openOn(map);
    }

    // a popup on a symbol speaks of the day shown
    let current = null;
    map.on("popupopen", (opening) => {
      current = opening.popup;
      map.getContainer().dataset.popup = "open";
      current.getElement().setAttribute("role", "dialog");
      current.getElement().setAttribute("aria-label", current.getElement().querySelector("h3")?.textContent ?? "");
    });
    map.on("popupclose", () => {
      current = null;
      delete map.getContainer().dataset.popup;
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
    const show = () => current && current !== opened && current.update();

    return { options, open, opened: () => opened ?? undefined, show, width, post, posts, events, zone, place, road, contact, corridor };
  };
})((window.sitmap = window.sitmap || {}));
