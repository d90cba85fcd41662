"""What if: a dossier without some of its control reports, or with others that nobody has made."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from difflib import get_close_matches
from itertools import count
from typing import TYPE_CHECKING

import shapely

from geo.errors import SitmapError
from geo.gazetteer.gazetteer import Gazetteer
from geo.geocoding.geocoder import Geocoder
from layers.dossier.csv_rows import Row
from layers.dossier.evidence import CONFIDENCES, CONTROL, ControlReport
from layers.dossier.locations import Locations
from layers.dossier.record_tables import control_table
from layers.dossier.settings.area import bounds_told, outside_km
from layers.errors import DossierError, Problem, Problems
from layers.frames import frame

if TYPE_CHECKING:
    from layers.dossier.dossier import Dossier

# the kind of a report that nobody has made
SUPPOSED = "supposed"
_PURPOSE = "to see what if"
# so many ids that are like an unknown one are told
_NEAR = 5
# and these are so like it at least, as `difflib` counts
_LIKE = 0.5


class ReportNotFoundError(SitmapError, LookupError):
    """A dossier has no control report of an id."""


def without(dossier: "Dossier", report_ids: Iterable[str]) -> "Dossier":
    """Leave control reports out of a dossier; see `Dossier.without`."""
    asked = set(report_ids)
    known = _ids(dossier)
    if not asked <= known:
        raise ReportNotFoundError("\n".join(_unknown(dossier, key, known) for key in sorted(asked - known)))
    left_out = dossier.control["id"].isin(asked)
    rows = dossier.control[left_out]
    supposed = {line for line, kind in zip(rows["line"], rows["kind"], strict=True) if kind == SUPPOSED}
    lines = dict(zip(rows["line"], rows["id"], strict=True))
    lines |= {report.row.line: report.id for report in dossier.unlocated if report.id in asked}
    # a warning tells of its row, which is not there any more
    told = [warning for warning in dossier.warnings if warning.file != CONTROL or warning.line not in lines]
    told += [_told(line, "id", key, f"left out {_PURPOSE}") for line, key in lines.items() if line not in supposed]
    return replace(
        dossier,
        control=dossier.control[~left_out].reset_index(drop=True),
        unlocated=tuple(report for report in dossier.unlocated if report.id not in asked),
        warnings=tuple(sorted(told)),
    )


def with_report(dossier: "Dossier", cells: dict[str, str], report_id: str | None) -> "Dossier":
    """Add a control report to a dossier; see `Dossier.with_report`.

    Parameters
    ----------
    dossier : Dossier
        The evidence.
    cells : dict
        What would stand in the columns date, place, side, from_side and confidence of `control.csv`.
    report_id : str, optional
        What would stand in its column id.
    """
    taken = _ids(dossier)
    key = next(f"W{n}" for n in count(1) if f"W{n}" not in taken) if report_id is None else report_id
    # what is no UTF-8 counts as told already where a row holds it; nothing else tells of it here
    cells = {column: cell.encode(errors="replace").decode() for column, cell in {"id": key, **cells}.items()}
    problems = Problems()
    row = Row(f"report {key}", 0, cells, problems)
    if row.identifier() in taken:
        row.wrong("id", "an id of its own; a control report has it already")
    report = _report(row, [side.id for side in dossier.sides])
    locations = _locations(row, dossier)
    if report is None or problems.errors:
        raise DossierError(dossier.name, problems.errors)
    return _added(dossier, report, locations)


def _added(dossier: "Dossier", report: ControlReport, locations: Locations) -> "Dossier":
    """Put a report below all others of a dossier."""
    place = locations[report.place]
    # reports on one place call it by one name
    names = dict(zip(dossier.control["place_id"], dossier.control["place_name"], strict=True))
    lines = [1, *dossier.control["line"], *(other.row.line for other in dossier.unlocated)]
    row = replace(report.row, file=CONTROL, line=int(max(lines)) + 1)
    control = control_table([replace(report, row=row, place_name=names.get(place.id))], locations)
    why = f"{report.id} is added {_PURPOSE}: {place.name} [{place.id}], held by {report.side} from {report.date} on"
    rows = [*dossier.control.to_dict("records"), *control.to_dict("records")]
    return replace(
        dossier,
        control=frame(rows, control.columns.drop("geometry")),
        matches=locations.matches,
        warnings=tuple(sorted([*dossier.warnings, _told(row.line, "place", report.place, why)])),
    )


def _ids(dossier: "Dossier") -> set[str]:
    return {*dossier.control["id"], *(report.id for report in dossier.unlocated)}


def _unknown(dossier: "Dossier", key: str, known: Collection[str]) -> str:
    """Say that no report has an id, and which ids are like it."""
    spelt = {other.casefold(): other for other in known}
    near = [spelt[other] for other in get_close_matches(key.casefold(), sorted(spelt), n=_NEAR, cutoff=_LIKE)]
    told = f"ids like it: {', '.join(near)}" if near else f"none of its {len(known)} is like it"
    return f"no control report of {dossier.name} has the id {key!r}; {told}"


def _told(line: int, column: str, value: str, why: str) -> Problem:
    return Problem(CONTROL, line, column, value, why, warning=True)


def _report(row: Row, sides: Collection[str]) -> ControlReport | None:
    """Read a report whose place is still to be found, or record what is wrong with it."""
    span = row.span("date")
    if span is not None and span.precision > 1:
        row.wrong("date", "a day, YYYY-MM-DD")
    side, from_side = row.choice("side", sides), row.choice("from_side", sides, optional=True)
    confidence, place = row.choice("confidence", CONFIDENCES), row.required("place")
    if span is None or side is None or confidence is None:
        return None
    return ControlReport(
        row=row,
        id=row.required("id"),
        date=span.start,
        place=place,
        located=True,
        side=side,
        from_side=from_side,
        kind=SUPPOSED,
        confidence=confidence,
        sources=(),
        note=None,
        place_name=None,
    )


def _locations(row: Row, dossier: "Dossier") -> Locations:
    """Find the place of a row as those of the dossier's rows were found, or record what is wrong with it."""
    geocoder = Geocoder(dossier.gazetteer | Gazetteer.load(), area=dossier.settings.area)
    name = row.text("place")
    locations = Locations(dossier.places, [(row, name)] if name else [], geocoder, decided=dossier.matches)
    if name in locations:
        place, area = locations[name or ""], dossier.settings.area
        (km,) = outside_km([shapely.Point(place.lonlat)], area)
        if km > (place.uncertainty_km or 0.0):
            told = f"{place.name} [{place.id}] lies {max(km, 1):.0f} km outside of it"
            row.wrong("place", f"a place in the dossier's area, {bounds_told(area)}; {told}")
    return locations
