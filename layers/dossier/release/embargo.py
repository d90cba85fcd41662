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
import numpy.typing as npt
import pandas as pd

from geo.days import parse_day
from geo.errors import DayError, Problem
from geo.errors import counted as number_of
from layers.dossier.claims import split_keys
from layers.dossier.control_areas import FILE as AREAS
from layers.dossier.dossier import Dossier
from layers.dossier.evidence import Evidence
from layers.dossier.licences import NO_REDISTRIBUTION
from layers.dossier.release.public import public
from layers.dossier.release.withheld import Withheld, orphans, withhold
from layers.dossier.settings.toml_file import FILE as HEAD
from layers.errors import EmbargoError
from layers.period import DAY
from layers.schema.dossier_tables import CONTROL, EVENTS
from layers.texts.reports import ReportText

# the mark of a map that is not to be passed on
RESTRICTED = "[RESTRICTED: not to be passed on]"


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
    is_restricted : bool
        True if it has control areas whose licence does not allow to pass them on; title and licences say so.
    """

    dossier: Dossier
    withheld: int
    is_cut: bool
    is_restricted: bool


def release(dossier: Dossier, as_of: date, *, restricted: bool = False) -> Released:
    """Withhold what is sensitive, or younger than the dossier's `embargo_days` on the day `as_of`.

    Control areas whose licence is `no-redistribution` are left out as well, unless `restricted` is True.

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
    closed = _closed(released) & _begun(released, last)
    released = _with_old_areas(released, last, restricted=restricted)
    # with all places at first, to learn which of them the remaining rows name
    withheld |= orphans(dossier, withhold(released, withheld) if withheld else released, dossier)
    if withheld:
        released = withhold(released, withheld)
    counted = sum(len(withheld.rows.get(table.file, ())) for table in (CONTROL, EVENTS))
    is_restricted = restricted and bool(closed.any())
    if is_restricted:
        released = _marked(released)
    elif closed.any():
        why = f"left out, as they must not be passed on (licence {NO_REDISTRIBUTION}): --restricted uses them"
        warning = Problem("C214", AREAS, 0, "licence", "", f"{number_of(int(closed.sum()), 'control area')} {why}")
        released = replace(released, warnings=(*released.warnings, warning))
    return Released(released, counted, is_cut=end < dossier.end, is_restricted=is_restricted)


def _closed(dossier: Dossier) -> npt.NDArray[np.bool_]:
    """Find the control areas that must not be passed on, by their own licence or that of a source."""
    areas, sources = dossier.control_areas, dossier.sources
    keys = set(sources.index[sources["licence"] == NO_REDISTRIBUTION])
    rows = zip(areas["licence"], areas["source"], strict=True)
    return np.array([own == NO_REDISTRIBUTION or not keys.isdisjoint(split_keys(of)) for own, of in rows], dtype=bool)


def _marked(dossier: Dossier) -> Dossier:
    """Mark title and licences, which outputs show, as those of a map that is not to be passed on."""
    settings = dossier.settings
    wording = replace(settings.wording, licence=NO_REDISTRIBUTION)
    titles = {language: f"{RESTRICTED} {text}" for language, text in wording.translated.get("title", {}).items()}
    wording = replace(wording, translated={**wording.translated, "title": titles} if titles else wording.translated)
    licences = (f"{RESTRICTED}: control areas of others, licence {NO_REDISTRIBUTION}", *settings.licences)
    title = f"{RESTRICTED} {settings.title}"
    return replace(dossier, settings=replace(settings, title=title, licences=licences, wording=wording))


def _begun(dossier: Dossier, last: date) -> npt.NDArray[np.bool_]:
    return np.array([not _after(start, last) for start in dossier.control_areas["start_date"]], dtype=bool)


def _with_old_areas(dossier: Dossier, last: date, *, restricted: bool) -> Dossier:
    """Leave out the control areas that begin inside the embargo, and the ends of others inside of it.

    Areas that must not be passed on are left out too, unless `restricted` is True.

    The file counts as what it has without these, in one form of JSON, whether or not any is left out.
    """
    areas = dossier.control_areas
    if AREAS not in dossier.contents:
        return dossier
    kept = _begun(dossier, last) & (restricted | ~_closed(dossier))
    ends = [None if _after(end, last) else end for end in areas["end_date"]]
    old = areas.assign(end_date=pd.Series(ends, dtype=object, index=areas.index))[kept].reset_index(drop=True)
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
    rows += [step.row for step in evidence.story if step.day > last]
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
