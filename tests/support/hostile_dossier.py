"""A dossier on disk with hostile text in every field that takes text: a grid of two places, a post, a road."""

import csv
import json
from pathlib import Path
from typing import Any

from hostile import WRITTEN

HEAD = """\
title = {title}
summary = {summary}
language = "en"
licences = [{licence}]
area = [36.0, 35.0, 37.4, 36.6]
start = 2020-01-01
end = 2020-01-11

[[sides]]
id = "constructor"
name = {side}
name_ar = {side-ar}
colour = "#0072B2"

[[sides]]
id = "tostring"
name = "toString"
colour = "#D55E00"

[[territories]]
side = "constructor"
file = "north.geojson"
feature = {territory}

[[anchors]]
side = "constructor"
name = {anchor}
where = "36.5,36.69"
"""
_SIDES = ("constructor", "tostring")


class HostileDossier:
    """Dossier written to a folder; `marks` are the marks of its fields."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marks: set[str] = set()
        (folder / "reports").mkdir(parents=True)
        self._head()
        self._tables()
        self._drawings()
        report = folder / "reports" / "<img src=x onerror=window.ran=1>`${window.ran=1}`{{7*7}}'\".txt"
        report.write_text(f"title: {WRITTEN}\npublished: 2020-01-05\n\n{WRITTEN}", encoding="utf-8")

    def text(self, field: str) -> str:
        self.marks.add(field)
        return f"«{field}»{WRITTEN}"

    def key(self, field: str) -> str:
        """Return hostile text for an id, which may have neither semicolons nor invisible characters."""
        return "".join(letter for letter in self.text(field) if letter.isprintable() and letter != ";")

    def _head(self) -> None:
        head = HEAD
        for field in ("title", "summary", "licence", "side", "side-ar", "territory", "anchor"):
            # a string of JSON is one of TOML
            head = head.replace(f"{{{field}}}", json.dumps(self.text(field), ensure_ascii=False))
        (self.folder / "dossier.toml").write_text(head, encoding="utf-8")

    def _tables(self) -> None:
        text, key = self.text, self.key
        north, south = _SIDES
        columns = "id,name_en,name_ar,aliases,kind,admin1,lat,lon,uncertainty_km,country,sources"
        places = []
        for number, lat in enumerate((35.3, 35.9)):
            named = [text(f"{field}{number}") for field in ("name", "name-ar", "alias", "kind", "admin1")]
            named[2] = named[2].replace(";", ",")
            places.append([key(f"place{number}"), *named, lat, 36.8, 1.5, "SY", "S1"])
        self._table("places.csv", columns, *places)
        post = [key("post"), text("post-name"), text("post-ar"), north, 36.1, 36.5, 2, "S1"]
        self._table("posts.csv", "id,name,name_ar,side,lat,lon,uncertainty_km,sources", post)
        rest = [text("control-kind"), "high", "S1", text("note")]
        self._table(
            "control.csv",
            "id,date,place,location_status,side,from_side,kind,confidence,sources,note",
            [key("report0"), "2020-01-02", key("place0"), "", south, north, *rest],
            [key("report1"), "2020-01-03", key("place1"), "", north, "", *rest],
            [key("report2"), "2020-01-03", text("nowhere"), "unlocated", north, "", *rest],
        )
        columns = "id,start_date,place,event_type,actor1,actor2,summary,note,fatalities_low,fatalities_high,sources"
        event = [text(field) for field in ("event-type", "actor1", "actor2", "event-summary", "note")]
        self._table("events.csv", columns, [key("event"), "2020-01-10", key("place0"), *event, 1, 3, "S1"])
        address = f"https://a.example/?{self.text('url')}"
        source = ["S1", address, f"{address}/2", text("publisher"), text("leaning"), "B"]
        self._table("sources.csv", "key,url,archive_url,publisher,leaning,reliability", source)

    def _table(self, file: str, columns: str, *rows: list[Any]) -> None:
        with (self.folder / file).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([columns.split(","), *rows])

    def _drawings(self) -> None:
        north = [[[36, 36.4], [37.4, 36.4], [37.4, 36.6], [36, 36.6], [36, 36.4]]]
        land = [[[35, 34], [38, 34], [38, 37], [35, 37], [35, 34]]]
        line = {"type": "LineString", "coordinates": [[36.1, 35.1], [36.9, 36.5]]}
        self._features("north.geojson", {"name": self.text("territory")}, {"type": "Polygon", "coordinates": north})
        self._features("roads.geojson", {"name": self.text("road"), "kind": self.text("road-kind")}, line)
        country = {"name": self.text("country"), "kind": "country"}
        self._features("context.geojson", country, {"type": "Polygon", "coordinates": land})

    def _features(self, file: str, properties: dict[str, str], geometry: dict[str, Any]) -> None:
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        made = {"type": "FeatureCollection", "features": [feature]}
        (self.folder / file).write_text(json.dumps(made), encoding="utf-8")
