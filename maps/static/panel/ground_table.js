/* Who holds the towns on the day, as a table: the ground of the map for readers without a mouse, with the reason one key away. */
import { bdi, byId, el, linkButton, replaceChildren, tableHead } from "../page/dom.js";

// towns that are shown at once, and in all
const [AT_ONCE, MOST] = [12, 120];

export function makeGroundTable({ store, texts, flyTo, evidence, zones }) {
  const { say } = texts;
  const towns = store.places.filter(({ lat, rank }) => lat !== null && rank !== null).sort((a, b) => b.rank - a.rank).slice(0, MOST);
  const more = el("details", { id: "ground-more" }, el("summary"), el("table"));
  let [rows, day] = [[], 0];

  function why(town) {
    const zone = evidence.zoneAt(town, day);
    const at = L.latLng(town.lat, town.lon);
    flyTo(at, () => zones.open(zone, at));
  }

  function show(shown) {
    day = shown;
    for (const { town, row, side } of more.open ? rows : rows.slice(0, AT_ONCE)) {
      const zone = evidence.zoneAt(town, day);
      row.hidden = !zone;
      const name = zone ? store.sideName(zone.side, texts) : "";
      if (side.textContent !== name) side.textContent = name;
    }
  }

  function draw() {
    rows = towns.map((town) => {
      const [side, button] = [el("td"), linkButton([bdi(town.name)], () => why(town), say("ground.why", { name: town.name }))];
      button.dataset.zone = town.place_id;
      return { town, side, row: el("tr", {}, el("th", { scope: "row" }, button), side) };
    });
    const table = (some) => [tableHead(say("column.place"), say("column.side")), el("tbody", {}, ...some.map(({ row }) => row))];
    replaceChildren(byId("ground-table-body"), ...table(rows.slice(0, AT_ONCE)));
    replaceChildren(more.firstChild, say("changes.more", { n: rows.length - AT_ONCE }));
    replaceChildren(more.lastChild, ...table(rows.slice(AT_ONCE)));
    more.hidden = rows.length <= AT_ONCE;
    byId("ground-section").hidden = !rows.length;
  }
  byId("ground-more")?.remove();
  byId("ground-table-body").after(more);
  more.addEventListener("toggle", () => show(day));
  draw();
  texts.onLanguage(draw);
  return { show };
}
