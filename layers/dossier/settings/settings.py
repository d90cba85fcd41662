"""What `dossier.toml` says, checked: what a dossier is about, where and when, the sides and what supplies them."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo.geometry.projection import crs_around
from geo.sides import NOT_PARTIES
from layers.dossier.settings.anchors import Supply
from layers.dossier.settings.area import read_area
from layers.dossier.settings.gazetteers import KEY as GAZETTEERS
from layers.dossier.settings.gazetteers import NamedGazetteers, open_gazetteers
from layers.dossier.settings.sides import Side
from layers.dossier.settings.toml_file import FILE, HeadFile
from layers.errors import Problems
from layers.period import parse_span

__all__ = ["FILE", "Head", "Settings"]

_KEYS = (
    *("title", "summary", "language", "licences", "area", "start", "end", "crs", "embargo_days"),
    *(GAZETTEERS, "narrow_km", "hold_km", "sides", "territories", "anchors"),
)
_SIDE_KEYS = ("id", "name", "name_ar", "colour", "friendly", "aliases")
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_EMBARGO_DAYS = 36_500
_WIDEST_KM = 1000.0
_WIDTHS_KM = (("narrow_km", 5.0), ("hold_km", 0.5))


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
    gazetteers: NamedGazetteers
    sides: tuple[Side, ...]
    area: BaseGeometry
    territories: gpd.GeoDataFrame
    anchors: gpd.GeoDataFrame

    def passable(self, side: str) -> frozenset[str]:
        """Every side whose ground a side may pass, its own included."""
        return next(known.passable for known in self.sides if known.id == side)


class Head:
    """Reader of `dossier.toml`; records what it cannot use.

    `sides`, `area` and `gazetteers` are what the tables are checked by: `settings` reads them, even where it answers
    None.
    """

    def __init__(self, root: Path, problems: Problems) -> None:
        self._root, self._problems = root, problems
        self._file = HeadFile(root, problems)
        self._top = self._file.top
        self.sides: tuple[Side, ...] = ()
        self.area: BaseGeometry | None = None
        self.gazetteers = NamedGazetteers()

    def settings(self) -> Settings | None:
        """Everything, or None where the file itself, the period or the area cannot be used."""
        if not self._file.readable:
            return None
        self._top.only(_KEYS)
        period = self._period()
        self.sides = self._sides()
        self.gazetteers = open_gazetteers(self._root, self._top, self._problems)
        ground = read_area(self._root, self._top, self._problems)
        supply = Supply(self._root, self._file, self.sides, ground, self._problems)
        texts = {key: self._top.text(key).strip() for key in ("title", "summary", "language")}
        embargo_days = self._top.whole("embargo_days", 7, _LONGEST_EMBARGO_DAYS)
        narrow_km, hold_km = (self._top.number(key, usual, _WIDEST_KM) for key, usual in _WIDTHS_KM)
        crs, licences = self._crs(ground), self._top.texts("licences")
        if ground.empty:
            return None
        self.area = shapely.union_all(ground.geometry.to_numpy())
        if period is None or crs is None:
            return None
        return Settings(
            title=texts["title"] or self._root.resolve().name,
            summary=texts["summary"],
            language=texts["language"] or "en",
            licences=licences,
            start=period[0],
            end=period[1],
            embargo_days=embargo_days,
            narrow_km=narrow_km,
            hold_km=hold_km,
            crs=crs,
            gazetteers=self.gazetteers,
            sides=self.sides,
            area=self.area,
            territories=supply.territories,
            anchors=supply.anchors,
        )

    def need_anchors(self, sides: set[str]) -> None:
        """Record the sides that have posts and no supply anchor: there is no telling whether these are cut off."""
        supplied = {str(section.given.get("side")) for section in self._file.sections("anchors")}
        for side in sorted(sides - supplied) if self._file.readable else ():
            expected = f"a supply anchor of {side!r}, which has posts: add [[anchors]]"
            self._problems.add(FILE, 0, "anchors", "", expected)

    def _period(self) -> tuple[date, date] | None:
        start, end = self._day("start"), self._day("end")
        if start and end and start >= end:
            self._top.wrong("end", end, f"a day after start, {start}")
        return (start, end) if start and end else None

    def _day(self, key: str) -> date | None:
        value = self._top.given.get(key, "")
        try:
            return parse_span(str(value)).start
        except ValueError:
            self._top.wrong(key, value, "a day, YYYY-MM-DD")
            return None

    def _sides(self) -> tuple[Side, ...]:
        sections = self._file.sections("sides")
        names = [str(section.given.get("id", "")) for section in sections]
        sides = []
        for section, name in zip(sections, names, strict=True):
            section.only(_SIDE_KEYS)
            if not _ID.fullmatch(name) or name in NOT_PARTIES or names.count(name) > 1:
                section.wrong("id", name, "an id of its own for each side: small letters, digits, - and _")
            colour = str(section.given.get("colour", ""))
            if not _COLOUR.fullmatch(colour):
                section.wrong("colour", colour, "a colour as #rrggbb")
            friendly = section.texts("friendly")
            if set(friendly) - set(names):
                section.wrong("friendly", list(friendly), f"a list of sides out of {', '.join(names)}")
            known = tuple(side for side in friendly if side in names)
            called = section.text("name") or name, section.text("name_ar") or None
            sides.append(Side(name, *called, colour, known, section.texts("aliases")))
        if not sides:
            self._top.wrong("sides", "", "at least one side, headed [[sides]]")
        return tuple(sides)

    def _crs(self, ground: gpd.GeoDataFrame) -> CRS | None:
        """Read the CRS for measuring, by default the UTM zone of the area, or None where there is no area either."""
        name = self._top.given.get("crs")
        if name is not None:
            try:
                crs = CRS.from_user_input(name)
            except (CRSError, TypeError, ValueError):
                crs = None
            if crs is not None and crs.is_projected and crs.axis_info[0].unit_name == "metre":
                return crs
            self._top.wrong("crs", name, "a projected CRS in metres, for example EPSG:32637")
        if ground.empty:
            return None
        try:
            usual: CRS = ground.estimate_utm_crs()
        except RuntimeError:
            # the poles lie in no zone of UTM
            return crs_around(ground)
        return usual
