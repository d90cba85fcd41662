"""Warnings on what a dossier lacks or leaves unused: unread files, sides without reports, anchors that nobody holds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problems
from geo.geometry.sphere import distance_km
from layers.dossier.csv_rows import nearest
from layers.dossier.locations import Locations
from layers.dossier.records import ControlReport
from layers.dossier.settings.area import outside_km
from layers.dossier.settings.settings import Settings
from layers.dossier.settings.toml_file import FILE
from layers.period import DAY
from layers.schema.dossier_tables import OTHER_FILES, TABLES

# ground is unknown beyond so many usual distances of the nearest place, as in `geo.control.covariance`
_UNKNOWN = 3.0
# endings of files that hold data
_DATA = {".csv", ".tsv", ".xlsx", ".json", ".geojson", ".gpkg", ".kml", ".toml"}


def warn_of_unused_files(root: Path, named: Any, problems: Problems) -> None:  # noqa: ANN401 - a value of TOML
    """Record files of data that no reader reads.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    named : any value of TOML
        The content of `dossier.toml`: files that it names are read.
    problems : Problems
        The list to which warnings are added.
    """
    known = {FILE, *OTHER_FILES, *(table.file for table in TABLES.values())}
    used = known | set(_texts(named))
    for path in sorted(root.iterdir()):
        if path.is_file() and path.suffix.lower() in _DATA and path.name[0] != "." and path.name not in used:
            stems = {Path(name).stem: name for name in known if not (root / name).exists()}
            like = stems.get(nearest(path.stem, stems) or "")
            hint = f"is it {like}?" if like else f"name it in {FILE}, or move it elsewhere"
            problems.warn(path.name, 0, "", "", f"this file is not read: {hint}")


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - a value of TOML
    """Yield all texts in a value of TOML."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


def warn_of_silent_sides(settings: Settings, reports: Iterable[ControlReport], problems: Problems) -> None:
    """Record sides that hold nothing by any report or territory, in a dossier that has reports."""
    heard = {side for report in reports for side in (report.side, report.from_side) if side}
    holding = heard | set(settings.territories["side"])
    for side in settings.sides if heard else ():
        if side.id not in holding:
            why = "no report of control.csv names this side, and it has no territory: it holds no ground on the map"
            problems.warn(FILE, 0, "sides", side.id, why)


def warn_of_unheld_anchors(
    settings: Settings, reports: Iterable[ControlReport], locations: Locations, problems: Problems
) -> None:
    """Record supply anchors on ground that their side cannot pass, by the nearest reported place.

    The first and the last day of the period are looked at. Ground is known as far as the control model knows it: to
    three times the usual distance between places there; a dossier of one place is only begun, and has no warning.
    """
    held: dict[tuple[float, float], list[ControlReport]] = {}
    for report in sorted((one for one in reports if one.place in locations), key=lambda one: one.date):
        held.setdefault(locations[report.place].lonlat, []).append(report)
    anchors = settings.anchors if len(held) > 1 else settings.anchors.iloc[:0]
    for (side, name), rows in anchors.groupby(["side", "name"], sort=False):
        passable, ground = settings.passable(str(side)), shapely.union_all(rows.geometry.to_numpy())
        friendly = settings.territories[settings.territories["side"].isin(passable)]
        if friendly.intersects(ground).any():
            continue
        for day in (settings.start, settings.end - DAY):
            why = _why_unheld(ground, {at: _holder(known, day) for at, known in held.items()}, passable)
            if why:
                mend = "report in control.csv who holds the place, make it a territory, or move the anchor"
                problems.warn(
                    FILE, 0, "anchors", name, f"no way of {side} can end here on {day}: {why}. To mend, {mend}"
                )
                break


def _holder(reports: Sequence[ControlReport], day: date) -> str | None:
    """Return the side that holds a place on a day by the reports on it, in order of time; None if they do not say."""
    made = [report for report in reports if report.date <= day]
    if made:
        return made[-1].side if made[-1].until is None or made[-1].until > day else None
    return reports[0].from_side


def _why_unheld(
    ground: BaseGeometry, held: Mapping[tuple[float, float], str | None], passable: Collection[str]
) -> str | None:
    """Return why the ground of an anchor is not passable on a day; None if it is, as far as the nearest place tells."""
    known = {at: side for at, side in held.items() if side}
    if not known:
        return "nobody is reported to hold any place yet"
    lon, lat = np.array([*known]).T
    away = outside_km([shapely.Point(at) for at in known], ground)
    nearest = int(np.argmin(away))
    others = np.sort(distance_km(lat[nearest], lon[nearest], lat, lon))[1:7]
    usual = float(others[3:].mean()) if len(others) > 3 else float(others[-1]) if len(others) else np.inf  # noqa: PLR2004 - ranks
    if away[nearest] > _UNKNOWN * usual:
        return f"the nearest reported place is {away[nearest]:.0f} km away, so that nobody is known to hold this ground"
    holder = [*known.values()][nearest]
    return (
        None if holder in passable else f"the nearest reported place, {away[nearest]:.0f} km away, is held by {holder}"
    )
