"""Vocabularies of sources: their names for columns of a dossier's tables, and the meaning of their codes.

Each source is one file of `vocabularies`.
"""

import math
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from geo.readers.foreign_table import plain_name
from geo.readers.sheet import decimal
from layers.schema.dossier_tables import TABLES

# a label of events counts from this probability
_EVEN = 0.5

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
        The meaning of the source's codes in small letters, by column of the dossier; a type of event that is not listed
        becomes a word.
    values : mapping
        Values of columns of the dossier that the source has no column for.
    own_ids : bool
        True if the source's ids identify a row wherever it is; False if digits alone are only a number of the row.
    default_layers : collection of str
        Names of layers, in small letters and without numbers, that say nothing of the type of events.
    id_prefix : str
        Letters before the source's ids.
    end : str
        ``inclusive`` if the last day of the source belongs to an event, ``exclusive`` if not, empty if unknown.
    date_order : str
        What comes first in the source's dates, ``day`` or ``month``, where the order is fixed.
    headless : Headless, optional
        How a file without a heading is known.
    forms : mapping of str to str
        Forms of cells, as regular expressions, by which a source is known whose columns any file may have.
    extract : mapping of str to str
        For columns of the dossier the part of the source's cell that is meant, the group of a regular expression.
    kinds : mapping of str to str
        Types of events by columns of the source that have the probability of each.
    control : mapping
        Which types of events are changes of control, and who takes; see `layers.imports.control_from_events`.
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
    default_layers: Collection[str] = ()
    id_prefix: str = ""
    end: str = ""
    date_order: str = ""
    headless: Headless | None = None
    forms: Mapping[str, str] = field(default_factory=dict)
    extract: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    control: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""
    licence: str = ""
    citation: str = ""

    def mapping(self, columns: Collection[str]) -> dict[str, str]:
        """Return the source's column for each column of the dossier; *From side* is read as *from_side*."""
        known = {plain_name(name): name for name in reversed(list(columns))}
        # a Shapefile has the first ten letters of a name
        whole = {name for theirs in self.columns.values() for name in theirs}
        known = _numbered(self.columns, known)
        known |= {name: known[name[:10]] for name in whole if name not in known and name[:10] in known.keys() - whole}
        found = {
            ours: next((known[name] for name in theirs if name in known), "") for ours, theirs in self.columns.items()
        }
        return {ours: theirs for ours, theirs in found.items() if theirs}

    def alternatives(self, columns: Collection[str]) -> dict[str, list[str]]:
        """Return all columns of the source that can supply a column of the dossier, the best first."""
        known = {plain_name(name): name for name in reversed(list(columns))}
        return {ours: [known[name] for name in theirs if name in known] for ours, theirs in self.columns.items()}

    def convert(self, found: Cells, cells: Cells) -> None:
        """Convert the codes of a row to the words of a dossier.

        Parameters
        ----------
        found : dict of str to str
            The row by columns of the dossier; changed in place.
        cells : dict of str to str
            The cells of `kinds` by the plain names of the source's columns.
        """
        for ours, pattern in self.extract.items():
            part = re.search(pattern, found.get(ours, ""))
            found[ours] = part[1] if part else ""
        for ours, words in self.codes.items():
            code = found.get(ours, "").casefold().strip().removesuffix(".0")
            other = slug(code.partition(";")[0]) if ours == "event_type" and code not in words else code
            found[ours] = words.get(code, other)
        if self.kinds and not found.get("event_type"):
            likely = max(self.kinds, key=lambda name: _probability(cells.get(name, "")))
            found["event_type"] = self.kinds[likely] if _probability(cells.get(likely, "")) >= _EVEN else "event"
        for ours, value in self.values.items():
            found[ours] = found.get(ours) or value
        if self.id_prefix and found.get("id"):
            found["id"] = f"{self.id_prefix}{found['id']}"

    def fits(self, rows: Sequence[Cells]) -> bool:
        """Return True if cells of the first rows have the forms by which the source is known."""
        return all(
            re.fullmatch(form, row.get(name, ""), re.DOTALL) for row in rows for name, form in self.forms.items()
        )


def _numbered(ours: Iterable[str], known: dict[str, str]) -> dict[str, str]:
    """Add the names of columns whose first ten letters are the same, as GDAL numbers them in a Shapefile.

    Examples
    --------
    >>> _numbered(["civil_dead_low", "civil_dead_high"], {"civil_dead": "a", "civil_de_1": "b"})["civil_dead_high"]
    'b'
    """
    alike: dict[str, list[str]] = {}
    for name in ours:
        alike.setdefault(name[:10], []).append(name)
    for cut, names in alike.items():
        written = [cut, *(f"{cut[:8]}_{n}" for n in range(1, len(names)))]
        if len(names) > 1 and known.keys() >= set(written):
            known |= {name: known[one] for name, one in zip(names, written, strict=True) if name not in known}
    return known


def _probability(text: str) -> float:
    value = decimal(text)
    return 0.0 if math.isnan(value) else value


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
    like = source.pop("like", None)
    plain = not source["marks"] or like
    own = {column.name: (column.name,) for column in TABLES[source["table"]].columns} if plain else {}
    columns = {name: (*own.get(name, ()), *theirs) for name, theirs in source["columns"].items()}
    if like:
        base = (files("layers.imports") / "vocabularies" / f"{like}.toml").read_text(encoding="utf-8")
        own |= {name: (*own.get(name, ()), *theirs) for name, theirs in tomllib.loads(base)["columns"].items()}
    headless = Headless(**source["headless"]) if "headless" in source else None
    return Vocabulary(**{**source, "columns": own | columns, "headless": headless})


def recognise(columns: Collection[str], rows: Sequence[Sequence[str]] = ()) -> Vocabulary | None:
    """Find the vocabulary of a table by its columns, and some rows; None if no source has all of them."""
    plain = [*map(plain_name, columns)]
    cells = [dict(zip(plain, row, strict=False)) for row in rows]
    known = (words for words in vocabularies() if any(set(group) <= set(plain) for group in words.marks))
    return next((words for words in known if not words.forms or (cells and words.fits(cells))), None)


def slug(text: str) -> str:
    """Write a kind of event as a word.

    Examples
    --------
    >>> slug("Air/drone strike ")
    'air_drone_strike'
    """
    return re.sub(r"[^\w]+", "_", text.casefold()).strip("_")
