"""Vocabularies of sources: their names for columns of a dossier's tables, and the meaning of their codes.

Each source is one file of `vocabularies`; conversions that need more than a table of codes are functions here.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from geo.readers.foreign_table import plain_name
from layers.schema.dossier_tables import TABLES

Cells = dict[str, str]
Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Headless:
    """The columns of a source's files that have no heading, and the forms of cells by which such a file is known."""

    columns: tuple[str, ...]
    forms: Mapping[str, str]

    def fits(self, heading: Collection[str]) -> bool:
        """Return True if the cells of a first row are values of the columns."""
        cells = dict(zip(self.columns, heading, strict=False))
        return len(heading) >= len(cells) == len(self.columns[: len(heading)]) and all(
            re.fullmatch(form, cells.get(name, "")) for name, form in self.forms.items()
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names and codes of one source.

    Parameters
    ----------
    name : str
        The source.
    table : str
        The table of a dossier to which rows of the source are added.
    marks : collection
        Groups of columns by which the source is recognised: all of one group.
    columns : mapping
        For each column of the dossier the source's names for the column, the best first.
    coded : collection of str
        Columns of the source whose values are converted; the original values are kept in the note.
    codes : mapping
        The meaning of the source's codes, by column.
    values : mapping
        Values of columns of the dossier that the source has no column for.
    own_ids : bool
        True if the source's ids identify a row wherever it is; False if digits alone are only a number of the row.
    id_prefix : str
        Letters before the source's ids.
    end : str
        ``inclusive`` if the last day of the source belongs to an event, ``exclusive`` if not, empty if unknown.
    date_order : str
        What comes first in the source's dates, ``day`` or ``month``, where the order is fixed.
    headless : Headless, optional
        How a file without a heading is known.
    refused : str
        Why rows of the source cannot be imported, and what to do; empty if they can.
    licence, citation : str
        What the outputs owe to the source.
    """

    name: str
    table: str
    marks: Collection[Collection[str]]
    columns: Mapping[str, tuple[str, ...]]
    coded: Collection[str] = ()
    codes: Codes = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    own_ids: bool = True
    id_prefix: str = ""
    end: str = ""
    date_order: str = ""
    headless: Headless | None = None
    refused: str = ""
    licence: str = ""
    citation: str = ""

    def mapping(self, columns: Collection[str]) -> dict[str, str]:
        """Return the source's column for each column of the dossier; *From side* is read as *from_side*."""
        known = {plain_name(name): name for name in reversed(list(columns))}
        found = {
            # a Shapefile has the first ten letters of a name
            ours: next((known[one] for name in theirs for one in (name, name[:10]) if one in known), "")
            for ours, theirs in self.columns.items()
        }
        return {ours: theirs for ours, theirs in found.items() if theirs}

    def convert(self, found: Cells, cells: Cells) -> None:
        """Convert the codes of a row to the words of a dossier.

        Parameters
        ----------
        found : dict of str to str
            The row by columns of the dossier; changed in place.
        cells : dict of str to str
            The coded cells of the row by the plain names of the source's columns.
        """
        if self.name in _CONVERSIONS:
            _CONVERSIONS[self.name](self.codes, found, cells)
        for ours, value in self.values.items():
            found[ours] = found.get(ours) or value
        if self.id_prefix and found.get("id"):
            found["id"] = f"{self.id_prefix}{found['id']}"


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """Read all vocabularies, the one with the most marks first; those without marks last."""
    folder = files("layers.imports") / "vocabularies"
    sources = [tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    known = map(_vocabulary, sorted(sources, key=lambda source: source["name"]))
    return tuple(sorted(known, key=lambda words: -max(map(len, words.marks), default=0)))


def vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary of a name."""
    return next(words for words in vocabularies() if words.name == name)


def _vocabulary(source: dict[str, Any]) -> Vocabulary:
    # a user's own table may name its columns as a dossier does
    own = {column.name: (column.name,) for column in TABLES[source["table"]].columns} if not source["marks"] else {}
    columns = {name: (*own.get(name, ()), *theirs) for name, theirs in source["columns"].items()}
    headless = Headless(**source["headless"]) if "headless" in source else None
    return Vocabulary(**{**source, "columns": own | columns, "headless": headless})


def recognise(columns: Collection[str]) -> Vocabulary | None:
    """Find the vocabulary of a table by its columns; None if no source has all of them."""
    plain = set(map(plain_name, columns))
    return next((words for words in vocabularies() if any(set(group) <= plain for group in words.marks)), None)


def slug(text: str) -> str:
    """Write a kind of event as a word.

    Examples
    --------
    >>> slug("Air/drone strike ")
    'air_drone_strike'
    """
    return re.sub(r"[^\w]+", "_", text.casefold()).strip("_")


def _acled(codes: Codes, found: Cells, cells: Cells) -> None:
    kind = (cells.get("sub_event_type", "") or cells.get("event_type", "")).casefold().strip()
    found["event_type"] = codes["sub_event_type"].get(kind, slug(kind))


def _ucdp(codes: Codes, found: Cells, cells: Cells) -> None:
    for ours, theirs in (
        ("event_type", "type_of_violence"),
        ("geo_precision", "where_prec"),
        ("time_precision", "date_prec"),
    ):
        code = cells.get(theirs, "").removesuffix(".0")
        found[ours] = codes[theirs].get(code, code)
    found["summary"] = found.get("summary") or cells.get("where_description", "")


_CONVERSIONS: dict[str, Callable[[Codes, Cells, Cells], None]] = {"ACLED": _acled, "UCDP GED": _ucdp}
