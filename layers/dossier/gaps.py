"""Warnings on what a dossier lacks or leaves unused: unread files and sides without reports."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geo.errors import Problem, Problems
from layers.dossier.csv_rows import nearest
from layers.dossier.records import ControlReport
from layers.dossier.settings.settings import Settings
from layers.dossier.settings.toml_file import FILE
from layers.schema.dossier_tables import OTHER_FILES, TABLES

# endings of files that hold data
_DATA = {".csv", ".tsv", ".xlsx", ".json", ".geojson", ".gpkg", ".kml", ".toml"}


def unused_files(root: Path, named: Any) -> tuple[Problem, ...]:  # noqa: ANN401 - a value of TOML
    """Warn of files of data that no reader reads; outputs do not name them.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    named : any value of TOML
        The content of `dossier.toml`: files that it names are read.
    """
    problems = Problems()
    known = {FILE, *OTHER_FILES, *(table.file for table in TABLES.values())}
    used = known | set(_texts(named))
    for path in sorted(root.iterdir()):
        if path.is_file() and path.suffix.lower() in _DATA and path.name[0] != "." and path.name not in used:
            stems = {Path(name).stem: name for name in known if not (root / name).exists()}
            like = stems.get(nearest(path.stem, stems) or "")
            hint = f"is it {like}?" if like else f"name it in {FILE}, or move it elsewhere"
            problems.add("C202", path.name, 0, "", "", f"this file is not read: {hint}")
    return problems.warnings


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - a value of TOML
    """Yield all texts in a value of TOML."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


def silent_sides(settings: Settings, reports: Iterable[ControlReport]) -> tuple[Problem, ...]:
    """Warn of sides that hold nothing by any report or territory, in a dossier that has reports."""
    problems = Problems()
    heard = {side for report in reports for side in (report.side, report.from_side) if side}
    holding = heard | set(settings.territories["side"])
    for side in settings.sides if heard else ():
        if side.id not in holding:
            why = "no report of control.csv names this side, and it has no territory: it holds no ground on the map"
            problems.add("C203", FILE, 0, "sides", side.id, why)
    return problems.warnings
