"""Rows of a foreign table as rows of a dossier: cells are converted, and the row is checked as a dossier checks it."""

import hashlib
import math
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.errors import Problems
from geo.readers.foreign_table import ForeignRow, plain_name
from geo.readers.numbers import is_missing, written_number, written_range
from geo.readers.position import Position, read_position
from geo.readers.row import Row
from layers.dossier.evidence import read_place
from layers.dossier.records import Event, read_control_report, read_event, read_post, with_contested
from layers.dossier.settings.sides import Side, side_names
from layers.imports.date_columns import DateColumns
from layers.imports.mapping import ColumnMapping, ImportOptions, is_total
from layers.imports.sources import ImportedSources
from layers.imports.tally import Tally
from layers.imports.vocabulary import Cells, slug
from layers.schema.column import Type
from layers.schema.dossier_tables import CONFIDENCES, TABLES

# what distinguishes rows of a table, beside their position
_CONTENT = (
    *("start_date", "end_date", "date", "until", "event_type", "side", "from_side", "kind", "actor1", "actor2"),
    *("fatalities_low", "fatalities_best", "fatalities_high", "summary", "name", "name_en", "sources"),
)
# columns of events that must be filled, or have a place
_WORDS = ("event_type", "summary", "place", "lat")
_SOURCES = ("source", "source_url", "archive_url", "reliability")


@dataclass(slots=True)
class ImportedRow:
    """A row as it will be written; its place is a label if it has a position, else a name to be geocoded."""

    line: int
    cells: Cells
    position: Position | None
    content: str
    record: object

    def digest(self, layer: str | None) -> str:
        """Return the SHA-256 of what makes the row this row and no other, and of the layer of a file with several."""
        content = hashlib.sha256(self.content.encode()).hexdigest()
        return content if layer is None else hashlib.sha256(f"{content} {layer}".encode()).hexdigest()


class RowReader:
    """Reader of the rows of one table.

    Parameters
    ----------
    mapping : ColumnMapping
        How the table is read.
    options : ImportOptions
        What the user says of it.
    sides : collection of Side
        The sides of the dossier.
    sources : ImportedSources
        The sources, to which those of the rows are added.
    problems : Problems
        The list to which the problems of refused rows are added.
    tally : Tally
        What else is to be told.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what rows are read with
        self,
        mapping: ColumnMapping,
        options: ImportOptions,
        sides: Collection[Side],
        sources: ImportedSources,
        problems: Problems,
        tally: Tally,
    ) -> None:
        self._mapping, self._options, self._sources = mapping, options, sources
        self._words, self._problems, self._tally = mapping.words, problems, tally
        number = {name: n for n, name in enumerate(mapping.table.columns)}
        self._theirs = {ours: number[name] for ours, name in mapping.columns.items()}
        self._noted = [number[name] for name in mapping.noted]
        # columns such as a country or a scale have few values
        self._notes = lru_cache(1 << 14)(self._note)
        self._others = {
            ours: [number[name] for name in names] for ours, names in mapping.others.items() if len(names) > 1
        }
        self._kinds = [(plain_name(name), n) for name, n in number.items() if plain_name(name) in self._words.kinds]
        columns = TABLES[self._words.table].columns
        numbers = [(c.name, c.type) for c in columns if c.type in (Type.INTEGER, Type.NUMBER)]
        self._numbers = [(name, kind is Type.INTEGER) for name, kind in numbers if name not in ("lat", "lon")]
        self._limits = {column.name: column for column in columns}
        # beside texts; positions are checked where they are read
        self._checked = ["location_status", *TABLES[self._words.table].dates, *(name for name, _ in self._numbers)]
        self._sides = side_names(sides)
        self.days = DateColumns(mapping, options)
        self._layer = slug(mapping.table.layer)
        self._sound: set[Hashable] = set()

    def rows(self) -> Iterator[ImportedRow]:
        """Yield the rows that can be used; the others are recorded as problems."""
        above: Cells = {}
        file = self._mapping.table.file

        def refuse(line: int, value: str, expected: str) -> None:
            self._problems.add("C103", file, line, "", value, expected)

        for row in self._mapping.table.rows(refuse):
            found = self._read(row, above)
            if found is not None:
                yield found

    def _read(self, row: ForeignRow, above: Cells) -> ImportedRow | None:
        cells, line, file = row.cells, row.line, self._mapping.table.file
        found = {ours: cells[n] for ours, n in self._theirs.items()}
        for ours, others in self._others.items():
            found[ours] = next((cells[n] for n in others if cells[n]), "")
        for name in self._options.fill_down:
            found[name] = above[name] = found.get(name) or above.get(name, "")
        if self._is_total(found, cells):
            self._tally.add("a row of totals, left out", line)
            return None
        self._words.convert(found, {name: cells[n] for name, n in self._kinds})
        found |= self._options.values
        problems = Problems()
        note = [found.pop("note", ""), *self._converted(found, line, problems)]
        located = self._mapping.positions.read(row)
        position = located.position
        if located.remark:
            self._tally.add(
                f"placed by {located.remark}" if position else f"{located.remark}; the name is geocoded", line
            )
        if located.fault:
            problems.add("C157", file, line, " ".join(self._mapping.positions.names), self._shown(cells), located.fault)
        if position is None and not located.fault and (position := read_position(found.get("place", ""))):
            found["place"] = ""
        self._place(found, position)
        note.append(self._notes(*(cells[n] for n in self._noted)))
        found["note"] = "; ".join(filter(None, note))
        content = self._content(found, position)
        found["sources"] = ";".join(self._sources.keys(found))
        if found.get("id", "").startswith("#") or (found.get("id", "").isdecimal() and not self._has_own_ids):
            found["note"] = "; ".join(filter(None, (f"{self._mapping.columns['id']}: {found['id']}", found["note"])))
            found["id"] = ""
        record = self._record(found, line, problems)
        if problems.errors:
            self._problems.extend(problems)
            return None
        return ImportedRow(line, found, position, content, record)

    def _note(self, *cells: str) -> str:
        """Return the part of a note with the cells of columns that have no other place."""
        named = zip(self._mapping.noted, cells, strict=True)
        return "; ".join(f"{name}: {cell}" for name, cell in named if cell and not is_missing(cell))

    @property
    def _has_own_ids(self) -> bool:
        return self._words.own_ids or bool(self._options.id_column)

    def _shown(self, cells: Collection[str]) -> str:
        number = {name: n for n, name in enumerate(self._mapping.table.columns)}
        return ", ".join(list(cells)[number[name]] for name in self._mapping.positions.names)

    def _is_total(self, found: Cells, cells: Collection[str]) -> bool:
        first = next((cell for cell in cells if cell), "").casefold().rstrip(":")
        return is_total(first) and not any(found.get(name) for name in ("event_type", "side", "summary"))

    def _converted(self, found: Cells, line: int, problems: Problems) -> Iterator[str]:
        """Convert dates, numbers, sides and words; yield parts of the note for cells that are left empty."""
        self.days.convert(found, line, problems)
        for name, whole in self._numbers:
            if text := found.get(name):
                yield from self._number(found, name, text, line, whole=whole)
        if self._words.table == "control":
            yield from self._control_words(found, line)
        elif self._words.table == "events":
            self._event_words(found, line)
        elif self._words.table == "posts" and found.get("side"):
            found["side"] = self._sides.get(found["side"].casefold(), found["side"])

    def _number(self, found: Cells, name: str, text: str, line: int, *, whole: bool) -> Iterator[str]:
        column = self._limits[name]
        if plain := _plain_number(text, column.low, column.high, whole=whole):
            found[name] = plain
            return
        found[name] = ""
        if is_missing(text):
            return
        bounds = written_range(text) if name == "fatalities_best" else None
        if bounds:
            found["fatalities_low"] = found.get("fatalities_low") or str(bounds[0])
            found["fatalities_high"] = found.get("fatalities_high") or ("" if bounds[1] is None else str(bounds[1]))
            self._tally.add("numbers of dead of which only bounds are given", line)
            return
        theirs = self._mapping.columns.get(name, name)
        self._tally.add(f"{theirs} that is no number, such as {text!r}, left empty and kept in the note", line)
        yield f"{theirs}: {text}"

    def _control_words(self, found: Cells, line: int) -> Iterator[str]:
        for name in ("side", "from_side"):
            text = found.get(name, "")
            found[name] = with_contested(self._sides).get(text.casefold(), text)
        confidence = found.get("confidence", "").casefold()
        found["confidence"] = confidence if confidence in CONFIDENCES else ""
        if confidence and not found["confidence"] and not is_missing(confidence):
            theirs = self._mapping.columns.get("confidence", "confidence")
            self._tally.add(f"{theirs} that is none of {', '.join(CONFIDENCES)}, left empty and kept in the note", line)
            yield f"{theirs}: {confidence}"

    def _event_words(self, found: Cells, line: int) -> None:
        layer = self._layer
        is_named = bool(layer) and layer.rstrip("_0123456789") not in self._words.default_layers
        if not found.get("event_type") and is_named and "event_type" not in self._theirs:
            found["event_type"] = layer
        elif plain_name(self._mapping.columns.get("event_type", "")) == "folder":
            found["event_type"] = slug(found["event_type"].rpartition(" / ")[2])
        if not found.get("summary") and found.get("event_type"):
            parties = " / ".join(filter(None, (found.get("actor1"), found.get("actor2"))))
            where = found.get("place", "")
            found["summary"] = ", ".join(filter(None, (found["event_type"].replace("_", " "), where, parties)))
            self._tally.add("without a summary, which is made of type, place and actors", line)

    def _place(self, found: Cells, position: Position | None) -> None:
        if position is None:
            found["lat"] = found["lon"] = ""
            return
        found["lat"], found["lon"] = _degrees(position.lat), _degrees(position.lon)
        stated = position.uncertainty_km
        if not found.get("uncertainty_km") and stated:
            found["uncertainty_km"] = repr(round(stated, 4))

    def _content(self, found: Cells, position: Position | None) -> str:
        """Return the values that make a row this row and no other, joined."""
        where = f"{position.lat:.5f},{position.lon:.5f}" if position else found.get("place", "")
        values = [where, *(found.get(name, "") for name in _CONTENT), *(found.get(name, "") for name in _SOURCES)]
        return "\x1f".join(values)

    def _record(self, found: Cells, line: int, problems: Problems) -> object:
        """Read a row as a dossier does, so that an import takes what a dossier takes.

        An event of which all but the words has been read before is sound, and is not read again.
        """
        words = (bool(found.get(name, "").strip()) for name in _WORDS)
        has_plain_id = found.get("id", "").isprintable() and ";" not in found.get("id", "")
        key = *map(found.get, self._checked), *words, has_plain_id
        if key in self._sound:
            return None
        names = {ours: theirs for ours, theirs in self._mapping.columns.items() if ours in found}
        row = Row(self._mapping.table.file, line, found | {"id": found.get("id") or "I"}, problems, names)
        row.identifier()
        record = _CHECKS[self._words.table](row, self._sides)
        if isinstance(record, Event) and not problems.errors:
            self._sound.add(key)
        return record


_CHECKS: dict[str, Callable[[Row, dict[str, str]], object]] = {
    "events": lambda row, _: read_event(row),
    "control": read_control_report,
    "posts": read_post,
    "places": lambda row, _: read_place(row),
}


@lru_cache(1 << 14)
def _plain_number(text: str, low: float, high: float, *, whole: bool) -> str:
    """Return a number within bounds as a dossier writes it; an empty text if it is none."""
    value = written_number(text, whole=whole)
    if math.isnan(value) or not low <= value <= high or (whole and value != int(value)):
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _degrees(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")
