"""The evidence of a dossier: its tables of places, posts, control reports, events and sources, read and checked."""

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import geopandas as gpd
import pandas as pd
from shapely import Polygon

from geo.errors import Problem, Problems
from geo.gazetteer.place import Place
from geo.gazetteer.uncertainty import with_extent
from geo.readers.numbers import rounding_km
from geo.readers.row import Row
from geo.readers.sheet import Sheet, garbled
from layers.dossier.claims import Claims
from layers.dossier.csv_rows import read_days, read_number, read_rows, read_uncertainty
from layers.dossier.licences import read_licence
from layers.dossier.locations import outline_of
from layers.dossier.records import (
    ControlReport,
    Event,
    Post,
    in_order_of_time,
    read_control_report,
    read_event,
    read_post,
)
from layers.dossier.settings.admin_areas import COLUMNS as ADMIN_COLUMNS
from layers.dossier.settings.sides import Side, side_names
from layers.dossier.story import read_story
from layers.period import DAY
from layers.schema.dossier_tables import CONTROL, EVENTS, PLACES, POSTS, RELIABILITIES, SOURCES, STORY, Table
from layers.texts.reports import read_reports

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

T = TypeVar("T")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class Evidence:
    """All tables of a dossier; rows that cannot be used are recorded and left out.

    Parameters
    ----------
    root : Path
        The folder.
    sides : sequence of Side
        Sides that the tables may name; if empty, which is an error of the settings, sides are not checked.
    context : GeoDataFrame
        Outlines of the basemap, which tell the extent of places without a stated uncertainty.
    problems : Problems
        The list to which problems are added.

    Attributes
    ----------
    named : list of (Row, str)
        Every row that names a place, with the name; rows that are invalid for another reason are included.
    place_units : dict
        Names and P-codes of the admin units of each place, by its id and the column.
    filled : set of str
        Ids of the places that state no uncertainty, whose extent and digits stand for it.
    place_names : dict
        Names of each place in languages beside English and Arabic, by its id and the language code.
    lines : dict
        The line of each place and source, by the table's file and the id or key.
    sheets : dict
        The tables as read, by file.
    derived : frozenset of Problem
        Warnings that depend on several rows, and on how names are resolved.
    unread : frozenset of Problem
        Those of them that name files which are not read.
    claims : Claims
        Leanings of the sources.
    land : Polygon or MultiPolygon
        The ground of the area, without that of ports.
    unusable : set of str, or None
        Names of the places in invalid rows of places.csv; None if the table cannot be read.
    """

    def __init__(self, root: Path, sides: Sequence[Side], context: gpd.GeoDataFrame, problems: Problems) -> None:
        self._root, self._context, self._problems = root, context, problems
        self._sides = side_names(sides)
        self.claims = Claims(sides)
        self._sources_known = True
        self.named: list[tuple[Row, str]] = []
        self.unusable: set[str] | None = set()
        self.place_sources: dict[str, tuple[str, ...]] = {}
        self.place_units: dict[str, dict[str, str]] = {}
        self.filled: set[str] = set()
        self.place_names: dict[str, dict[str, str]] = {}
        self.lines: dict[tuple[str, str], int] = {}
        self.sheets: dict[str, Sheet] = {}
        self.sources = self._read_sources()
        self.places = self._read(PLACES, self._place)
        self.posts = tuple(in_order_of_time(self._read(POSTS, self._post)))
        self.control = self._read(CONTROL, self._control)
        self.events = self._read(EVENTS, self._event)
        self.reports = read_reports(root, problems)
        steps = self._rows(STORY) if (root / STORY.file).exists() else None
        self.story = read_story(steps or (), [post.id for post in self.posts], [place.id for place in self.places])
        self.derived: frozenset[Problem] = frozenset()
        self.unread: frozenset[Problem] = frozenset()
        self.land: BaseGeometry = Polygon()

    def changed(self, **attributes: object) -> "Evidence":
        """Return a copy with other attributes."""
        other = copy(self)
        vars(other).update(attributes)
        return other

    def _read(self, table: Table, parse: Callable[[Row], T | None]) -> tuple[T, ...]:
        """Read a table whose rows have unique ids, but for posts, which move."""
        rows = self._rows(table)
        if rows is None and table is PLACES:
            self.unusable = None
        seen: dict[str, int] = {}
        records = []
        for row in rows or ():
            key = row.identifier()
            if key in seen and table is not POSTS:
                row.wrong("C112", "id", f"an id of its own; line {seen[key]} has it already")
            seen.setdefault(key, row.line)
            record = parse(row)
            if record is not None:
                records.append(record)
        return tuple(records)

    def _rows(self, table: Table) -> tuple[Row, ...] | None:
        self.sheets[table.file] = Sheet.read(self._root / table.file)
        return read_rows(self.sheets[table.file], table, self._problems)

    def _read_sources(self) -> pd.DataFrame:
        """Read `sources.csv` as a table indexed by key."""
        columns = [column.name for column in SOURCES.columns if column.name != "key"]
        by_key: dict[str, dict[str, str | None]] = {}
        rows, known = self._rows(SOURCES), dict[tuple[str, str], str]()
        self._sources_known = rows is not None
        for row in rows or ():
            key = row.identifier("key")
            self.lines.setdefault((SOURCES.file, key), row.line)
            if key in by_key:
                row.wrong("C112", "key", "a key of its own; an earlier line has it already")
            for column in ("url", "archive_url"):
                if not (row.text(column) or "http://").startswith(("http://", "https://")):
                    row.wrong("C123", column, "an address that starts with http:// or https://")
            self.claims.read(row, key)
            row.choice("reliability", RELIABILITIES, optional=True)
            self._read_record(row, known)
            # bytes that are not UTF-8, which the sheet has reported, fit into no table
            by_key["" if garbled(key) else key] = {
                column: None if garbled(row.text(column) or "") else row.text(column) for column in columns
            }
        self._source_keys = frozenset(by_key)
        return pd.DataFrame.from_dict(by_key, orient="index", columns=columns)

    @staticmethod
    def _read_record(row: Row, known: dict[tuple[str, str], str]) -> None:
        """Check the record of a source: dates, its licence, and that no earlier row has its address or hash."""
        for column in ("published", "retrieved"):
            read_days(row, column, optional=True)
        read_licence(row)
        if row.text("sha256") and not _SHA256.fullmatch(row.text("sha256") or ""):
            row.wrong("C125", "sha256", "64 hexadecimal digits")
        for column in ("url", "sha256"):
            value = (row.text(column) or "").casefold()
            if value and known.setdefault((column, value), row.text("key") or "") != row.text("key"):
                row.wrong(
                    "C209",
                    column,
                    f"the source {known[column, value]} has it already: join the two if they are one",
                )

    def _keys(self, row: Row) -> tuple[str, ...]:
        """Read the keys of a row's sources; keys that `sources.csv` lacks are recorded as errors."""
        keys = row.items("sources")
        for key in keys:
            if self._sources_known and key not in self._source_keys:
                row.wrong("C114", "sources", f"a key of {SOURCES.file}", key)
        return keys

    def _name_of_place(self, row: Row) -> str | None:
        """Return the name of a row's place, and list it in `named` to be geocoded with all others."""
        place = row.text("place")
        if place:
            self.named.append((row, place))
        return place

    def _place(self, row: Row) -> Place | None:
        place = None if row.is_garbled else read_place(row)
        if place and not row.text("uncertainty_km"):
            digits_km = rounding_km(row.text("lat") or "", row.text("lon") or "")
            place = with_extent(replace(place, uncertainty_km=digits_km), outline_of(place, self._context))
            self.filled.add(place.id)
        if place:
            self.place_sources[place.id] = self._keys(row)
            units = {column: row.text(column) for column in ADMIN_COLUMNS}
            self.place_units[place.id] = {column: value for column, value in units.items() if value}
            named = {code: text for code, text in row.in_languages("name").items() if code not in {"en", "ar"}}
            place = replace(place, aliases=tuple(dict.fromkeys([*place.aliases, *named.values()])))
            self.place_names[place.id] = named
            self.lines.setdefault((PLACES.file, place.id), row.line)
        if place is None and self.unusable is not None:
            # report the error once, not at every row that names the place
            names = (row.text("id"), row.text("name_en"), row.text("name_ar"), *row.items("aliases"))
            self.unusable.update(name for name in names if name)
        return place

    def _post(self, row: Row) -> Post | None:
        post = read_post(row, self._sides)
        self._keys(row)
        if post.lat is None and not (row.text("lat") or row.text("lon")):
            self._name_of_place(row)
        return post

    def _control(self, row: Row) -> ControlReport | None:
        report, span = read_control_report(row, self._sides), read_days(row, "date")
        keys = self._keys(row)
        if row.text("location_status") is None and not (row.text("lat") or row.text("lon")):
            self._name_of_place(row)
        if span is not None and span.precision > 1:
            last = span.end - DAY
            row.wrong(
                "C204",
                "date",
                f"the day of {row.text('id')} is not known: it is spread over {span.start.isoformat()} to {last}",
            )
        if report and not report.located:
            why = f"{report.id} is not used: nobody knows which place is meant"
            row.wrong("C205", "place", f"{why} ({report.note})" if report.note else why)
        return report and replace(report, basis=self.claims.basis(report.side, report.from_side, keys))

    def _event(self, row: Row) -> Event | None:
        event = read_event(row)
        self._keys(row)
        if event.located and event.position is None:
            self._name_of_place(row)
        if not event.sources:
            row.wrong("C207", "sources", f"{row.text('id')} has no source")
        if not event.located:
            row.wrong("C206", "place", f"{event.id} is not used: nobody knows where it happened")
        return event


def read_place(row: Row) -> Place | None:
    """Read a place from a row of `places.csv`; None if it has no position."""
    lat, lon = read_number(row, PLACES["lat"]), read_number(row, PLACES["lon"])
    uncertainty_km = read_uncertainty(row, PLACES["uncertainty_km"])
    name = row.required("name_en")
    if lat is None or lon is None:
        return None
    return Place(
        id=row.required("id"),
        name=name,
        lat=lat,
        lon=lon,
        name_ar=row.text("name_ar"),
        aliases=row.items("aliases"),
        kind=row.text("kind") or "place",
        country=row.text("country"),
        admin1=row.text("admin1"),
        population=int(read_number(row, PLACES["population"], optional=True) or 0),
        uncertainty_km=uncertainty_km,
        source="dossier",
    )
