"""Difference of two maps: the rows, states of posts and ground in which their outputs differ, and the rows behind it.

Both are read from files as `sitmap build` writes them: what a build withholds is not told here either.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.days import parse_day
from geo.errors import SitmapError
from geo.geometry.projection import WGS84
from geo.geometry.sphere import KM
from geo.readers.sheet import Sheet
from geo.threads import side_by_side
from layers.period import DAY, holds, runs
from layers.schema.layers import LAYERS, TABLES
from layers.tables.changes import LEAST_KM2, passed
from layers.tables.control import ends

ELSE = ("model, version or settings",)
"""What is behind a difference for which no differing row is named."""
_EVIDENCE = ("places", "posts", "events", "control", "control_areas", "sources", "sides")
_NEEDED = ("zones", "daily", "verdicts", "control", "changes")
# columns of places that say how a name was looked up
_RECKONED = {"query", "geocoder", "score", "candidates", "reason"}
# digits of the hash by which a map is known
_HEX_DIGITS = 12

Cells = Mapping[str, Any]
Rows = Mapping[tuple[str, ...], Cells]


@dataclass(frozen=True)
class Outputs:
    """A folder that `sitmap build` has written, with layers as GeoJSON.

    Parameters
    ----------
    folder : Path
        The folder.
    manifest : mapping
        Its manifest.
    """

    folder: Path
    manifest: Cells

    @classmethod
    def read(cls, folder: Path) -> "Outputs":
        """Read the manifest of a folder.

        Raises
        ------
        SitmapError
            If the folder has no manifest or lacks a layer, or the layers are those of one day.
        """
        try:
            found = cls(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
            on, _ = found.manifest["parameters"].get("on"), found.about()
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise SitmapError(f"{folder}: expected a dossier, or a folder that sitmap build has written") from error
        for name in _NEEDED:
            if not found.file(name).is_file():
                raise SitmapError(f"{found.file(name)} is missing: build {folder} with --format geojson")
        if on:
            raise SitmapError(f"{folder} has the layers of {on} only: build it without --on")
        return found

    @property
    def start(self) -> date:
        """First day of the map."""
        return parse_day(self.manifest["period"]["start"])

    @property
    def end(self) -> date:
        """Day after the last one of the map."""
        return parse_day(self.manifest["period"]["end"])

    def about(self) -> dict[str, str]:
        """Return title, period (half-open) and version of the map, and a hash of what it is made from as its id."""
        facts = {name: self.manifest.get(name) for name in ("inputs", "packs", "packages", "period", "withheld")}
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:_HEX_DIGITS]
        period, version = self.manifest["period"], self.manifest["packages"]["sitmap"]
        return {"id": digest, "title": self.manifest["dossier"], **period, "version": version}

    def file(self, name: str) -> Path:
        """Return the path of a layer or table."""
        return self.folder / "layers" / f"{name}.{'csv' if name in TABLES else 'geojson'}"

    def rows(self, name: str) -> Rows:
        """Return the rows of a layer or table by the values of its key; none if the map does not have it."""
        if not self.file(name).is_file():
            return {}
        if name in TABLES:
            records = Sheet.read(self.file(name)).records()
            rows: list[Cells] = [{column: cell or None for column, cell in cells.items()} for _, cells in records]
        else:
            features = json.loads(self.file(name).read_text(encoding="utf-8"))["features"]
            rows = [{**one["properties"], "geometry": one["geometry"]} for one in features]
        key = (TABLES if name in TABLES else LAYERS)[name].key
        return {tuple(str(row.get(column) or "") for column in key): row for row in rows}

    @cached_property
    def ground(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """The zones and the changes: side, start_date, end_date (half-open), `named` (ids of reports) and geometry."""
        zones = [
            {"side": row["side"], **self._days(row), "named": row["evidence"], "geometry": row["geometry"]}
            for row in self.rows("zones").values()
        ]
        changes = [
            {"side": row["to_side"], "start_date": day, "end_date": day + DAY, "named": row["reports"]}
            | {"geometry": row["geometry"]}
            for row in self.rows("changes").values()
            if (day := parse_day(row["date"]))
        ]
        return _ground_table(zones), _ground_table(changes)

    def decisive(self, post: str, day: date) -> str | None:
        """Return the ids of the reports that decide the state of a post on a day."""
        return next((named for start, end, named in self._verdicts[post] if start <= day < end), None)

    @cached_property
    def _verdicts(self) -> Mapping[str, list[tuple[date, date, str | None]]]:
        found = defaultdict(list)
        for row in self.rows("verdicts").values():
            found[row["post_id"]].append((*self._days(row).values(), row["decisive"]))
        return found

    def _days(self, row: Cells) -> dict[str, date]:
        """Return the days of a row, whose end is missing if it holds to the end of the map."""
        end = row["end_date"]
        return {"start_date": parse_day(row["start_date"]), "end_date": parse_day(end) if end else self.end}


@dataclass(frozen=True)
class Difference:
    """Differences of two maps.

    Parameters
    ----------
    old, new : dict
        Id, title, period and version of the maps.
    rows : list of dict
        Rows of evidence: table, id, change (added, changed or withdrawn), and by column the old and new value.
    states : list of dict
        Posts whose state differs on days of both maps: post_id, name, start_date, end_date (half-open), days,
        old_state, new_state, and because: the ids of differing rows that either map names for it, or `ELSE`.
    ground : list of dict
        Ground that is another side's: start_date, end_date (half-open), old_side, new_side, area_km2, because.
    """

    old: dict[str, str]
    new: dict[str, str]
    rows: list[dict[str, Any]]
    states: list[dict[str, Any]]
    ground: list[dict[str, Any]]


def difference(old: Outputs, new: Outputs) -> Difference:
    """Find the differences of two maps; those of states and ground on the days that both have."""
    rows, differing = list[dict[str, Any]](), defaultdict[str, set[str]](set)
    for table in _EVIDENCE:
        for key, row in _rows(table, old.rows(table), new.rows(table)):
            rows.append(row)
            differing[table].add(key[0])
    reports = differing["control"] | differing["control_areas"]
    ground = list(_ground(old, new, reports))
    states = list(_states(old, new, reports, differing["posts"], ground))
    return Difference(old.about(), new.about(), rows, states, ground)


def _rows(table: str, old: Rows, new: Rows) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the key of each row that differs, and how; columns that one of the maps does not have are left out."""
    if table == "control":
        old, new = _own_ends(old), _own_ends(new)
    before, after = ({column for cells in rows.values() for column in cells} for rows in (old, new))
    shared = sorted((before & after) - _RECKONED)
    for key in sorted({*old, *new}):
        change, columns = "added" if key not in old else "withdrawn", dict[str, list[Any]]()
        if key in old and key in new:
            pairs = {name: [rows[key].get(name) for rows in (old, new)] for name in shared}
            change, columns = "changed", {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            if not columns:
                continue
        yield key, {"table": table, "id": ".".join(filter(None, key)), "change": change, "columns": columns}


def _own_ends(rows: Rows) -> Rows:
    """Return control reports without an `until` that only follows from a later report on the same place."""
    places = [(str(cells["geometry"]), cells["side"], cells["date"]) for cells in rows.values()]
    found = zip(rows.items(), ends(places), strict=True)
    return {key: {**cells, "until": None if cells["until"] == end else cells["until"]} for (key, cells), end in found}


def _ground(old: Outputs, new: Outputs, reports: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the ground that is another side's, as intervals on which its size and the rows behind it do not change."""
    start, end = _shared(old, new)
    bounds = {day for of in (old, new) for name in ("start_date", "end_date") for day in of.ground[0][name]}
    starts = sorted(day for day in {start, *bounds} if start <= day < end)
    crs = new.manifest["parameters"]["crs"]

    def of_day(day: date) -> dict[tuple[str, str], tuple[float, tuple[str, ...]]]:
        zones, changes = ([_on(of.ground[number], day) for of in (old, new)] for number in (0, 1))
        grounds = {(one, other): ground for one, (other,), ground in passed(*zones)}
        sizes = gpd.GeoSeries(list(grounds.values()), crs=WGS84).to_crs(crs).area / KM**2
        # borders follow from reports farther away too, which only other ground of the day is named for
        anywhere = _because([of["named"] for of in zones + changes], reports)

        def behind(ground: BaseGeometry) -> tuple[str, ...]:
            found = _because((of["named"][of.intersects(ground)] for of in zones + changes), reports)
            return anywhere if found == ELSE else found

        return {
            sides: (round(km2, 2), behind(ground))
            for (sides, ground), km2 in zip(grounds.items(), sizes, strict=True)
            if km2 >= LEAST_KM2
        }

    spans: dict[tuple[str, str], list[tuple[date, date, tuple[float, tuple[str, ...]]]]] = defaultdict(list)
    for (first, after), found in zip(pairwise([*starts, end]), side_by_side(of_day, starts), strict=True):
        for sides, item in found.items():
            spans[sides].append((first, after, item))
    found = [(run, sides) for sides, of_sides in spans.items() for run in runs(of_sides, alike=lambda item: item)]
    for run, (old_side, new_side) in sorted(found, key=lambda one: (one[0].start, one[1])):
        km2, because = run.items[0]
        interval = {"start_date": run.start.isoformat(), "end_date": run.end.isoformat()}
        yield {**interval, "old_side": old_side, "new_side": new_side, "area_km2": km2, "because": list(because)}


def _states(
    old: Outputs, new: Outputs, reports: set[str], posts: set[str], ground: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield the posts whose states differ, as intervals; a post's own row is behind it too if it differs."""
    start, end = _shared(old, new)
    before, after = old.rows("daily"), new.rows("daily")
    names, spans = dict[str, str](), defaultdict[str, list[tuple[date, date, tuple[str, str, tuple[str, ...]]]]](list)
    for post, written in sorted({*before} & {*after}):
        states, day = (before[post, written]["state"], after[post, written]["state"]), parse_day(written)
        if states[0] == states[1] or not start <= day < end:
            continue
        because = _because([[of.decisive(post, day) for of in (old, new)]], reports, own=posts & {post})
        if because == ELSE:
            # the ground of the day, on which the state rests
            of_day = (one["because"] for one in ground if one["start_date"] <= written < one["end_date"])
            because = _because(of_day, reports)
        names[post] = after[post, written]["name"]
        spans[post].append((day, day + DAY, (*states, because)))
    for post, of_post in spans.items():
        for run in runs(of_post, alike=lambda item: item):
            old_state, new_state, because = run.items[0]
            interval = {"start_date": run.start.isoformat(), "end_date": run.end.isoformat(), "days": len(run.items)}
            states_of = {"old_state": old_state, "new_state": new_state, "because": list(because)}
            yield {"post_id": post, "name": names[post], **interval, **states_of}


def _shared(old: Outputs, new: Outputs) -> tuple[date, date]:
    """Return the period that both maps have, half-open; empty if there is none."""
    return max(old.start, new.start), min(old.end, new.end)


def _because(
    named: Iterable[Iterable[object]], reports: set[str], *, own: set[str] | frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the ids of differing rows out of texts of ids, joined by semicolons; `ELSE` if there are none."""
    ids = {one for texts in named for text in texts if isinstance(text, str) for one in text.split("; ")}
    return tuple(sorted((ids & reports) | own)) or ELSE


def _on(table: gpd.GeoDataFrame, day: date) -> gpd.GeoDataFrame:
    spans = zip(table["start_date"], table["end_date"], strict=True)
    return table[[holds(*span, day) for span in spans]]


def _ground_table(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    shapes = shapely.from_geojson([json.dumps(row.pop("geometry")) for row in rows])
    columns = ["side", "start_date", "end_date", "named"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=list(shapes), crs=WGS84)
