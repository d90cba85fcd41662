/* Lines on the map from a point to the places of the reports that decide on the zone there. */
import { safeColour } from "../page/dom.js";

export function makeDecidingReports({ store, map, pane, sources }) {
  const drawing = L.layerGroup().addTo(map);

  function show(at, reports) {
    drawing.clearLayers();
    for (const report of sources.nearest(reports, { lat: at.lat, lon: at.lng })) {
      if (report.lat === null) continue;
      const colour = safeColour(store.sides.get(report.side)?.colour ?? null);
      const place = [report.lat, report.lon];
      L.polyline([at, place], { ...pane("because"), className: "because", weight: 1.4, interactive: false }).addTo(drawing);
      L.circleMarker(place, { ...pane("because"), className: "because-place", radius: 5, fillColor: colour, interactive: false }).addTo(drawing);
    }
  }

  map.on("popupclose", () => drawing.clearLayers());
  return { show };
}
