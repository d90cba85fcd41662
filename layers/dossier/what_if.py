"""What-if analysis: the control reports of a dossier without some reports, or with a supposed one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import count

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problem, Problems
from geo.gazetteer.place import Place
from geo.geocoding.match import Match
from geo.readers.row import Row
from layers.dossier.csv_rows import read_days
from layers.dossier.locations import Locations
from layers.dossier.record_tables import control_table
from layers.dossier.records import ControlReport, read_control_report
from layers.dossier.settings.area import bounds_text, outside_km
from layers.errors import DossierError, ReportNotFoundError
from layers.frames import frame
from layers.schema.dossier_tables import CONFIDENCES, CONTROL

# the kind of a supposed report
SUPPOSED = "supposed"
_PURPOSE = "to see what if"
# number of similar ids that the message on an unknown id lists
_SIMILAR = 5
# least similarity of these ids, as a ratio of `difflib`
_SIMILARITY = 0.5


@dataclass(frozen=True)
class ControlReports:
    """The control reports of a dossier.

    Parameters
    ----------
    control : GeoDataFrame
        Reports on known places, as `layers.dossier.record_tables.control_table` makes them.
    unlocated : tuple of ControlReport
        Reports on unknown places.
    matches : mapping of str to Match
        The matches of the names in the dossier's tables.
    warnings : tuple of Problem
        The warnings of all tables.
    """

    control: gpd.GeoDataFrame
    unlocated: tuple[ControlReport, ...]
    matches: Mapping[str, Match]
    warnings: tuple[Problem, ...]

    @property
    def ids(self) -> set[str]:
        """The ids of all reports."""
        return {*self.control["id"], *(report.id for report in self.unlocated)}

    def without(self, report_ids: Iterable[str], dossier: str) -> "ControlReports":
        """Return the reports without some of them; see `layers.Dossier.without`.

        Parameters
        ----------
        report_ids : iterable of str
            Ids of the reports to leave out.
        dossier : str
            The name of the dossier, for the message of an error.
        """
        asked, known = set(report_ids), self.ids
        if not asked <= known:
            raise ReportNotFoundError("\n".join(_unknown(dossier, key, known) for key in sorted(asked - known)))
        left_out = self.control["id"].isin(asked)
        rows = self.control[left_out]
        supposed = {line for line, kind in zip(rows["line"], rows["kind"], strict=True) if kind == SUPPOSED}
        lines = dict(zip(rows["line"], rows["id"], strict=True))
        lines |= {report.row.line: report.id for report in self.unlocated if report.id in asked}
        # drop the warnings on rows that are left out
        warnings = [warning for warning in self.warnings if warning.file != CONTROL.file or warning.line not in lines]
        warnings += [
            _warning(line, "id", key, f"left out {_PURPOSE}") for line, key in lines.items() if line not in supposed
        ]
        return replace(
            self,
            control=self.control[~left_out].reset_index(drop=True),
            unlocated=tuple(report for report in self.unlocated if report.id not in asked),
            warnings=tuple(sorted(warnings)),
        )

    def last_row(self, report: ControlReport) -> Row:
        """Return the row of a new report as the last one of the table."""
        lines = [1, *self.control["line"], *(other.row.line for other in self.unlocated)]
        return replace(report.row, file=CONTROL.file, line=int(max(lines)) + 1)

    def with_report(self, report: ControlReport, locations: Locations) -> "ControlReports":
        """Return the reports with one more in the last row; see `layers.Dossier.with_report`.

        Parameters
        ----------
        report : ControlReport
            The report.
        locations : Locations
            The places of the names in the dossier's tables and in the report.
        """
        place = locations.of(report)
        # all reports on a place show the same name
        names = dict(zip(self.control["place_id"], self.control["place_name"], strict=True))
        row = self.last_row(report)
        control = control_table([replace(report, row=row, place_name=names.get(place.id))], locations)
        why = f"{report.id} is added {_PURPOSE}: {place.name} [{place.id}], held by {report.side} from {report.date} on"
        rows = [*self.control.to_dict("records"), *control.to_dict("records")]
        return replace(
            self,
            control=frame(rows, control.columns.drop("geometry")),
            matches=locations.matches,
            warnings=tuple(sorted([*self.warnings, _warning(row.line, "place", report.place, why)])),
        )


def supposed_row(cells: Mapping[str, str], report_id: str | None, taken: Collection[str]) -> Row:
    """Make the row of a supposed report.

    Parameters
    ----------
    cells : mapping
        The columns date, place, side, from_side and confidence of `control.csv`.
    report_id : str, optional
        The column id; the first free one of W1, W2, ... by default.
    taken : collection of str
        Ids that are in use; if `report_id` is one of them, an error is recorded.
    """
    key = next(f"W{n}" for n in count(1) if f"W{n}" not in taken) if report_id is None else report_id
    # text that UTF-8 cannot encode is a problem of the sheet in tables; here it is a problem of the row
    written = {column: cell.encode(errors="replace").decode() for column, cell in {"id": key, **cells}.items()}
    row = Row(f"report {key}", 0, written | {"kind": SUPPOSED}, Problems())
    if row.identifier() in taken:
        row.wrong("C112", "id", "an id of its own; a control report has it already")
    return row


def supposed_report(
    row: Row, sides: Mapping[str, str], locations: Locations, area: BaseGeometry, dossier: str
) -> ControlReport:
    """Read the report of a row; see `layers.Dossier.with_report`.

    Parameters
    ----------
    row : Row
        See `supposed_row`.
    sides : mapping of str to str
        The dossier's sides; see `layers.dossier.records.read_side`.
    locations : Locations
        The places of all names, including that of the row.
    area : Polygon or MultiPolygon
        The area of the dossier; lon/lat, EPSG:4326.
    dossier : str
        The name of the dossier, for the message of an error.

    Raises
    ------
    DossierError
        If the report is invalid; all problems are listed.
    """
    report, span = read_control_report(row, sides), read_days(row, "date")
    row.choice("confidence", CONFIDENCES)
    if span is not None and span.precision > 1:
        row.wrong("C108", "date", "a day, YYYY-MM-DD")
    if row.text("place") in locations:
        _need_inside(row, locations[row.required("place")], area)
    if report is None or row.problems.errors:
        raise DossierError(dossier, row.problems.errors)
    # it has no source
    return replace(report, basis="record")


def _need_inside(row: Row, place: Place, area: BaseGeometry) -> None:
    (km,) = outside_km([shapely.Point(place.lonlat)], area)
    if km > (place.uncertainty_km or 0.0):
        where = f"{place.name} [{place.id}] lies {max(km, 1):.0f} km outside of it"
        row.wrong("C119", "place", f"a place in the dossier's area, {bounds_text(area)}; {where}")


def _unknown(dossier: str, key: str, known: Collection[str]) -> str:
    """Write the message on an unknown id, with similar ids."""
    spelt = {other.casefold(): other for other in known}
    near = [spelt[other] for other in get_close_matches(key.casefold(), sorted(spelt), n=_SIMILAR, cutoff=_SIMILARITY)]
    like = f"ids like it: {', '.join(near)}" if near else f"none of its {len(known)} is like it"
    return f"no control report of {dossier} has the id {key!r}; {like}"


def _warning(line: int, column: str, value: str, why: str) -> Problem:
    return Problem("C224", CONTROL.file, line, column, value, why)
