"""A dossier without some of its rows, cells and texts: as its folder was before they were entered.

Lines of the remaining rows are counted, and files are hashed, as if the others had never been there.
"""

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any

from geo.errors import Problem, Problems
from geo.gazetteer.gazetteer import Gazetteer
from geo.readers.row import Row
from geo.readers.sheet import Sheet
from layers.dossier.claims import split_keys
from layers.dossier.dossier import Dossier
from layers.dossier.evidence import Evidence
from layers.dossier.gaps import silent_sides
from layers.dossier.locations import Locations, gazetteer_of, geocoder_of
from layers.dossier.positions import check_positions, land_with_ports
from layers.dossier.record_tables import located_tables
from layers.errors import DossierError
from layers.schema.dossier_tables import PLACES, POSTS, SOURCES, STORY
from layers.texts.reports import FOLDER


@dataclass(frozen=True)
class Withheld:
    """Rows, cells and texts that are left out of a dossier.

    Parameters
    ----------
    rows : mapping
        First lines of rows, by the table's file.
    cells : mapping
        Columns whose cells read as empty, by the table's file and the first line of the row.
    texts : frozenset of str
        Names of files in the folder `reports`.
    """

    rows: Mapping[str, frozenset[int]]
    cells: Mapping[tuple[str, int], Collection[str]] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[str, int]],
        cells: Mapping[tuple[str, int], Collection[str]] = MappingProxyType({}),
        texts: frozenset[str] = frozenset(),
    ) -> "Withheld":
        """Gather rows by file."""
        found: dict[str, set[int]] = {}
        for file, line in rows:
            found.setdefault(file, set()).add(line)
        return cls({file: frozenset(lines) for file, lines in found.items()}, cells, texts)

    def __bool__(self) -> bool:
        return bool(self.rows or self.cells or self.texts)

    def __or__(self, other: "Withheld") -> "Withheld":
        files = {*self.rows, *other.rows}
        rows = {file: self.rows.get(file, frozenset()) | other.rows.get(file, frozenset()) for file in files}
        return Withheld(rows, {**self.cells, **other.cells}, self.texts | other.texts)

    def has(self, file: str, line: int) -> bool:
        """Return True if a row is left out."""
        return line in self.rows.get(file, ())


class TableBytes:
    """A file of a dossier as bytes, without some rows, and without the contents of some cells.

    Parameters
    ----------
    raw : bytes
        The file: a CSV file that has been read without an error, or `dossier.toml`, each line of which is a row.
    sheet : Sheet, optional
        The CSV file as it was read.
    rows : collection of int
        The first line of each row that is left out.
    cells : mapping
        The names of the columns whose cells are emptied, by the first line of the row.
    """

    def __init__(
        self, raw: bytes, sheet: Sheet | None, rows: Collection[int], cells: Mapping[int, Collection[str]]
    ) -> None:
        self._sheet = sheet or Sheet((), (), ())
        self._cells = cells
        lines = list(io.StringIO(raw.decode("utf-8", errors="surrogateescape"), newline=""))
        # the first and the last line of each row; cells in quotation marks may have several lines
        reader = csv.reader(lines, delimiter=self._sheet.delimiter) if sheet else None
        ends = [0, *(reader.line_num for _ in reader)] if reader else range(len(lines) + 1)
        spans = [(first + 1, last) for first, last in pairwise(ends)]
        self._kept = [(first, "".join(lines[first - 1 : last])) for first, last in spans if first not in rows]
        gone = [(first, last - first + 1) for first, last in spans if first in rows]
        self._gone = [first for first, _ in gone]
        self._counts = [0, *accumulate(count for _, count in gone)]

    @property
    def content(self) -> bytes:
        """The bytes that are left."""
        texts = (self._emptied(text, self._cells[line]) if line in self._cells else text for line, text in self._kept)
        return "".join(texts).encode("utf-8", errors="surrogateescape")

    def line(self, line: int) -> int:
        """Return the number that a line has in what is left."""
        return line - self._counts[bisect_left(self._gone, line)]

    def _emptied(self, text: str, columns: Collection[str]) -> str:
        end = len(text.rstrip("\r\n"))
        cell = rf'"(?:[^"]|"")*"|[^{re.escape(self._sheet.delimiter)}]*'
        parts, at = [], 0
        for column in self._sheet.columns:
            found = re.compile(cell).match(text, at, end)
            if found is None or at > end:
                break
            parts.append("" if column in columns else found[0])
            at = found.end() + 1
        return self._sheet.delimiter.join(parts) + text[max(at - 1, 0) :]


def withhold(dossier: Dossier, withheld: Withheld) -> Dossier:
    """Return a dossier without some rows, cells and texts; names are resolved anew.

    Raises
    ------
    DossierError
        If a name of the remaining rows cannot be resolved without the withheld ones.
    """
    withheld |= _untold(dossier.evidence, withheld)
    problems = Problems()
    left = _Remaining(dossier, withheld, problems)
    evidence, settings = left.evidence(), dossier.settings
    gazetteer = gazetteer_of(evidence.places, dossier.name) | settings.gazetteers.gazetteer
    geocoder = geocoder_of(gazetteer | Gazetteer.load(), settings.outline, dossier.online)
    locations = Locations(evidence.places, evidence.named, geocoder)
    problems.extend(left.warnings())
    derived = {*check_positions(evidence, locations, settings.outline), *silent_sides(settings, evidence.control)}
    problems.extend(derived)
    evidence = evidence.changed(derived=frozenset(derived), unread=frozenset())
    land = replace(settings, area=evidence.land)
    if problems.errors:
        raise DossierError(str(dossier.path), problems.errors, problems.warnings)
    tables = located_tables(evidence, locations, settings)
    # what-if analyses and commands have left out rows of their own
    reports = {*dossier.control["id"], *(report.id for report in dossier.unlocated)}
    tables["posts"] = _only(tables["posts"], "post_id", set(dossier.posts["post_id"]))
    tables["control"] = _only(tables["control"], "id", reports)
    tables["unlocated"] = tuple(report for report in tables["unlocated"] if report.id in reports)
    return replace(
        dossier,
        settings=replace(settings, area=land_with_ports(land, evidence, locations)),
        evidence=evidence,
        gazetteer=gazetteer,
        places=evidence.places,
        place_sources=evidence.place_sources,
        sources=evidence.sources,
        reports=evidence.reports,
        contents=left.contents(),
        warnings=problems.warnings,
        **tables,
    )


def _untold(evidence: Evidence, withheld: Withheld) -> Withheld:
    """Find the steps of the tour that name a post or place which is left out."""
    posts = {post.id for post in evidence.posts if not withheld.has(POSTS.file, post.row.line)}
    places = {
        key for (file, key), line in evidence.lines.items() if file == PLACES.file and not withheld.has(file, line)
    }
    return Withheld.of(
        (STORY.file, step.row.line)
        for step in evidence.story
        if (step.post and step.post not in posts) or (step.place and step.place not in places)
    )


def _only(table: Any, column: str, ids: Collection[str]) -> Any:  # noqa: ANN401 - a GeoDataFrame
    return table[table[column].isin(ids)].reset_index(drop=True)


def orphans(dossier: Dossier, released: Dossier, listed: Dossier) -> Withheld:
    """Find the places and sources that rows of a dossier name, and none of the released dossier does.

    The lines are those of a third one, whose rows are to be left out.
    """
    places = _places(dossier) - _places(released)
    sources = _cited(dossier, set()) - _cited(released, places)
    gone = [*((PLACES.file, place) for place in places), *((SOURCES.file, key) for key in sources)]
    lines = listed.evidence.lines
    return Withheld.of((file, lines[file, key]) for file, key in gone if (file, key) in lines)


def _places(dossier: Dossier) -> set[str]:
    """Return the ids of the places that rows of posts, control reports and events name."""
    own = {place.id for place in dossier.places}
    return {name if name in own else dossier.matches[name].place.id for _, name in dossier.evidence.named}


def _cited(dossier: Dossier, lost: set[str]) -> set[str]:
    """Return the keys of the sources that rows and control areas cite, and places but for the lost ones."""
    evidence = dossier.evidence
    cited = [post.sources for post in evidence.posts] + [report.sources for report in evidence.control]
    cited += [event.sources for event in evidence.events]
    cited += [keys for place, keys in evidence.place_sources.items() if place not in lost]
    of_areas = (key for joined in dossier.control_areas["source"] for key in split_keys(joined))
    return {key for keys in cited for key in keys}.union(of_areas)


class _Remaining:
    """What is left of a dossier; problems of its rows are added to another list, at the lines that they now have."""

    def __init__(self, dossier: Dossier, withheld: Withheld, problems: Problems) -> None:
        self._dossier, self._withheld, self._problems = dossier, withheld, problems
        sheets = dossier.evidence.sheets
        cells: dict[str, dict[int, Collection[str]]] = {}
        for (file, line), columns in withheld.cells.items():
            cells.setdefault(file, {})[line] = columns
        self._tables = {
            file: TableBytes(
                dossier.contents[file], sheets.get(file), withheld.rows.get(file, frozenset()), cells.get(file, {})
            )
            for file in {*withheld.rows, *cells} & dossier.contents.keys()
        }

    def evidence(self) -> Evidence:
        whole = self._dossier.evidence
        lines = {key: line for key, line in whole.lines.items() if not self._withheld.has(key[0], line)}
        places = tuple(place for place in whole.places if (PLACES.file, place.id) in lines)
        return whole.changed(
            named=[(self._row(row), name) for row, name in whole.named if not self._withheld.has(row.file, row.line)],
            lines={key: self._line(key[0], line) for key, line in lines.items()},
            places=places,
            place_sources={place.id: whole.place_sources[place.id] for place in places},
            sources=whole.sources[[(SOURCES.file, key) in lines for key in whole.sources.index]],
            control=self._records(whole.control),
            events=self._records(whole.events),
            posts=self._records(whole.posts),
            story=self._records(whole.story),
            reports=tuple(text for text in whole.reports if text.file not in self._withheld.texts),
        )

    def warnings(self) -> list[Problem]:
        """Return the warnings of the dossier on what is left, but for those that are found anew."""
        return [
            replace(warning, line=self._line(warning.file, warning.line))
            for warning in self._dossier.warnings
            if warning not in self._dossier.evidence.derived and not self._withheld.has(warning.file, warning.line)
        ]

    def contents(self) -> dict[str, bytes]:
        """Return the bytes of the files, without what is withheld."""
        texts = {f"{FOLDER}/{name}" for name in self._withheld.texts}
        kept = {name: content for name, content in self._dossier.contents.items() if name not in texts}
        return kept | {file: table.content for file, table in self._tables.items()}

    def _records(self, records: Iterable[Any]) -> tuple[Any, ...]:
        kept = (one for one in records if not self._withheld.has(one.row.file, one.row.line))
        return tuple(replace(one, row=self._row(one.row), **self._emptied(one)) for one in kept)

    def _emptied(self, record: Any) -> dict[str, None]:  # noqa: ANN401 - a record of any table
        columns = self._withheld.cells.get((record.row.file, record.row.line), ())
        return {column: None for column in columns if hasattr(record, column)}

    def _row(self, row: Row) -> Row:
        emptied = dict.fromkeys(self._withheld.cells.get((row.file, row.line), ()), "")
        cells = {**row.cells, **{column: "" for column in emptied if column in row.cells}}
        return replace(row, line=self._line(row.file, row.line), cells=cells, problems=self._problems)

    def _line(self, file: str, line: int) -> int:
        table = self._tables.get(file)
        return table.line(line) if table and line else line
