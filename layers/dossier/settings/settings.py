"""The settings of a dossier, read from `dossier.toml`: title, area, period, sides, and supply anchors."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo.errors import Problems
from geo.geometry.projection import crs_around
from geo.sides import NOT_PARTIES
from layers.dossier.settings.admin_areas import AdminAreas
from layers.dossier.settings.anchors import LAND, Anchors
from layers.dossier.settings.area import Area, read_area
from layers.dossier.settings.checks import KEY as SILENCE
from layers.dossier.settings.checks import read_silence
from layers.dossier.settings.gazetteers import KEY as GAZETTEERS
from layers.dossier.settings.gazetteers import NamedGazetteers, open_gazetteers
from layers.dossier.settings.sides import Side, blocs_of
from layers.dossier.settings.toml_file import FILE, Section, TomlFile
from layers.dossier.settings.wording import KEYS as WORDING
from layers.dossier.settings.wording import Wording, read_wording, translated_keys
from layers.period import holds, parse_days
from layers.schema.dossier_tables import ADMIN_KINDS

_KEYS = (
    *("title", "summary", "language", "licences", "area", "sea", "start", "end", "crs", "embargo_days"),
    *("opens_on", GAZETTEERS, "narrow_km", "hold_km", "sides", "territories", "anchors", "sensitive_area", "admin"),
    SILENCE,
    *WORDING,
)
_SIDE_KEYS = ("id", "name", "name_ar", "colour", "friendly", "aliases")
_LONGEST_EMBARGO_DAYS = 36_500
_WIDEST_KM = 1000.0


@dataclass(frozen=True)
class Settings:
    """The settings of a dossier.

    Parameters
    ----------
    title, summary, language : str
        Texts for readers; the language as BCP 47.
    licences : tuple of str
        The licences of the data that the dossier uses.
    start, end : date
        The period, half-open.
    embargo_days : int
        Evidence younger than this many days is withheld.
    narrow_km, hold_km : float
        The width below which a corridor is constricted, and the radius that a post holds around itself if its row
        does not say.
    opens_on : date, optional
        The day on which the page opens.
    crs : CRS
        The CRS for measuring, in metres.
    gazetteers : NamedGazetteers
        The gazetteers that the dossier names.
    sides : tuple of Side
        The parties.
    area : Polygon or MultiPolygon
        The ground that the zones tile, territories included; lon/lat, EPSG:4326.
    outline : Polygon or MultiPolygon
        The area as it was given, with the sea that is cut off `area`; lon/lat, EPSG:4326.
    territories, anchors : GeoDataFrame
        Columns side and geometry, and side, name, start, end, means and geometry; EPSG:4326.
    wording : Wording
        Languages of the page, texts in them, and the page's address.
    silence : mapping
        Warnings that are turned off: the reason by the id of the check.
    sensitive_area : str
        What is given out of a sensitive place: its admin1 or admin2 area, or a cell of a grid.
    admin : AdminAreas, optional
        The admin areas of the file that the dossier names.
    packs : mapping
        The origin of each pack of places or outlines that the dossier names, with its SHA-256.
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
    opens_on: date | None
    crs: CRS
    gazetteers: NamedGazetteers
    sides: tuple[Side, ...]
    area: BaseGeometry
    outline: BaseGeometry
    territories: gpd.GeoDataFrame
    anchors: gpd.GeoDataFrame
    wording: Wording = field(default_factory=Wording)
    sensitive_area: str = "admin2"
    silence: Mapping[str, str] = field(default_factory=dict)
    admin: AdminAreas | None = None
    packs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def blocs(self) -> tuple[frozenset[str], ...]:
        """The blocs of the sides; see `blocs_of`."""
        return blocs_of(self.sides)

    def anchors_on(self, side: str, day: date, *, by_land: bool = True) -> gpd.GeoDataFrame:
        """Return the supply anchors of a side on a day: those that ways by land lead to, or those by sea and air."""
        return self._anchors_held(
            tuple(
                holds(anchor.start, anchor.end, day) and anchor.side == side and (anchor.means == LAND) == by_land
                for anchor in self._anchor_rows
            )
        )

    @cached_property
    def _anchor_rows(self) -> list[Any]:
        return list(self.anchors.itertuples())

    @cached_property
    def _anchors_held(self) -> Callable[[tuple[bool, ...]], gpd.GeoDataFrame]:
        return lru_cache(None)(lambda is_held: self.anchors[np.array(is_held, dtype=bool)])

    def passable(self, side: str) -> frozenset[str]:
        """Return the ids of all sides whose ground a side may pass, including itself."""
        return next(known.passable for known in self.sides if known.id == side)


class SettingsReader:
    """Reader of `dossier.toml`; invalid values are recorded as problems.

    The tables of the dossier are checked against `sides`, `area` and `gazetteers`, which `settings` reads even if it
    returns None.
    """

    def __init__(self, root: Path, problems: Problems) -> None:
        self._root, self._problems = root, problems
        self._file = TomlFile(root, problems)
        self._top = self._file.top
        self.sides: tuple[Side, ...] = ()
        self.area: Area | None = None
        self.gazetteers = NamedGazetteers()
        self.silence = read_silence(self._file)

    @property
    def content(self) -> dict[str, Any]:
        """All keys and values of the file."""
        return self._file.content

    def settings(self) -> Settings | None:
        """Read all settings; None if the file itself, the period or the area cannot be used."""
        if not self._file.readable:
            return None
        self._top.only((*_KEYS, *translated_keys(self._top)))
        period = self._period()
        self.sides = _sides(self._file)
        self.gazetteers = open_gazetteers(self._root, self._top, self._problems)
        self.area = read_area(self._root, self._top, self._problems)
        anchors = Anchors(self._root, self._file, self.sides, self.area, self._problems)
        title, summary, language = (self._top.text(key) for key in ("title", "summary", "language"))
        embargo_days = self._top.whole("embargo_days", 0, _LONGEST_EMBARGO_DAYS)
        narrow_km, hold_km = (self._top.number(key, 0, _WIDEST_KM, optional=True) for key in ("narrow_km", "hold_km"))
        crs, licences, admin = self._crs(), self._top.texts("licences"), self._top.text("admin")
        if self.area is None or period is None or crs is None:
            return None
        outlines = {name: pack.origin for name, pack in self.area.packs.items()}
        return Settings(
            title=title or self._root.resolve().name,
            summary=summary or "",
            language=language or "en",
            licences=tuple(dict.fromkeys((*licences, *(origin["licence"] for origin in outlines.values())))),
            start=period[0],
            end=period[1],
            embargo_days=7 if embargo_days is None else embargo_days,
            narrow_km=5.0 if narrow_km is None else narrow_km,
            hold_km=0.5 if hold_km is None else hold_km,
            opens_on=self._opens_on(period),
            crs=crs,
            gazetteers=self.gazetteers,
            sides=self.sides,
            area=self.area.ground,
            outline=self.area.outline,
            territories=anchors.territories,
            anchors=anchors.anchors,
            wording=read_wording(self._top),
            sensitive_area=self._top.choice("sensitive_area", tuple(ADMIN_KINDS), optional=True) or "admin2",
            silence=self.silence,
            admin=AdminAreas.read(self._root / admin, self._problems) if admin else None,
            packs={**self.gazetteers.packs, **outlines},
        )

    def need_anchors(self, sides: set[str]) -> None:
        """Record an error for each side that has posts but no supply anchor: its posts cannot be assessed."""
        supplied = {str(section.cells.get("side")) for section in self._file.sections("anchors")}
        for side in sorted(sides - supplied) if self._file.readable else ():
            expected = f"a supply anchor of {side!r}, which has posts: add [[anchors]]"
            self._problems.add("C142", FILE, 0, "anchors", "", expected)

    def _period(self) -> tuple[date, date] | None:
        start, end = self._day("start"), self._day("end")
        if start and end and start >= end:
            self._top.wrong("C118", "end", f"a day after start, {start}")
        return (start, end) if start and end else None

    def _opens_on(self, period: tuple[date, date]) -> date | None:
        """Read the day on which the page opens; None if it is not given."""
        day = self._day("opens_on") if "opens_on" in self._top.cells else None
        if day and not period[0] <= day < period[1]:
            self._top.wrong("C140", "opens_on", f"a day of the period, {period[0]} to {period[1]}")
        return day

    def _day(self, key: str) -> date | None:
        try:
            return parse_days(str(self._top.cells.get(key, ""))).start
        except ValueError:
            self._top.wrong("C108", key, "a day, YYYY-MM-DD")
            return None

    def _crs(self) -> CRS | None:
        """Read the CRS for measuring, by default one centred on the area; None if the area is missing as well.

        A UTM zone is true to scale in a strip of six degrees, which an area need not lie in.
        """
        name = self._top.cells.get("crs")
        if name is not None:
            try:
                crs = CRS.from_user_input(name)
            except (CRSError, TypeError, ValueError):
                crs = None
            if crs is not None and crs.is_projected and crs.axis_info[0].unit_name == "metre":
                return crs
            self._top.wrong("C139", "crs", "a projected CRS in metres, for example EPSG:32637")
        return crs_around(self.area.features) if self.area else None


def _sides(file: TomlFile) -> tuple[Side, ...]:
    sections = file.sections("sides")
    ids = [str(section.cells.get("id", "")) for section in sections]
    if not sections:
        file.top.wrong("C135", "sides", "at least one side, headed [[sides]]", "")
    return tuple(_side(section, side_id, ids) for section, side_id in zip(sections, ids, strict=True))


def _side(section: Section, side_id: str, ids: list[str]) -> Side:
    translated = {code: name for code, name in section.in_languages("name").items() if code != "ar"}
    section.only([*_SIDE_KEYS, *(f"name_{code}" for code in translated)])
    if not re.fullmatch("[a-z][a-z0-9_-]*", side_id) or side_id in NOT_PARTIES or ids.count(side_id) > 1:
        section.wrong("C136", "id", "an id of its own for each side: small letters, digits, - and _", side_id)
    colour = str(section.cells.get("colour", ""))
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        section.wrong("C137", "colour", "a colour as #rrggbb", colour)
    friendly = section.texts("friendly")
    if set(friendly) - set(ids):
        section.wrong("C138", "friendly", f"a list of sides out of {', '.join(ids)}", list(friendly))
    return Side(
        side_id,
        section.text("name") or side_id,
        section.text("name_ar"),
        colour,
        tuple(side for side in friendly if side in ids),
        section.texts("aliases"),
        translated,
    )
