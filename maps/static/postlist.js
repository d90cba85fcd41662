/* The posts as a list: state, since when, width of the corridor on the day and over the whole period. */
(function (sitmap) {
  "use strict";

  const { el, told } = sitmap;

  // a verdict this far from sure, either way, must not read like a sure one
  const DOUBT = 0.05;

  sitmap.postlist = function (page) {
    const { store, texts, posts, popups } = page;
    const { say, word } = texts;
    let rows = null;
    let groups = null;
    let nobody = null;

    function draw() {
      rows = new Map(store.posts.map((post) => [post.post_id, makeRow(post)]));
      groups = [group(true), group(false)].filter(({ members }) => members.length);
      nobody = el("tbody", {}, el("tr", {}, el("td", { colspan: 4, class: "nothing" }, say("posts.none"))));
      const headings = ["column.post", "column.state", "column.since", "column.width"].map((key) => el("th", { scope: "col" }, say(key)));
      sitmap.replace(document.getElementById("posts-table"), el("thead", {}, el("tr", {}, ...headings)), ...groups.map(({ body }) => body), nobody);
    }

    /* How probable it is that a post has no way, where that hangs on where exactly it stands. */
    function doubt(post, day) {
      const { probability } = store.measured(posts.verdict(post.post_id), day);
      return probability >= DOUBT && probability <= 1 - DOUBT ? say("number.percent", { n: Math.round(100 * probability) }) : null;
    }

    function makeRow(post) {
      const button = el("button", { type: "button", class: "link", title: say("posts.show", { name: post.name }) }, told(post.name));
      button.addEventListener("click", () => posts.select(post.post_id));
      const spark = sitmap.sparkline(store.daily.get(post.post_id)?.[0] ?? Array(page.days).fill(null));
      const [state, since, number] = [el("td"), el("td"), el("span")];
      const width = el("td", { class: "number" }, page.days > 1 ? spark.drawing : null, number);
      const row = el("tr", { "data-post": post.post_id }, el("th", { scope: "row" }, button), state, since, width);
      return { row, state, since, number, spark };
    }

    function group(first) {
      const members = store.posts.filter((post) => post.first === first);
      const heading = el("th", { colspan: 4, scope: "rowgroup" });
      const body = el("tbody", {}, el("tr", { class: "group" }, heading), ...members.map((post) => rows.get(post.post_id).row));
      return { first, members, heading, body };
    }

    function stateOf(verdict, share) {
      // beside a state that has a way, a bare figure would be read as that of the way
      const noWay = ["encircled", "contested"].includes(verdict.state);
      const remark = share && el("small", { title: say("state.uncertain", { share }) }, noWay ? ` · ${share}` : say("state.no_way", { share }));
      return [sitmap.postSymbol(verdict.state, 16), " ", told(word("state.", verdict.state)), remark];
    }

    function showRow({ row, state, since, number, spark }, post, day) {
      const verdict = posts.verdict(post.post_id);
      row.hidden = !verdict;
      if (!verdict) return;
      const share = doubt(post, day);
      spark.at(day);
      number.textContent = popups.width(store.measured(verdict, day).width) ?? "";
      const drawn = `${verdict.state} ${verdict.start_date} ${share}`;
      if (row.drawn === drawn) return;
      row.drawn = drawn;
      row.dataset.state = verdict.state;
      state.className = `state ${verdict.state} ${["encircled", "contested"].includes(verdict.state) ? "" : "has-way"}`;
      sitmap.replace(state, ...stateOf(verdict, share));
      since.textContent = texts.short(verdict.start_date);
    }

    function show(day) {
      for (const post of store.posts) showRow(rows.get(post.post_id), post, day);
      nobody.hidden = posts.standing().length > 0;
      for (const { first, members, heading, body } of groups) {
        const standing = members.filter((post) => posts.verdict(post.post_id)).length;
        body.hidden = !standing;
        heading.textContent = say(first ? "posts.first" : "posts.later", { n: standing, date: texts.long(0) });
        // a heading is needed only to tell two groups apart
        heading.parentElement.hidden = groups.length < 2;
      }
    }

    draw();
    texts.onLanguage(draw);
    return { show, doubt };
  };
})((window.sitmap = window.sitmap || {}));
