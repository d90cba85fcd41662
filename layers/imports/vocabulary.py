"""Vocabularies of sources: their names for columns of events and control reports, and the meaning of their codes.

Each source is one file of `vocabularies`; conversions that need more than a table of codes are functions here.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from geo.days import parse_day
from geo.errors import DayError
from layers.schema.dossier_tables import TABLES

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names and codes of one source.

    Parameters
    ----------
    name : str
        The source.
    table : str
        The table of a dossier to which rows of the source are added.
    marks : collection of str
        Columns by which the source is recognised.
    columns : mapping
        For each column of the dossier the source's names for the column, the best first.
    coded : collection of str
        Columns of the source whose values are converted; the original values are kept in the note.
    codes : mapping
        The meaning of the source's codes, by column.
    """

    name: str
    table: str
    marks: Collection[str]
    columns: Mapping[str, tuple[str, ...]]
    coded: Collection[str] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def mapping(self, columns: Collection[str]) -> dict[str, str]:
        """Return the source's column for each column of the dossier; *From side* is read as *from_side*."""
        known = {_plainly(name): name for name in columns}
        found = {
            ours: next((known[name] for name in theirs if name in known), "") for ours, theirs in self.columns.items()
        }
        return {ours: theirs for ours, theirs in found.items() if theirs}

    def convert(self, found: Cells, cells: Cells) -> None:
        """Convert the values of a row to those of a dossier.

        Parameters
        ----------
        found : dict of str to str
            The row by columns of the dossier; changed in place.
        cells : dict of str to str
            The row by columns of the source.
        """
        if self.name in _CONVERSIONS:
            _CONVERSIONS[self.name](self.codes, found, cells)
        for column in TABLES[self.table].dates:
            found[column] = iso_day(found.get(column, ""))


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """Read all vocabularies, the one with the most marks first; the last one has no marks."""
    folder = files("layers.imports") / "vocabularies"
    sources = [tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    return tuple(map(_vocabulary, sorted(sources, key=lambda source: len(source["marks"]), reverse=True)))


def _vocabulary(source: dict[str, Any]) -> Vocabulary:
    # a user's own table has no codes, and may name its columns as a dossier does
    own = {} if "codes" in source else {column.name: (column.name,) for column in TABLES[source["table"]].columns}
    return Vocabulary(**{**source, "columns": own | source["columns"]})


def recognise(columns: Collection[str]) -> Vocabulary:
    """Find the vocabulary of a table by its columns; the last one fits any table."""
    return next(words for words in vocabularies() if set(words.marks) <= set(map(_plainly, columns)))


def _plainly(column: str) -> str:
    return re.sub(r"[\s-]+", "_", column.strip().lower())


def _acled(codes: Mapping[str, Mapping[str, str]], found: Cells, cells: Cells) -> None:
    kind = (cells.get("sub_event_type", "") or cells.get("event_type", "")).lower()
    found["event_type"] = codes["sub_event_type"].get(kind, re.sub(r"[^a-z0-9]+", "_", kind).strip("_"))


def _ucdp(codes: Mapping[str, Mapping[str, str]], found: Cells, cells: Cells) -> None:
    found["id"] = f"GED{found['id']}" if found.get("id") else ""
    for ours, theirs in (
        ("event_type", "type_of_violence"),
        ("geo_precision", "where_prec"),
        ("time_precision", "date_prec"),
    ):
        found[ours] = codes[theirs].get(cells.get(theirs, ""), "")
    start, last = (iso_day(found.get(column, "")) for column in ("start_date", "end_date"))
    try:
        # the source gives the last day of an event, a dossier the first day after the event
        end = (parse_day(last) + timedelta(days=1)).isoformat() if parse_day(start) <= parse_day(last) else ""
    except DayError:
        end = ""
    found["end_date"] = end
    parties = " against ".join(filter(None, (found.get("actor1"), found.get("actor2"))))
    found["summary"] = found.get("summary") or cells.get("where_description", "") or parties


_CONVERSIONS: dict[str, Callable[[Mapping[str, Mapping[str, str]], Cells, Cells], None]] = {
    "ACLED": _acled,
    "UCDP GED": _ucdp,
}


def iso_day(text: str) -> str:
    """Convert a day to ISO 8601 from the forms used by exports: ISO with a time, or with the name of the month.

    An ambiguous day such as 2/6/2020, in February or in June, is returned unchanged.

    Examples
    --------
    >>> {iso_day(text) for text in ("06 February 2020", "2020-02-06 00:00:00.000", "2020/02/06", "06-Feb-2020")}
    {'2020-02-06'}
    >>> iso_day("2/6/2020")
    '2/6/2020'
    """
    iso = re.match(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?$", text)
    if iso:
        return "-".join(iso.groups())
    for form in ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return text
