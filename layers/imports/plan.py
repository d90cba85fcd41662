"""The plan of an import: rows of a foreign table as rows of a dossier, and the rows that are refused."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from geo.errors import Problem, Problems
from geo.geometry.sphere import distance_km
from geo.readers.sheet import Sheet, append_rows, decimal
from layers.errors import DossierError
from layers.imports.foreign_table import ForeignTable
from layers.imports.vocabulary import Cells, Vocabulary, recognise
from layers.period import parse_days
from layers.schema.column import Type
from layers.schema.dossier_tables import PLACES, SOURCES, TABLES, TableColumn

# places of one name within this distance are the same place
_SAME_PLACE_KM = 5.0


@dataclass(frozen=True)
class ImportPlan:
    """The rows that an import adds to a dossier, and those that it refuses.

    Parameters
    ----------
    table : ForeignTable
        The table to import.
    words : Vocabulary
        The vocabulary used to read the table.
    folder : Path
        The dossier.
    mapping : dict of str to str
        For each column of the dossier the column of the table that supplies its values.
    added : dict of str to list
        Rows to add, by file.
    known : int
        Number of rows that are already in the dossier.
    problems : tuple of Problem
        The problems of the rows that are refused.
    """

    table: ForeignTable
    words: Vocabulary
    folder: Path
    mapping: dict[str, str]
    added: dict[str, list[Cells]] = field(default_factory=dict)
    known: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def noted(self) -> list[str]:
        """Columns of the table whose values are kept in the note: those without a counterpart, and raw codes."""
        return _noted(self.table.columns, self.mapping, self.words)

    def write(self) -> list[Path]:
        """Add the rows to the dossier's files; each file is replaced atomically."""
        paths = {self.folder / name: rows for name, rows in self.added.items() if rows}
        for path, rows in paths.items():
            append_rows(path, rows)
        return list(paths)


def plan_import(table: ForeignTable, folder: Path, problems: Problems) -> ImportPlan:
    """Plan the import of a table into a dossier; nothing is written.

    Parameters
    ----------
    table : ForeignTable
        The table.
    folder : Path
        The dossier.
    problems : Problems
        The problems of reading the table, to which those of refused rows are added.
    """
    words = recognise(table.columns)
    reader = _Reader(table, words, folder, problems)
    rows = [row for line, cells in table.rows if (row := reader.row(line, cells))]
    added = {SOURCES.file: reader.sources, PLACES.file: reader.places, TABLES[words.table].file: rows}
    return ImportPlan(table, words, folder, reader.mapping, added, reader.known, tuple(sorted(problems)))


class _Reader:
    """Reader of a foreign table; it collects the places and sources that the dossier lacks."""

    def __init__(self, table: ForeignTable, words: Vocabulary, folder: Path, problems: Problems) -> None:
        self._file, self._words, self._problems = table.file, words, problems
        self._table = TABLES[words.table]
        self._header = _sheet(folder / self._table.file).columns
        # a column that the dossier's own file lacks is kept in the note
        lacking = {column.name for column in self._table.columns} - set(self._header)
        self.mapping = {ours: theirs for ours, theirs in words.mapping(table.columns).items() if ours not in lacking}
        self._noted = _noted(table.columns, self.mapping, words)
        self._ids = {row["id"] for row in _rows(folder / self._table.file)}
        self._points: dict[str, str] = {}
        self._named: dict[str, list[tuple[str, float, float]]] = {}
        for place in _rows(folder / PLACES.file):
            self._index(place)
        self._keys = {row["key"] for row in _rows(folder / SOURCES.file)}
        self.places: list[Cells] = []
        self.sources: list[Cells] = []
        self.known = 0

    def row(self, line: int, cells: Cells) -> Cells | None:
        """Return the row of the dossier for a row of the table; None if the row is refused or already there."""
        found = {ours: cells.get(theirs, "") for ours, theirs in self.mapping.items()}
        self._words.convert(found, cells)
        unusable = list(self._unusable(found))
        for column, expected in unusable:
            theirs = self.mapping.get(column, column)
            self._problems.add(self._file, line, theirs, cells.get(theirs, found.get(column, "")), expected)
        if unusable:
            return None
        found["id"] = found.get("id") or f"{Path(self._file).stem}-{line}"
        if found["id"] in self._ids:
            self.known += 1
            return None
        self._ids.add(found["id"])
        found["place"] = self._place(found)
        found["sources"] = self._sources(found)
        rest = (f"{name}: {cells[name]}" for name in self._noted if cells.get(name))
        found["note"] = "; ".join(filter(None, (found.get("note", ""), *rest)))
        return {column: found.get(column, "") for column in self._header}

    def _unusable(self, found: Cells) -> Iterator[tuple[str, str]]:
        """Yield the columns with invalid values, each with the values expected."""
        wanted = ("date", "side") if self._words.table == "control" else ("event_type", "summary")
        for name in (*wanted, "place"):
            if not found.get(name):
                yield name, "a value; the cell is empty, or there is no such column"
        for column in (*self._table.columns, PLACES["lat"], PLACES["lon"]):
            if found.get(column.name) and (expected := _expected(column, found[column.name])):
                yield column.name, expected
        if bool(found.get("lat")) != bool(found.get("lon")):
            yield "lat", "both a latitude and a longitude, or neither"

    def _place(self, found: Cells) -> str:
        """Return the id of a row's place; a place that the dossier lacks is added.

        Without a position, return the name, which is geocoded when the dossier is read.
        """
        name = found["place"]
        if not found.get("lat"):
            return name
        lat, lon = decimal(found["lat"]), decimal(found["lon"])
        key = _key(lat, lon)
        if key in self._points:
            return self._points[key]
        for place, place_lat, place_lon in self._named.get(name.casefold(), ()):
            if distance_km(lat, lon, place_lat, place_lon) <= _SAME_PLACE_KM:
                return place
        row = {"id": key, "name_en": name, "lat": found["lat"], "lon": found["lon"]}
        row |= {"uncertainty_km": found.get("uncertainty_km", "")}
        self.places.append(row)
        self._index(row)
        return key

    def _index(self, place: Cells) -> None:
        """Index a place of the dossier by its position and its names."""
        lat, lon = decimal(place.get("lat", "")), decimal(place.get("lon", ""))
        key = _key(lat, lon)
        self._points.setdefault(key, place["id"])
        for name in (place.get("name_en", ""), place.get("name_ar", ""), *_parts(place.get("aliases", ""))):
            self._named.setdefault(name.strip().casefold(), []).append((place["id"], lat, lon))

    def _sources(self, found: Cells) -> str:
        """Return the keys of the sources of a row; unknown ones are added to the dossier."""
        listed = _parts(found.get("sources", ""))
        if listed and all(key in self._keys for key in listed):
            return ";".join(listed)
        names = listed or _parts(found.get("source", ""))
        urls, archived, grades = (_parts(found.get(key, "")) for key in ("source_url", "archive_url", "reliability"))
        # archives and grades belong to names one by one only if the lists have the same length
        archived, grades = (part if len(part) == len(names) else () for part in (archived, grades))
        if len(urls) != len(names):
            names, urls = (*names, *urls), (*("" for _ in names), *urls)
        keys = []
        for name, url, archive, grade in zip_longest(names, urls, archived, grades, fillvalue=""):
            text = name or url
            key = re.sub(r"[^\w.-]+", "-", f"{text} {url}" if url else text).strip("-")[:80]
            if key not in self._keys:
                self._keys.add(key)
                web = url if url.startswith(("http://", "https://")) else ""
                row = {"key": key, "url": web, "archive_url": archive, "publisher": text, "reliability": grade}
                self.sources.append(row)
            keys.append(key)
        return ";".join(keys)


def _noted(columns: Collection[str], mapping: dict[str, str], words: Vocabulary) -> list[str]:
    taken = set(mapping.values()) - set(words.coded)
    return [name for name in columns if name not in taken]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _key(lat: float, lon: float) -> str:
    """Return an id made of a position, rounded to about ten metres."""
    return f"{abs(lat):.4f}{'N' if lat >= 0 else 'S'}{abs(lon):.4f}{'E' if lon >= 0 else 'W'}"


def _expected(column: TableColumn, text: str) -> str | None:
    """Return the values that a column allows; None if a text is one of them."""
    low, high = column.low, column.high
    if column.is_id:
        fits = ";" not in text and text.isprintable()
        return None if fits else "an id without semicolons and control characters"
    match column.type:
        case Type.DATE:
            return None if _is_date(text) else "a date as YYYY-MM-DD, YYYY-MM, YYYY or with the month's name"
        case Type.INTEGER:
            fits = text.isdecimal() and low <= int(text) <= high
            return None if fits else f"a whole number from {low} to {high}"
        case Type.NUMBER:
            return None if low <= decimal(text) <= high else f"{column.unit} from {low:g} to {high:g}"
    return None


def _is_date(text: str) -> bool:
    try:
        parse_days(text)
    except ValueError:
        return False
    return True


def _sheet(path: Path) -> Sheet:
    sheet = Sheet.read(path)
    if not sheet.columns:
        raise DossierError(str(path.parent), (Problem(path.name, 0, "", "", "a table of a dossier that can be read"),))
    return sheet


def _rows(path: Path) -> Iterator[Cells]:
    return (row for _, row in _sheet(path).records())
