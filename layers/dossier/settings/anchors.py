"""Territories (ground that one side holds throughout) and supply anchors (ground from which a side is supplied)."""

import re
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundaries.world import country, polygonal
from geo.days import parse_day
from geo.errors import DayError, PlaceNotFoundError, Problems
from geo.geometry.projection import WGS84
from layers.dossier.geojson_files import POLYGONS, read_features
from layers.dossier.settings.area import Area, bounds_text, outside_km
from layers.dossier.settings.sides import Side
from layers.dossier.settings.toml_file import Section, TomlFile

_TERRITORY_KEYS = ("side", "file", "feature", "country")
_ANCHOR_KEYS = ("side", "name", "where", "start", "end", "means")
LAND, MEANS = "road", ("road", "sea", "air")
"""The means of an anchor that a way by land leads to, and all means."""
_WHERE = '"territory", the name of a GeoJSON file, or "lat,lon"'
# overlaps up to this size are slivers between two drawings of one border (square degrees; about 0.01 km2)
_SLIVER_DEG2 = 1e-6
# up to this distance, an anchor may lie on another drawing of the area's border
_AWAY_KM = 1.0


class Anchors:
    """Reader of `[[territories]]` and `[[anchors]]`."""

    def __init__(
        self, root: Path, file: TomlFile, sides: tuple[Side, ...], area: Area | None, problems: Problems
    ) -> None:
        self._root, self._file, self._problems = root, file, problems
        self._sides = [side.id for side in sides]
        self._ground = area.features if area else gpd.GeoDataFrame({"name": []}, geometry=[], crs=WGS84)
        self._area = area.ground if area else shapely.Polygon()
        self.territories = self._read_territories()
        self.anchors = self._read_anchors()

    def _side(self, section: Section) -> str:
        side = str(section.cells.get("side", ""))
        if self._sides and side not in self._sides:
            section.wrong("C113", "side", f"one of {', '.join(self._sides)}", side)
        return side

    def _read_territories(self) -> gpd.GeoDataFrame:
        rows: list[dict[str, object]] = []
        for section in self._file.sections("territories"):
            section.only(_TERRITORY_KEYS)
            side, ground = self._side(section), self._territory(section)
            if ground is None:
                continue
            for row in rows:
                if row["side"] != side and shapely.intersection(row["geometry"], ground).area > _SLIVER_DEG2:
                    section.wrong("C143", "side", f"ground of one side; this overlaps the territory of {row['side']}")
            rows.append({"side": side, "geometry": ground})
        return gpd.GeoDataFrame(rows, columns=["side", "geometry"], geometry="geometry", crs=WGS84)

    def _territory(self, section: Section) -> BaseGeometry | None:
        """Return the ground of a territory; None if the section is invalid."""
        if "country" in section.cells:
            return self._inside(section, "country", self._country(section))
        name, file = section.text("feature"), section.text("file")
        ground, key = self._ground, "feature" if name is not None else "file"
        if file and file != self._file.top.cells.get("area"):
            ground = read_features(self._root / file, ("name",), self._problems, kinds=POLYGONS, needed=True)
        elif not file and name is None:
            section.wrong("C143", "file", 'a GeoJSON file, feature = the name of a part of the area, or country = "RU"')
            return None
        if ground.empty:
            return None
        if name is not None:
            names = ", ".join(sorted(map(str, ground["name"].dropna())))
            ground = ground[ground["name"] == name]
            if ground.empty:
                section.wrong("C143", "feature", f"the name of a feature: {names or 'none has one'}")
                return None
        return self._inside(section, key, shapely.union_all(ground.geometry.to_numpy()))

    def _country(self, section: Section) -> BaseGeometry | None:
        """Return the land of a country in the area; None if there is no such country."""
        try:
            ground = country(str(section.cells["country"]))
        except PlaceNotFoundError:
            section.wrong("C156", "country", "the ISO 3166 two-letter code of a country, such as RU")
            return None
        return ground if self._area.is_empty else polygonal(shapely.intersection(ground, self._area))

    def _inside(self, section: Section, key: str, ground: BaseGeometry | None) -> BaseGeometry | None:
        """Record an error if a territory lies outside of the area."""
        if ground is None:
            return None
        if not self._area.is_empty and shapely.intersection(ground, self._area).area == 0:
            section.wrong("C143", key, f"ground in the area, {bounds_text(self._area)}")
        return ground

    def _read_anchors(self) -> gpd.GeoDataFrame:
        rows: list[dict[str, object]] = []
        for section in self._file.sections("anchors"):
            section.only(_ANCHOR_KEYS)
            side, name = self._side(section), section.text("name")
            ground = self._anchor(section, side)
            means = section.text("means") or LAND
            if means not in MEANS:
                section.wrong("C109", "means", f"one of {', '.join(MEANS)}", means)
            start, end = (self._day(section, key) for key in ("start", "end"))
            if start and end and start >= end:
                section.wrong("C118", "end", f"a day after the first, {start}", end)
            if means == LAND:
                self._warn_away(section, ground)
            row = {"side": side, "name": name or side, "start": start, "end": end, "means": means, "line": section.line}
            rows.extend(row | {"geometry": geometry} for geometry in ground)
        columns = ["side", "name", "start", "end", "means", "line", "geometry"]
        anchors = pd.DataFrame(rows, columns=columns).astype({"start": object, "end": object})
        return gpd.GeoDataFrame(anchors, geometry="geometry", crs=WGS84)

    def _day(self, section: Section, key: str) -> date | None:
        """Read a date of an anchor, None if it has none."""
        value = section.cells.get(key)
        try:
            return None if value is None else parse_day(value)
        except DayError as error:
            section.wrong("C108", key, str(error), value)
            return None

    def _anchor(self, section: Section, side: str) -> list[BaseGeometry]:
        where = str(section.cells.get("where", ""))
        if where == "territory":
            declared = {str(table.cells.get("side")) for table in self._file.sections("territories")}
            if side not in declared:
                section.wrong("C144", "where", f"a territory of {side}, which none of [[territories]] is")
            return list(self.territories.geometry[self.territories["side"] == side])
        position = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*", where)
        if position:
            lat, lon = float(position[1]), float(position[2])
            if abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004 - the globe
                return [shapely.Point(lon, lat)]
            section.wrong("C144", "where", '"lat,lon" with a lat from -90 to 90 and a lon from -180 to 180')
            return []
        if where.endswith("json"):
            return list(read_features(self._root / where, ("name",), self._problems, needed=True).geometry)
        section.wrong("C144", "where", _WHERE, where)
        return []

    def _warn_away(self, section: Section, ground: list[BaseGeometry]) -> None:
        """Warn of an anchor outside of the area: no corridor can reach it, since no zone covers the ground between."""
        if not ground or self._area.is_empty:
            return
        away = float(outside_km(ground, self._area).min())
        if away > _AWAY_KM:
            where = f"lies {away:.0f} km outside of the area ({bounds_text(self._area)})"
            section.wrong("C217", "where", f"this anchor {where}: no way can lead there")
