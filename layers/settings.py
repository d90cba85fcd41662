"""The head of a dossier, `dossier.toml`: what it is about, where and when, the sides and what supplies them."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo.projection import WGS84
from layers.features import read_features
from layers.period import parse_span
from layers.problems import Problems
from layers.sides import NOT_PARTIES, Side

FILE = "dossier.toml"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_BBOX = 4


@dataclass(frozen=True)
class Settings:
    """What `dossier.toml` says, read and checked.

    `area` holds the whole area, territories included; `territories` has columns side and geometry, `anchors` side, name
    and geometry; `start` and `end` are half-open.
    """

    title: str
    summary: str
    language: str
    licences: tuple[str, ...]
    start: date
    end: date
    embargo_days: int
    narrow_km: float
    hold_km: float
    crs: CRS
    sides: tuple[Side, ...]
    area: BaseGeometry
    territories: gpd.GeoDataFrame
    anchors: gpd.GeoDataFrame


class Head:
    """Reader of `dossier.toml`; records what it cannot use."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self._root, self._problems = root, problems
        self._lines: list[str] = []
        self._toml: dict[str, Any] = {}
        try:
            text = (root / FILE).read_text(encoding="utf-8-sig")
            self._lines, self._toml = text.splitlines(), tomllib.loads(text)
        except OSError as error:
            problems.add(FILE, 0, "", "", f"a file that can be read: {error.strerror}")
        except UnicodeDecodeError:
            problems.add(FILE, 0, "", "", "a TOML file in UTF-8")
        except tomllib.TOMLDecodeError as error:
            problems.add(FILE, 0, "", "", f"a TOML file; reading it failed: {error}")

    def settings(self) -> Settings | None:
        """Everything, or None where the file itself or the area cannot be read."""
        if not self._toml:
            return None
        start, end = self._day("start"), self._day("end")
        if start and end and start >= end:
            self._wrong("end", end, f"a day after start, {start}")
        sides = self._sides()
        features = self._area_features()
        if start is None or end is None or features.empty:
            return None
        area = shapely.union_all(features.geometry.to_numpy())
        territories = self._territories(features, sides)
        return Settings(
            title=self._text("title") or self._root.name,
            summary=self._text("summary").strip(),
            language=self._text("language") or "en",
            licences=self._licences(),
            start=start,
            end=end,
            embargo_days=int(self._number("embargo_days", 7)),
            narrow_km=self._number("narrow_km", 5.0),
            hold_km=self._number("hold_km", 0.5),
            crs=self._crs(features),
            sides=sides,
            area=area,
            territories=territories,
            anchors=self._anchors(territories, sides),
        )

    def _wrong(self, key: str, value: object, expected: str) -> None:
        lines = [n for n, text in enumerate(self._lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", text)]
        # of several tables with such a key the one that has the value
        line = next((n for n in lines if str(value) in self._lines[n - 1]), lines[0] if lines else 0)
        self._problems.add(FILE, line, key, value, expected)

    def _text(self, key: str) -> str:
        value = self._toml.get(key, "")
        if not isinstance(value, str):
            self._wrong(key, value, "text in quotes")
        return str(value)

    def _licences(self) -> tuple[str, ...]:
        value = self._toml.get("licences", [])
        if not isinstance(value, list) or not all(isinstance(licence, str) for licence in value):
            self._wrong("licences", value, "a list of texts in quotes")
            return ()
        return tuple(value)

    def _number(self, key: str, default: float) -> float:
        value = self._toml.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            self._wrong(key, value, "a number, zero or more")
            return default
        return float(value)

    def _day(self, key: str) -> date | None:
        value = self._toml.get(key, "")
        try:
            return value if type(value) is date else parse_span(str(value)).start
        except ValueError:
            self._wrong(key, value, "a day, YYYY-MM-DD")
            return None

    def _tables(self, key: str) -> list[dict[str, Any]]:
        tables = self._toml.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._wrong(key, tables, f"tables headed [[{key}]]")
            return []
        return tables

    def _sides(self) -> tuple[Side, ...]:
        sides = []
        names = [str(table.get("id", "")) for table in self._tables("sides")]
        for table, name in zip(self._tables("sides"), names, strict=True):
            if not re.fullmatch(r"[a-z][a-z0-9_-]*", name) or name in NOT_PARTIES or names.count(name) > 1:
                self._wrong("id", name, "an id of its own for each side: small letters, digits, - and _")
            colour = str(table.get("colour", "#888888"))
            if not _COLOUR.fullmatch(colour):
                self._wrong("colour", colour, "a colour as #rrggbb")
            friendly = table.get("friendly", [])
            if not isinstance(friendly, list) or set(map(str, friendly)) - set(names):
                self._wrong("friendly", friendly, f"a list of sides out of {', '.join(names)}")
                friendly = []
            sides.append(
                Side(name, str(table.get("name", name)), table.get("name_ar"), colour, tuple(map(str, friendly)))
            )
        if not sides:
            self._wrong("sides", "", "at least one side, headed [[sides]]")
        return tuple(sides)

    def _area_features(self) -> gpd.GeoDataFrame:
        area = self._toml.get("area", "")
        if isinstance(area, str) and area:
            return read_features(self._root / area, ("name",), self._problems)
        if isinstance(area, list) and len(area) == _BBOX and all(isinstance(bound, int | float) for bound in area):
            return gpd.GeoDataFrame({"name": [None]}, geometry=[shapely.box(*area)], crs=WGS84)
        self._wrong("area", area, "the name of a GeoJSON file, or [west, south, east, north] in degrees")
        return gpd.GeoDataFrame({"name": []}, geometry=[], crs=WGS84)

    def _crs(self, features: gpd.GeoDataFrame) -> CRS:
        usual: CRS = features.estimate_utm_crs()
        name = self._toml.get("crs")
        if name is None:
            return usual
        try:
            crs = CRS.from_user_input(name)
        except CRSError:
            crs = None
        if crs is None or not crs.is_projected or crs.axis_info[0].unit_name != "metre":
            self._wrong("crs", name, "a projected CRS in metres, for example EPSG:32637")
            return usual
        return crs

    def _side(self, table: dict[str, Any], sides: tuple[Side, ...]) -> str:
        side = str(table.get("side", ""))
        if side not in {known.id for known in sides}:
            self._wrong("side", side, f"one of {', '.join(known.id for known in sides)}")
        return side

    def _territories(self, features: gpd.GeoDataFrame, sides: tuple[Side, ...]) -> gpd.GeoDataFrame:
        rows = []
        for table in self._tables("territories"):
            ground = features
            if "file" in table and table["file"] != self._toml.get("area"):
                ground = read_features(self._root / str(table["file"]), ("name",), self._problems)
            if "feature" in table:
                ground = ground[ground["name"] == table["feature"]]
                if ground.empty:
                    self._wrong(
                        "feature", table["feature"], f"the name of a feature: {', '.join(map(str, features['name']))}"
                    )
            if not ground.empty:
                rows.append(
                    {"side": self._side(table, sides), "geometry": shapely.union_all(ground.geometry.to_numpy())}
                )
        return gpd.GeoDataFrame(rows, columns=["side", "geometry"], geometry="geometry", crs=WGS84)

    def _anchors(self, territories: gpd.GeoDataFrame, sides: tuple[Side, ...]) -> gpd.GeoDataFrame:
        rows: list[dict[str, object]] = []
        for table in self._tables("anchors"):
            side = self._side(table, sides)
            rows.extend(
                {"side": side, "name": str(table.get("name", side)), "geometry": geometry}
                for geometry in self._anchor_ground(str(table.get("where", "")), side, territories)
            )
        anchors = pd.DataFrame(rows, columns=["side", "name", "geometry"])
        return gpd.GeoDataFrame(anchors, geometry="geometry", crs=WGS84)

    def _anchor_ground(self, where: str, side: str, territories: gpd.GeoDataFrame) -> list[BaseGeometry]:
        if where == "territory":
            ground = list(territories.geometry[territories["side"] == side])
            if not ground:
                self._wrong("where", where, f"a territory of {side}, which none of [[territories]] is")
            return ground
        position = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*", where)
        if position:
            return [shapely.Point(float(position[2]), float(position[1]))]
        if where.endswith("json"):
            return list(read_features(self._root / where, ("name",), self._problems).geometry)
        self._wrong("where", where, '"territory", the name of a GeoJSON file, or "lat,lon"')
        return []
