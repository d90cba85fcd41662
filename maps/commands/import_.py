"""`sitmap import`: add what people have to a dossier."""

import sys
from contextlib import ExitStack, nullcontext
from pathlib import Path

import click

from geo.errors import Problems, counted
from geo.readers.foreign_files import foreign_tables
from geo.readers.foreign_table import ForeignTable
from layers.imports.control_areas import is_control_map, plan_areas
from layers.imports.features_plan import FeaturesPlan
from layers.imports.mapping import KINDS, ImportOptions, read_map
from layers.imports.plan import ImportPlan
from layers.imports.planner import plan_import
from layers.imports.roads import plan_roads
from layers.imports.viina_control import is_panel, is_settlements, joined
from layers.schema.dossier_tables import TABLES
from maps.commands.options import OwnDossier
from maps.commands.progress import changed_alone
from maps.commands.terminal import echo

_NOUNS = {"control": "control report", "events": "event", "posts": "post", "places": "place"}
_WRONG = 20


@click.command("import", epilog="Example: sitmap import acled.csv --into my-dossier --dry-run")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--into", "folder", type=OwnDossier(), required=True, help="The dossier, a folder.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported and refused; write nothing.")
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the rows are, if that is not sure.")
@click.option(
    "--map", "maps", multiple=True, metavar="OURS=THEIRS|FILE", help="Which column becomes which; or a saved map."
)
@click.option("--set", "values", multiple=True, metavar="OURS=VALUE", help="A value for all rows.")
@click.option("--save-map", type=click.Path(dir_okay=False, path_type=Path), help="Write these options for --map FILE.")
@click.option("--id", "id_column", default="", help="The column with the source's own ids.")
@click.option("--sheet", "--layer", "layers", multiple=True, help="Only these sheets or layers of a file with several.")
@click.option("--encoding", help="Encoding of the texts, such as cp1256.")
@click.option("--date-format", default="", help="day or month, whichever comes first in dates of digits; or %d.%m.%y.")
@click.option("--end", type=click.Choice(["inclusive", "exclusive"]), help="Does an event last on its end day?")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Bring a column of people or devices all the same.")
@click.option("--fill-down", multiple=True, metavar="OURS", help="Empty cells have the value of the row above.")
@click.option("--update", is_flag=True, help="Take what the source has changed in rows that are there.")
@click.option("--clip", is_flag=True, help="Leave out what lies outside of the area or period.")
@click.option("--strict", is_flag=True, help="Write nothing if a row is refused.")
def command(files: tuple[Path, ...], folder: Path, **given: object) -> None:
    """Add events, control reports, posts or places of FILES to a dossier.

    ACLED, UCDP GED and other sources, and tables of your own, as CSV, workbooks, GeoJSON, GeoPackage, KML and others.
    Rows that the dossier has already are left out; a row that cannot be used is refused, with the reason.
    """
    written: list[str] = []
    is_whole = True
    with nullcontext() if given["dry_run"] else changed_alone(folder):
        for file in files:
            is_whole = _import(file, files, folder, given, written) and is_whole
    if written:
        echo(f"Next: sitmap check {folder}; sitmap undo {folder} takes the last file back")
    if not is_whole:
        sys.exit(1)


def _import(file: Path, files: tuple[Path, ...], folder: Path, given: dict[str, object], written: list[str]) -> bool:
    """Import one of the files, and add the names of the changed tables; return True if no row was refused."""
    options = _options(given)
    problems = Problems()
    with foreign_tables(file, layers=given["layers"], encoding=given["encoding"]) as tables:  # type: ignore[arg-type]
        if len(files) > 1 and all(map(is_settlements, tables)):
            return True
        plan = _plan([_joined(table, file, files) for table in tables], folder, problems, options)
        for problem in plan.problems[:_WRONG]:
            echo(f"refused: {problem}", err=True)
        if len(plan.problems) > _WRONG:
            echo(f"refused: and {len(plan.problems) - _WRONG} more problems", err=True)
        dry_run = bool(given["dry_run"]) or (bool(given["strict"]) and bool(plan.problems))
        if dry_run and isinstance(plan, ImportPlan):
            _show_mapping(plan)
        for line in plan.told:
            echo(f"  {line}")
        if not dry_run:
            written += plan.write(file)
    if given["save_map"]:
        _save(options, given["save_map"])  # type: ignore[arg-type]
    echo(_summary(plan, file, dry_run=dry_run))
    return not plan.problems


def _plan(
    tables: list[ForeignTable], folder: Path, problems: Problems, options: ImportOptions
) -> ImportPlan | FeaturesPlan:
    if options.kind == "control_areas" or (not options.kind and all(map(is_control_map, tables))):
        return plan_areas(tables, folder, problems, options)
    if options.kind == "roads":
        return plan_roads(tables, folder, problems, options)
    return plan_import(tables, folder, problems, options)


def _joined(table: ForeignTable, file: Path, files: tuple[Path, ...]) -> ForeignTable:
    """Return a table; VIINA's panel of control is joined with the settlements that the other files have."""
    if not is_panel(table):
        return table
    with ExitStack() as stack:
        others = [one for other in files if other != file for one in stack.enter_context(foreign_tables(other))]
        return joined(table, [other for other in others if is_settlements(other)])


def _options(given: dict[str, object]) -> ImportOptions:
    saved = read_map(given["maps"])  # type: ignore[arg-type]
    values = dict(pair.partition("=")[::2] for pair in given["values"])  # type: ignore[attr-defined]
    texts = {name: given[name] or saved.get(name, "") or "" for name in ("kind", "id_column", "date_format", "end")}
    return ImportOptions(
        columns=saved["columns"],
        values=saved["values"] | values,
        keep=frozenset(given["keep"]) | frozenset(saved.get("keep", ())),  # type: ignore[call-overload]
        fill_down=frozenset(given["fill_down"]) | frozenset(saved.get("fill_down", ())),  # type: ignore[call-overload]
        update=bool(given["update"]),
        clip=bool(given["clip"]),
        **texts,  # type: ignore[arg-type]
    )


def _save(options: ImportOptions, path: Path) -> None:
    lines = [f"{name} = {_toml(getattr(options, name))}" for name in ("kind", "id_column", "date_format", "end")]
    lines += [f"{name} = [{', '.join(map(_toml, sorted(getattr(options, name))))}]" for name in ("keep", "fill_down")]
    for name in ("columns", "values"):
        lines += [f"\n[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in getattr(options, name).items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _show_mapping(plan: ImportPlan) -> None:
    """Print which column becomes which, in the form of --map, so that it can be corrected."""
    for mapping in plan.mappings:
        layer = f", {mapping.table.layer}" if mapping.table.layer else ""
        echo(f"{mapping.table.file}{layer}: as {mapping.words.name}")
        for ours, theirs in mapping.columns.items():
            echo(f"  {ours:16} from {theirs}")
        if mapping.positions.names:
            echo(f"  {'position':16} from {', '.join(mapping.positions.names)}")
        if mapping.noted:
            echo(f"  {'note':16} keeps {', '.join(mapping.noted)}")


def _summary(plan: ImportPlan | FeaturesPlan, file: Path, *, dry_run: bool) -> str:
    """Write the numbers of rows added, known and refused."""
    done = "would be added" if dry_run else "added"
    if not isinstance(plan, ImportPlan):
        counts = f"{counted(len(plan.added), plan.noun)} {done}, {plan.known} there already"
        return (
            f"{file.name}, read as {plan.noun}s: {counts}, {len({problem.line for problem in plan.problems})} refused."
        )
    names = [*dict.fromkeys(mapping.words.table for mapping in plan.mappings)]
    added = [f"{counted(len(plan.added[TABLES[name].file]), _NOUNS[name])} {done}" for name in names]
    changed = f", {plan.changed} there with other content" if plan.changed else ""
    counts = f"{', '.join(added)}, {plan.known} there already{changed}, {plan.refused} refused"
    sources = plan.added.get("sources.csv")
    more = f"; {counted(len(sources), 'source')} {done} for them" if sources else ""
    return f"{file.name}, read as {' and '.join(dict.fromkeys(m.words.name for m in plan.mappings))}: {counts}{more}."
