"""Intake: rows of a table that others made, turned into rows of a dossier, with whatever must be refused."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from geo.errors import Problem, Problems
from geo.geometry.sphere import distance_km
from geo.readers.sheet import Sheet, append_rows, decimal
from layers.errors import DossierError
from layers.imports.foreign_table import ForeignTable
from layers.imports.vocabulary import Cells, Vocabulary, day, recognise
from layers.period import parse_span

# a place of the dossier with this name and this near is the same place
_SAME_PLACE_KM = 5.0
_POLE = 90.0
_DATES = ("start_date", "end_date", "date")


@dataclass(frozen=True)
class Intake:
    """What an import would do: rows to add, by file, and what it leaves out."""

    table: ForeignTable
    words: Vocabulary
    folder: Path
    added: dict[str, list[Cells]] = field(default_factory=dict)
    known: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """Our columns, and theirs that become them."""
        return self.words.mapping(self.table.columns)

    @property
    def noted(self) -> list[str]:
        """Their columns that are kept in the note: those that become none of ours, and raw codes."""
        return [name for name in self.table.columns if name not in _taken(self.mapping, self.words)]

    def write(self) -> list[Path]:
        """Add the rows to the dossier's files, each of which appears whole or stays as it was."""
        paths = {self.folder / name: rows for name, rows in self.added.items() if rows}
        for path, rows in paths.items():
            append_rows(path, rows)
        return list(paths)


def plan(table: ForeignTable, folder: Path, problems: Problems) -> Intake:
    """Find out what importing a table into a dossier would do; nothing is written.

    Parameters
    ----------
    table : ForeignTable
        What others made.
    folder : Path
        The dossier.
    problems : Problems
        Where rows that are refused are recorded; it may hold what was wrong in reading them.
    """
    words = recognise(table.columns)
    reader = _Reader(table, words, folder, problems)
    rows = [row for line, cells in table.rows if (row := reader.row(line, cells))]
    file = f"{words.table}.csv"
    added = {"sources.csv": reader.sources, "places.csv": reader.places, file: rows}
    return Intake(table, words, folder, added, reader.known, tuple(sorted(problems)))


class _Reader:
    """Turns rows of a foreign table into ours, and collects the places and sources that they need."""

    def __init__(self, table: ForeignTable, words: Vocabulary, folder: Path, problems: Problems) -> None:
        self._file, self._words, self._problems = table.file, words, problems
        self._mapping = words.mapping(table.columns)
        self._header = _sheet(folder / f"{words.table}.csv").columns
        self._ids = {row["id"] for row in _rows(folder / f"{words.table}.csv")}
        self._points: dict[str, str] = {}
        self._named: dict[str, list[tuple[str, float, float]]] = {}
        for place in _rows(folder / "places.csv"):
            self._know(place)
        self._keys = {row["key"] for row in _rows(folder / "sources.csv")}
        self.places: list[Cells] = []
        self.sources: list[Cells] = []
        self.known = 0

    def row(self, line: int, cells: Cells) -> Cells | None:
        """Give our row for one of theirs, or None where it is refused or there already."""
        found = {ours: cells.get(theirs, "") for ours, theirs in self._mapping.items()}
        self._words.convert(found, cells)
        faults = list(self._faults(found))
        for column, expected in faults:
            theirs = self._mapping.get(column, column)
            self._problems.add(self._file, line, theirs, cells.get(theirs, found.get(column, "")), expected)
        if faults:
            return None
        found["id"] = found.get("id") or f"{Path(self._file).stem}-{line}"
        if found["id"] in self._ids:
            self.known += 1
            return None
        self._ids.add(found["id"])
        for column in _DATES:
            told = day(found.get(column, ""))
            found[column] = told.isoformat() if told else found.get(column, "")
        found["place"] = self._place(found)
        found["sources"] = self._sources(found)
        found["note"] = "; ".join(filter(None, (found.get("note", ""), *self._rest(cells))))
        return {column: found.get(column, "") for column in self._header}

    def _faults(self, found: Cells) -> Iterator[tuple[str, str]]:
        """Say which columns cannot be used, and what was expected."""
        wanted = ("date", "side") if self._words.table == "control" else ("event_type", "summary")
        for column in (*wanted, "place"):
            if not found.get(column):
                yield column, "a value; the cell is empty, or there is no such column"
        for column, (holds, expected) in _CHECKS.items():
            if found.get(column) and not holds(found[column]):
                yield column, expected
        if bool(found.get("lat")) != bool(found.get("lon")):
            yield "lat", "both a latitude and a longitude, or neither"

    def _place(self, found: Cells) -> str:
        """Give the id of the dossier's place that is meant, which is added where there is none.

        Where no position is told, the name itself: reading the dossier finds its place.
        """
        name = found["place"]
        if not found.get("lat"):
            return name
        lat, lon = decimal(found["lat"]), decimal(found["lon"])
        key = _key(lat, lon)
        if key in self._points:
            return self._points[key]
        for place, its_lat, its_lon in self._named.get(name.casefold(), ()):
            if distance_km(lat, lon, its_lat, its_lon) <= _SAME_PLACE_KM:
                return place
        row = {"id": key, "name_en": name, "lat": found["lat"], "lon": found["lon"]}
        row |= {"uncertainty_km": found.get("uncertainty_km", "")}
        self.places.append(row)
        self._know(row)
        return key

    def _know(self, place: Cells) -> None:
        """Keep a place to be found by its position, and by its names."""
        lat, lon = decimal(place.get("lat", "")), decimal(place.get("lon", ""))
        key = _key(lat, lon)
        self._points.setdefault(key, place["id"])
        for name in (place.get("name_en", ""), place.get("name_ar", ""), *_parts(place.get("aliases", ""))):
            self._named.setdefault(name.strip().casefold(), []).append((place["id"], lat, lon))

    def _sources(self, found: Cells) -> str:
        """Keys of the sources, which are added where the dossier has none of that key."""
        listed = _parts(found.get("sources", ""))
        if listed and all(key in self._keys for key in listed):
            return ";".join(listed)
        names = listed or _parts(found.get("source", ""))
        urls, archived, grades = (_parts(found.get(key, "")) for key in ("source_url", "archive_url", "reliability"))
        # lists that are not of one length do not belong together one by one
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

    def _rest(self, cells: Cells) -> Iterator[str]:
        """Tell what no column of ours takes, and the raw codes, so that nothing is lost."""
        taken = _taken(self._mapping, self._words)
        return (f"{name}: {value}" for name, value in cells.items() if value and name not in taken)


def _taken(mapping: Mapping[str, str], words: Vocabulary) -> set[str]:
    return set(mapping.values()) - set(words.coded)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _key(lat: float, lon: float) -> str:
    """Name a position, to about ten metres."""
    return f"{abs(lat):.4f}{'N' if lat >= 0 else 'S'}{abs(lon):.4f}{'E' if lon >= 0 else 'W'}"


def _dated(text: str) -> bool:
    if day(text):
        return True
    try:
        parse_span(text)
    except ValueError:
        return False
    return True


# what a cell must be, where there is anything in it
_CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    **dict.fromkeys(_DATES, (_dated, "a date as YYYY-MM-DD, YYYY-MM, YYYY or with the month's name")),
    **dict.fromkeys(
        ("fatalities_low", "fatalities_best", "fatalities_high"), (str.isdigit, "a whole number, zero or more")
    ),
    **dict.fromkeys(("time_precision", "geo_precision"), (("1", "2", "3").__contains__, "1, 2 or 3")),
    "lat": (lambda text: abs(decimal(text)) <= _POLE, "degrees from -90 to 90"),
    "lon": (lambda text: abs(decimal(text)) <= 2 * _POLE, "degrees from -180 to 180"),
    "id": (lambda text: ";" not in text and text.isprintable(), "an id without semicolons and control characters"),
}


def _sheet(path: Path) -> Sheet:
    sheet = Sheet.read(path)
    if not sheet.columns:
        raise DossierError(str(path.parent), (Problem(path.name, 0, "", "", "a table of a dossier that can be read"),))
    return sheet


def _rows(path: Path) -> Iterator[Cells]:
    return (row for _, row in _sheet(path).records())
