/* Popups of places: how the place was found, and the control reports on it. */
import { bdi, el, facts, link, twoNames } from "../../page/dom.js";
import { body, head, heading, phrases } from "./phrases.js";

// the world's gazetteer is GeoNames, whose pages have the id of the place in their address
function gazetteerOf(row) {
  const entry = row.geocoder === "world" ? link(`https://www.geonames.org/${row.place_id}`, "GeoNames") : bdi(row.geocoder);
  return el("ul", { class: "sources" }, el("li", {}, entry));
}

// reports in one popup
const MOST = 5;

export function makePlacePopup({ store, texts, clock, sources }) {
  const { say, word } = texts;

  return (row) => {
    const reported = store.control.map((report, number) => (report.place_id === row.place_id ? number : -1)).filter((number) => number >= 0);
    reported.sort((a, b) => (store.control[b].date ?? -Infinity) - (store.control[a].date ?? -Infinity));
    return body(
      head(twoNames(row.name, row.other_name), bdi([row.kind && word("kind.", row.kind), row.admin1, row.country].filter(Boolean).join(say("picture.comma")))),
      facts([
        [say("popup.position"), phrases(texts, store).position(row)],
        [say("popup.matched"), row.query === row.name ? null : row.query],
        [say("popup.reasons"), row.reason],
      ]),
      heading(say("popup.sources")),
      row.sources.length ? sources.byKey(row.sources) : gazetteerOf(row),
      ...(reported.length ? [heading(say("popup.reported")), sources.list(reported.slice(0, MOST).map((number) => store.control[number]), { on: clock.day() })] : []),
    );
  };
}
