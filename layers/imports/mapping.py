"""Which column of a foreign table becomes which of a dossier: by the vocabulary of its source, or as the user says."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from geo.errors import SitmapError
from geo.readers.contents import read_contents
from geo.readers.foreign_table import ForeignTable, plain_name
from geo.readers.numbers import is_missing
from geo.readers.position_columns import PositionColumns
from layers.imports.dates import AmbiguousDateError, read_date
from layers.imports.vocabulary import Vocabulary, recognise, vocabularies, vocabulary
from layers.schema.dossier_tables import TABLES

KINDS = ("events", "control", "control_areas", "posts", "places", "roads")
"""What a table can be imported as."""
_WORDS = {"events": "events", "control": "control reports", "posts": "posts", "places": "places"}
# columns of events that no table of control reports has, and those by which one is sure
_OF_EVENTS = {
    "event_type",
    "type",
    "category",
    "incident_type",
    "fatalities",
    "killed",
    "deaths",
    "equipment",
    "weapon",
}
_OF_BOTH = {"summary", "description"}
_OF_CONTROL = {"from_side", "taken_from", "previous_side", "controlled_by", "held_by", "confidence", "report_id"}
_SAMPLE = 50
# dates of a record rather than of an event
_OF_RECORDS = ("submi", "publi", "creat", "modif", "updat", "upload", "access", "retriev", "entry", "record", "verif")


@dataclass(frozen=True)
class ImportOptions:
    """What the user says of a file.

    Parameters
    ----------
    columns : mapping of str to str
        For columns of the dossier the file's; ``position`` is one cell with a position.
    values : mapping of str to str
        Values of columns of the dossier for all rows.
    kind : str
        One of `KINDS`; found by default.
    id_column : str
        The column with ids of the source's own.
    date_format : str
        ``day`` or ``month`` for what comes first in dates of digits, or a pattern of `datetime.strptime`.
    end : str
        ``inclusive`` or ``exclusive``: whether the last day belongs to an event.
    keep : frozenset of str
        Columns of people and devices that are brought all the same.
    fill_down : frozenset of str
        Columns of the dossier whose empty cells have the value of the row above.
    update, clip : bool
        Take what the source has changed; leave out what lies outside of the area or period.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    id_column: str = ""
    date_format: str = ""
    end: str = ""
    keep: frozenset[str] = frozenset()
    fill_down: frozenset[str] = frozenset()
    update: bool = False
    clip: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """How the rows of a table are read.

    Parameters
    ----------
    table : ForeignTable
        The table; of a file without a heading, with the source's columns.
    words : Vocabulary
        The vocabulary.
    columns : dict of str to str
        For columns of the dossier the table's.
    positions : PositionColumns
        The columns with positions.
    noted : tuple of str
        Columns that are kept in the note.
    others : dict of str to list of str
        Further columns of a known source that supply a value where the first one has none.
    left_out : tuple of str
        Columns of people and devices that are not brought.
    remarks : tuple of str
        Assumptions that the user should know.
    """

    table: ForeignTable
    words: Vocabulary
    columns: dict[str, str]
    positions: PositionColumns
    noted: tuple[str, ...]
    others: dict[str, list[str]]
    left_out: tuple[str, ...]
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, table: ForeignTable, options: ImportOptions) -> "ColumnMapping":
        """Choose the vocabulary of a table and map its columns.

        Raises
        ------
        SitmapError
            If it is not sure what the table is, or a column is named that it does not have, or has twice.
        """
        table, words = _recognised(table, options)
        if words.refused and not options.columns:
            raise SitmapError(f"{table.file}: {words.name}: {words.refused}")
        columns = words.mapping(table.columns) | _given(table, options, words)
        if options.id_column:
            columns["id"] = _known(table, options.id_column)
        remarks = list(table.remarks)
        date = "date" if words.table == "control" else "start_date"
        if words.table in ("events", "control") and date not in columns:
            columns |= _date_column(table, date, remarks)
        given: dict[str, str] = {ours: columns.pop(ours) for ours in ("lat", "lon", "position") if ours in columns}
        positions = PositionColumns.find(table, given, set(columns.values()))
        named = {_known(table, name) for name in (*options.columns.values(), options.id_column) if name}
        _refuse_repeated(table, {*columns.values(), *positions.names} - named)
        taken = {*columns.values(), *positions.names} - {
            name for name in table.columns if plain_name(name) in words.coded
        }
        others = [name for name in table.columns if name not in taken]
        private = tuple(name for name in others if _is_private(name) and name not in options.keep)
        if private:
            remarks.append(f"left out, as columns of people or devices: {', '.join(private)}; --keep brings them")
        noted = tuple(name for name in others if name not in private)
        further = words.alternatives(table.columns) if words.marks else {}
        more = {
            ours: names
            for ours, names in further.items()
            if len(names) > 1 and ours in columns and ours not in options.columns
        }
        return cls(table, words, columns, positions, noted, more, private, tuple(remarks))


def read_map(path_or_pair: Sequence[str]) -> dict[str, Any]:
    """Read what `--map` is given: ``ours=theirs``, or a file that `--save-map` has written.

    Raises
    ------
    SitmapError
        If a file cannot be read.
    """
    found: dict[str, Any] = {"columns": {}, "values": {}}
    for given in path_or_pair:
        ours, equals, theirs = given.partition("=")
        if equals:
            found["columns"][ours.strip()] = theirs.strip()
            continue
        expected = f"{given}: expected ours=theirs, or a file that --save-map has written"
        try:
            saved = tomllib.loads(read_contents(Path(given)).decode())
        except (OSError, ValueError, RecursionError) as error:
            raise SitmapError(expected) from error
        if not all(map(_is_saved, saved, saved.values())):
            raise SitmapError(expected)
        found |= {key: value for key, value in saved.items() if key not in ("columns", "values")}
        found["columns"] |= saved.get("columns", {})
        found["values"] |= saved.get("values", {})
    return found


def _is_saved(key: str, value: Any) -> bool:  # noqa: ANN401 - TOML
    """Return True for a key and a value as --save-map writes them."""
    if key in ("columns", "values"):
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    if key in ("keep", "fill_down"):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return key in ("kind", "id_column", "date_format", "end") and isinstance(value, str)


def _recognised(table: ForeignTable, options: ImportOptions) -> tuple[ForeignTable, Vocabulary]:
    for words in vocabularies():
        if words.headless and words.headless.fits(table.heading):
            return table.named(words.headless.columns), words
    first = [row.cells for row in islice(table.rows(lambda *_: None), _SAMPLE)]
    source = recognise(table.columns, first)
    if source and options.kind in ("", source.table):
        return table, source
    return table, vocabulary(_WORDS[options.kind or _kind(table)])


def _kind(table: ForeignTable) -> str:
    """Return ``events`` or ``control`` where the columns make it sure.

    Raises
    ------
    SitmapError
        If they do not.
    """
    plain = set(map(plain_name, table.columns))
    control = vocabulary("control reports").columns
    if not (plain & set(control["side"]) and plain & set(control["date"])):
        return "events"
    if not plain & _OF_EVENTS and (plain & _OF_CONTROL or not plain & _OF_BOTH):
        return "control"
    both = ", ".join(sorted(plain & (_OF_EVENTS | _OF_BOTH | set(control["side"]))))
    raise SitmapError(f"{table.file}: events or control reports? It has {both}: say --as events or --as control")


def _given(table: ForeignTable, options: ImportOptions, words: Vocabulary) -> dict[str, str]:
    allowed = {column.name for column in TABLES[words.table].columns} | set(words.columns) | {"position", "lat", "lon"}
    for ours in (*options.columns, *options.values):
        if ours not in allowed:
            raise SitmapError(
                f"{ours!r}: expected a column of {TABLES[words.table].file}: {', '.join(sorted(allowed))}"
            )
    return {ours: _known(table, theirs) for ours, theirs in options.columns.items()}


def _known(table: ForeignTable, name: str) -> str:
    """Return a column of a table by its name, in any case."""
    found = next((one for one in table.columns if one == name), None)
    found = found or next((one for one in table.columns if plain_name(one) == plain_name(name)), None)
    if found is None:
        raise SitmapError(f"{table.file}: expected a column {name!r}; there is {', '.join(table.columns)}")
    return found


def _date_column(table: ForeignTable, ours: str, remarks: list[str]) -> dict[str, str]:
    """Find a column of dates by a word of its name and by its cells."""
    rows = list(islice(table.rows(lambda *_: None), _SAMPLE))
    for number, name in enumerate(table.columns):
        plain = plain_name(name)
        if any(word in plain for word in ("date", "day", "дата", "تاريخ")) and not any(w in plain for w in _OF_RECORDS):
            filled = [row.cells[number] for row in rows if not is_missing(row.cells[number])]
            if filled and all(map(_is_date, filled)):
                remarks.append(f"dates are taken from {name!r}; --map {ours}=COLUMN names another")
                return {ours: name}
    remarks.append(f"no column of dates is recognised: --map {ours}=COLUMN names it")
    return {}


def _is_date(text: str) -> bool:
    try:
        read_date(text)
    except AmbiguousDateError:
        return True
    except ValueError:
        return False
    return True


def _refuse_repeated(table: ForeignTable, used: set[str]) -> None:
    twice = sorted(used & table.repeated)
    if twice:
        others = [name for name in table.columns if name in table.repeated and name != twice[0]]
        again = next((name for name in others if name.casefold().startswith(twice[0].casefold())), others[0])
        raise SitmapError(
            f"{table.file}: expected one column {twice[0]!r}; the heading has several: rename one, "
            f"or choose by --map OURS={again!r}"
        )


@cache
def _left_out() -> dict[str, Any]:
    return tomllib.loads((files("layers.imports") / "left_out.toml").read_text(encoding="utf-8"))


def _is_private(column: str) -> bool:
    words = _left_out()
    name = plain_name(column).strip("_")
    return (
        name in words["names"]
        or name.endswith(tuple(words["ends"]))
        or any(word in name for word in words["words"])
        or name.rpartition("_")[2] in ("phonenumber", "deviceid", "subscriberid", "simserial", "username", "email")
    )


def is_total(text: str) -> bool:
    """Return True if the first cell of a row, in small letters, says that the row has totals."""
    return text in _left_out()["totals"]["words"]
