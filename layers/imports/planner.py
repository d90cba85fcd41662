"""Planning of an import: rows of foreign tables become rows of a dossier, or are refused."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import shapely

from geo.errors import Problems, counted
from geo.readers.appendix import Appendix
from geo.readers.foreign_table import ForeignTable
from geo.readers.sheet import Sheet
from layers.dossier.dossier import Dossier
from layers.dossier.records import Post, in_order_of_time
from layers.dossier.settings.area import outside_km
from layers.imports.control_from_events import as_control
from layers.imports.doubts import Doubts
from layers.imports.mapping import ColumnMapping, ImportOptions
from layers.imports.places import ImportedPlaces
from layers.imports.plan import ImportPlan
from layers.imports.record import ImportRecord, row_key
from layers.imports.row_reader import ImportedRow, RowReader
from layers.imports.same_events import KnownEvents
from layers.imports.sources import ImportedSources
from layers.imports.tally import Tally
from layers.imports.vocabulary import Cells
from layers.schema.dossier_tables import SOURCES, TABLES

# columns that name and place a row: those of a row that was geocoded are not its source's
_PLACED = frozenset({"place", "lat", "lon", "uncertainty_km", "place_name"})
_LISTED = 20


def plan_import(
    tables: Sequence[ForeignTable], folder: Path, problems: Problems, options: ImportOptions | None = None
) -> ImportPlan:
    """Plan the import of the tables of a file into a dossier; nothing is written.

    Parameters
    ----------
    tables : sequence of ForeignTable
        The tables.
    folder : Path
        The dossier.
    problems : Problems
        The list to which problems are added.
    options : ImportOptions, optional
        What the user says of the tables.

    Raises
    ------
    SitmapError
        If the dossier has errors, or it is not sure what a table is.
    """
    planner = _Planner(Dossier.open(folder), options or ImportOptions(), problems, len(tables) > 1)
    for table in tables:
        planner.read(table)
    return planner.plan()


class _Planner:
    """Collects the rows of the tables of one file."""

    def __init__(self, dossier: Dossier, options: ImportOptions, problems: Problems, several: bool) -> None:  # noqa: FBT001 - private
        self._dossier, self._options, self._problems, self._several = dossier, options, problems, several
        self._sources = ImportedSources(row for _, row in Sheet.read(dossier.path / SOURCES.file).records())
        self._plan = ImportPlan(dossier.path)
        self._there: dict[str, dict[str, tuple[int, Cells]]] = {}
        self._seen: dict[tuple[str, str], tuple[int, int, int]] = {}
        self._equal: dict[str, int] = {}
        self._listed: list[str] = []
        self._records: dict[tuple[str, str], dict[str, Cells]] = {}
        self._cited: set[str] = set()
        self._known_events = KnownEvents(dossier)
        self._posts: dict[str, list[Post]] = {}
        for post in dossier.evidence.posts:
            self._posts.setdefault(post.id, []).append(replace(post, moved_on=None))

    def read(self, table: ForeignTable) -> None:
        """Read the rows of a table."""
        if self._options.kind == "control":
            table = as_control(table, self._dossier.sides) or table
        mapping = ColumnMapping.of(table, self._options)
        name = TABLES[mapping.words.table].file
        appendix = self._appendix(name, mapping)
        tally, pending = Tally(), []
        reader = RowReader(mapping, self._options, self._dossier.sides, self._sources, self._problems, tally)
        doubts = Doubts(self._dossier.settings, tally, clip=self._options.clip)
        for row in reader.rows():
            if doubts.leaves_out(row) or not self._is_new(row, name, mapping, tally):
                continue
            if mapping.words.table == "events" and self._known_events.same(row):
                tally.add("probably events of another source too, and added beside them", row.line)
            number = appendix.reserve()
            self._plan.lines[name].append((number, row.line))
            self._seen[name, row_key(name, row.cells)] = hash(row.content), number, row.line
            if row.position is None and mapping.words.table != "places":
                pending.append((number, row))
            else:
                self._put(appendix, number, row, mapping)
        self._locate(pending, appendix, name, mapping, tally)
        self._plan.mappings.append(mapping)
        layer = f"{table.layer}: " if self._several else ""
        owed = mapping.words.licence
        due = [f"licences of dossier.toml should name: {owed}"] if owed and owed not in self._dossier.licences else []
        told = [*mapping.remarks, *due, *filter(None, [reader.days.assumed_end]), *tally.lines()]
        self._plan.told += [f"{layer}{line}" for line in told]
        self._plan.told += self._gone(table, name)

    def plan(self) -> ImportPlan:
        """Return the plan of all tables."""
        plan = self._plan
        sources = Appendix(self._dossier.path / SOURCES.file)
        for row in self._sources.cited_by(self._cited):
            sources.add(row)
        if any(appendix.is_changed for appendix in plan.added.values()):
            plan.added = {SOURCES.file: sources, **plan.added}
            plan.told += [
                f"{name} gets the columns {', '.join(appendix.added)} at the end of its heading"
                for name, appendix in plan.added.items()
                if appendix.added and appendix.is_changed and (plan.folder / name).exists()
            ]
        plan.problems = tuple(sorted(self._problems))
        plan.refused = len({(problem.file, problem.line) for problem in plan.problems})
        plan.told += self._listed[:_LISTED]
        sides = {post.side for posts in self._posts.values() for post in posts}
        if lacking := sorted(sides - set(self._dossier.settings.anchors["side"])):
            plan.told.append(
                f"check asks for a supply anchor of {', '.join(lacking)}, which has posts: add [[anchors]]"
            )
        return plan

    def _put(self, appendix: Appendix, number: int, row: ImportedRow, mapping: ColumnMapping) -> None:
        """Add a row, but for a post with which the dossier could not be opened."""
        if isinstance(row.record, Post):
            lat, lon, uncertainty_km = (float(row.cells.get(name) or 0) for name in ("lat", "lon", "uncertainty_km"))
            (km,) = outside_km([shapely.Point(lon, lat)], self._dossier.settings.outline)
            if km > uncertainty_km:
                why = f"a position in the area; this one lies {max(km, 1):.0f} km outside"
                self._problems.add("C119", mapping.table.file, row.line, "position", f"{lat:g}, {lon:g}", why)
                return
            if wrong := self._wrong_move(replace(row.record, id=row.cells["id"])):
                self._problems.extend(wrong)
                return
        appendix.put(number, row.cells)
        self._cited.add(row.cells["sources"])

    def _wrong_move(self, post: Post) -> Problems:
        """Return what is wrong with a further position of a post that moves; the post is remembered if nothing is."""
        problems = Problems()
        known = self._posts.setdefault(post.id, [])
        row = replace(post.row, problems=problems)
        positions = [replace(one, row=replace(one.row, problems=problems)) for one in known]
        deque(in_order_of_time([*positions, replace(post, row=row)]), maxlen=0)
        if not problems.errors:
            known.append(post)
            return problems
        own = Problems()
        for one in problems.errors:
            own.add(one.check, row.file, row.line, one.column, one.value, one.expected)
        return own

    def _appendix(self, name: str, mapping: ColumnMapping) -> Appendix:
        """Return the appendix of a table; columns that rows can fill and the table lacks are added to its heading."""
        if name not in self._plan.added:
            path = self._dossier.path / name
            known = [column.name for column in TABLES[mapping.words.table].columns]
            there = Sheet.read(path) if path.exists() else Sheet((), (), ())
            filled = {*mapping.columns, *mapping.words.values, *self._options.values, *_PLACED, "id", "note", "sources"}
            if mapping.words.table == "events":
                # a range of days or of deaths fills columns beside its own
                filled |= {"event_type", "summary", "end_date", "fatalities_low", "fatalities_high"}
            columns = known if not there.columns else [one for one in known if one in filled]
            self._plan.added[name] = Appendix(path, columns)
            self._plan.lines[name], self._plan.rewritten[name] = [], []
            self._there[name] = {
                row_key(name, row | {"id": row.get("id", "")}): (line, row) for line, row in there.records()
            }
        return self._plan.added[name]

    def _is_new(self, row: ImportedRow, name: str, mapping: ColumnMapping, tally: Tally) -> bool:
        """Give a row its id; return False if it is there already, or another row of the file has its id."""
        own = row.cells.get("id", "")
        if not own:
            row.cells["id"] = f"I{row.digest(mapping.table.layer if self._several else None)[:10]}"
            count = self._equal[row.cells["id"]] = self._equal.get(row.cells["id"], 0) + 1
            if count > 1:
                row.cells["id"] += f"-{count}"
                tally.add("equal to another row of the file, numbered -2, -3, ...", row.line)
        key = row_key(name, row.cells)
        if own and (name, key) in self._seen:
            self._twice(row, name, mapping, tally)
            return False
        there = self._there[name].get(key)
        if there is None:
            return True
        self._seen[name, key] = hash(row.content), -1, row.line
        if own and (differing := _differing(there[1], row, self._plan.added[name].columns)):
            self._changed(row, there, differing, name, mapping)
        else:
            self._plan.known += 1
        return False

    def _twice(self, row: ImportedRow, name: str, mapping: ColumnMapping, tally: Tally) -> None:
        """Refuse two rows of one id, unless they are the same."""
        content, number, line = self._seen[name, row_key(name, row.cells)]
        if content == hash(row.content):
            self._plan.known += 1
            tally.add("the same row again, left out", row.line)
            return
        if number >= 0:
            self._plan.added[name].drop(number)
        column, file = mapping.columns.get("id", "id"), mapping.table.file
        for one, other in ((line, row.line), (row.line, line)):
            self._problems.add(
                "C112", file, one, column, row.cells["id"], f"an id of its own; line {other} has it with other content"
            )

    def _changed(
        self, row: ImportedRow, there: tuple[int, Cells], differing: list[str], name: str, mapping: ColumnMapping
    ) -> None:
        """List the cells of a row that its source has changed, and take them if the user wants and no person did."""
        line, cells = there
        before = self._recorded(mapping.table, name).get(row_key(name, row.cells), {})
        taken = {}
        for column in differing:
            new, old = row.cells.get(column, ""), cells.get(column, "")
            if before and new == before.get(column, ""):
                continue
            mine = before and old != before.get(column, "")
            kept = (
                "; it was changed here since and stays"
                if mine
                else ""
                if self._options.update
                else "; --update takes it"
            )
            self._listed.append(f"{name}:{line}: {row.cells['id']}: {column}: {old!r} is {new!r} now{kept}")
            if self._options.update and not mine:
                taken[column] = new
        if taken:
            self._plan.added[name].replace(line, cells | taken)
            self._plan.rewritten[name].append((row.line, self._plan.added[name].line(row.cells)))
            self._cited.add(taken.get("sources", ""))
        self._plan.changed += 1

    def _locate(
        self,
        pending: list[tuple[int, ImportedRow]],
        appendix: Appendix,
        name: str,
        mapping: ColumnMapping,
        tally: Tally,
    ) -> None:
        """Find the places of rows that have a name only, and write what was found into them."""
        if not pending:
            return
        places = ImportedPlaces(self._dossier, (row.cells["place"] for _, row in pending), name)
        for number, row in pending:
            found = places.find(row.cells["place"])
            if isinstance(found, str):
                column = mapping.columns.get("place", "place")
                self._problems.add("C116", mapping.table.file, row.line, column, row.cells["place"], found)
                continue
            written = row.cells["place"]
            row.cells |= {"place": found.id, "lat": f"{found.lat:.7g}", "lon": f"{found.lon:.7g}"}
            row.cells["uncertainty_km"] = row.cells.get("uncertainty_km") or f"{found.uncertainty_km or ''}"
            row.cells["place_name"] = row.cells.get("place_name") or (written if written != found.id else "")
            self._put(appendix, number, row, mapping)
            owed = f"; the position is owed to {found.licence}" if found.licence else ""
            tally.add(f"without a position, placed by name{owed}", row.line)

    def _recorded(self, table: ForeignTable, name: str) -> dict[str, Cells]:
        """Return the rows that imports of this file have written into a table, as they were written."""
        file = table.file.partition("/")[0]
        if (file, name) not in self._records:
            self._records[file, name] = ImportRecord.of(self._dossier.path, file, name).rows()
        return self._records[file, name]

    def _gone(self, table: ForeignTable, name: str) -> Iterator[str]:
        """Tell of rows of the last import of this file that it no longer has."""
        if self._several:
            return
        before = self._recorded(table, name)
        gone = [key for key in before if (name, key) not in self._seen and key in self._there[name]]
        gone = [key for key in gone if key.partition("-")[0] not in self._equal]
        if gone:
            listed = ", ".join(gone[:_LISTED]) + (", ..." if len(gone) > _LISTED else "")
            yield f"{counted(len(gone), 'row')} of the last import of this file, no longer in it, stay: {listed}"


def _differing(cells: Cells, row: ImportedRow, columns: Sequence[str]) -> list[str]:
    """Return the columns in which a row that is there differs from an imported one; empty new cells take nothing."""
    compared = [column for column in columns if column in row.cells and column != "id"]
    if row.position is None:
        compared = [column for column in compared if column not in _PLACED]
    return [column for column in compared if row.cells[column] != cells.get(column, "")]
