"""The embargo: recent evidence is withheld from every output, so that no force can be tracked as it moves.

A released dossier is the folder as it was before the withheld rows were entered: without the places, sources and texts
that only they name. Rows are withheld before names are resolved, since names are resolved jointly.
"""

import json
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.days import parse_day
from geo.errors import DayError
from layers.dossier.control_areas import FILE as AREAS
from layers.dossier.dossier import Dossier
from layers.dossier.evidence import Evidence
from layers.dossier.release.public import public
from layers.dossier.release.withheld import Withheld, orphans, withhold
from layers.dossier.settings.toml_file import FILE as HEAD
from layers.errors import EmbargoError
from layers.period import DAY
from layers.schema.dossier_tables import CONTROL, EVENTS
from layers.texts.reports import ReportText


@dataclass(frozen=True)
class Released:
    """A dossier without the evidence under embargo.

    Parameters
    ----------
    dossier : Dossier
        Its period ends with the last day before the embargo.
    withheld : int
        Number of events and control reports that are withheld.
    is_cut : bool
        True if the period ends earlier than that of the whole dossier.
    """

    dossier: Dossier
    withheld: int
    is_cut: bool


def release(dossier: Dossier, as_of: date) -> Released:
    """Withhold evidence that is younger than the dossier's `embargo_days` on the day `as_of`.

    Raises
    ------
    EmbargoError
        If the whole period is withheld.
    DossierError
        If a name of the remaining rows cannot be resolved without the withheld ones.
    """
    dossier = public(dossier)
    last = as_of - DAY * dossier.settings.embargo_days
    end = min(dossier.end, last + DAY)
    if end <= dossier.start:
        raise EmbargoError(
            f"on {as_of} all of the period, which begins on {dossier.start}, is younger than the embargo of "
            f"{dossier.settings.embargo_days} days"
        )
    withheld = _young(dossier.evidence, last, dossier.end)
    anchors, lines = _anchors(dossier, last)
    withheld |= Withheld.of((HEAD, line) for line in lines)
    # outputs do not name files that were not read
    warnings = tuple(
        warning
        for warning in dossier.warnings
        if warning not in dossier.evidence.unread and not warning.file.startswith(AREAS)
    )
    released = replace(dossier, warnings=warnings, settings=replace(dossier.settings, end=end, anchors=anchors))
    released = _with_old_areas(released, last)
    # with all places at first, to learn which of them the remaining rows name
    remaining = _with_old_areas(dossier, last)
    withheld |= orphans(dossier, withhold(remaining, withheld) if withheld else remaining, dossier)
    if withheld:
        released = withhold(released, withheld)
    counted = sum(len(withheld.rows.get(table.file, ())) for table in (CONTROL, EVENTS))
    return Released(released, counted, is_cut=end < dossier.end)


def _with_old_areas(dossier: Dossier, last: date) -> Dossier:
    """Leave out the control areas that begin inside the embargo, and the ends of others inside of it.

    The file counts as what it has without these, in one form of JSON, whether or not any is left out.
    """
    areas = dossier.control_areas
    if AREAS not in dossier.contents:
        return dossier
    begun = np.array([not _after(start, last) for start in areas["start_date"]], dtype=bool)
    ends = [None if _after(end, last) else end for end in areas["end_date"]]
    old = areas.assign(end_date=pd.Series(ends, dtype=object, index=areas.index))[begun].reset_index(drop=True)
    columns = [column for column in old.columns if column != "geometry"]
    rows = old[columns].astype(str).to_dict("records")
    shapes = [shape.wkt for shape in old.geometry]
    content = json.dumps([rows, shapes], sort_keys=True).encode()
    return replace(dossier, control_areas=old, contents={**dossier.contents, AREAS: content})


def _young(evidence: Evidence, last: date, end: date) -> Withheld:
    """Find the rows and texts that are younger than a day, and the ends of older rows that are.

    This is the only door: a new table with dates gets its line here, and rows that are withheld for another reason join
    the result in `release`; places and sources that only such rows name then go with them.
    """
    rows = [report.row for report in evidence.control if report.date > last]
    # an event without a date may lie on the last day of the period
    rows += [event.row for event in evidence.events if (event.end_date or end) - DAY > last]
    rows += [post.row for post in evidence.posts if _after(post.start_date, last)]
    young = {(row.file, row.line) for row in rows}
    ends = [
        *((post.row, ("end_date", "ended")) for post in evidence.posts if _after(post.end_date, last)),
        *((report.row, ("until",)) for report in evidence.control if _after(report.until, last)),
    ]
    cells = {(row.file, row.line): columns for row, columns in ends if (row.file, row.line) not in young}
    texts = frozenset(text.file for text in evidence.reports if (_published(text) or end - DAY) > last)
    return Withheld.of(young, cells, texts)


def _anchors(dossier: Dossier, last: date) -> tuple[gpd.GeoDataFrame, set[int]]:
    """Return the anchors without those that begin after a day and ends after it, and the lines that say these."""
    anchors = dossier.settings.anchors
    lines: set[int] = set()
    text = dossier.contents.get(HEAD, b"").decode("utf-8", errors="replace").splitlines()
    young = [_after(start, last) for start in anchors["start"]]
    ended = [_after(end, last) for end in anchors["end"]]
    for first, is_young, is_ended in zip(anchors["line"], young, ended, strict=True):
        headings = (line for line in range(first + 1, len(text) + 1) if text[line - 1].lstrip().startswith("["))
        section = range(first, next(headings, len(text) + 1))
        if is_young:
            lines.update(section)
        elif is_ended:
            lines.update(line for line in section if re.match(r"\s*end\s*=", text[line - 1]))
    kept = anchors.assign(end=anchors["end"].where([not is_ended for is_ended in ended], None))
    gone = sorted(lines)
    kept = kept.assign(line=[first - bisect_left(gone, first) for first in anchors["line"]])
    return kept[~np.array(young, dtype=bool)].reset_index(drop=True), lines


def _after(day: date | None, last: date) -> bool:
    return day is not None and day > last


def _published(text: ReportText) -> date | None:
    try:
        return parse_day(text.head.get("published", "")[:10])
    except DayError:
        return None
