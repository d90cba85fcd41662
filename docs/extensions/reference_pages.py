"""Pages of the reference, written from the schema, the vocabularies, the commands and the public names."""

import tomllib
from collections.abc import Iterable
from importlib import import_module
from importlib.resources import files
from inspect import isclass
from pathlib import Path

from sphinx.application import Sphinx

from layers.dossier.settings.checks import checks
from layers.formats.registry import FORMATS
from layers.schema import corpus_tables, dossier_tables
from layers.schema.column import Column
from layers.schema.layers import LAYERS
from maps.outputs import ON_REQUEST, USUAL

FOLDER = "reference/generated"
_PACKAGES = ("geo", "layers", "maps")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before they are read."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True}


def write_pages(app: Sphinx) -> None:
    """Write all generated pages, and leave alone those that have not changed."""
    folder = Path(app.srcdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "dossier.md": "\n".join(_dossier()),
        "checks.md": "\n".join(_checks()),
        "layers.md": "\n".join(_layers()),
        "corpus.md": "\n".join(_corpus()),
        "imports.md": "\n".join(_vocabularies()),
        "commands.rst": "\n".join(_commands()),
        "python.rst": "\n".join(_python()),
    }
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _dossier() -> Iterable[str]:
    """Yield the page of a dossier's files: its tables and the commented `dossier.toml`."""
    yield "# Files of a dossier\n"
    yield "A dossier is a folder. CSV as spreadsheets write it is read; a row that starts with `#` is a comment.\n"
    yield "Dates are a day, a month or a year; a cell may be empty unless the column is needed.\n"
    yield "## dossier.toml\n"
    yield "What `sitmap new` writes, with its comments:\n"
    yield f"```toml\n{files('layers').joinpath('template', 'dossier.toml').read_text(encoding='utf-8')}```\n"
    for table in dossier_tables.TABLES.values():
        yield f"## {table.file}\n"
        yield f"{table.title}.\n"
        yield from _columns(table.columns, table.needed)
    yield "## Other files\n"
    yield "\n".join(f"- `{name}`" for name in (*dossier_tables.OTHER_FILES, "reports/"))
    kinds = ", ".join(f"`{kind}`" for kind in dossier_tables.CONTEXT_KINDS)
    yield f"\nKinds of outlines that `context.geojson` may have: {kinds}.\n"


def _checks() -> Iterable[str]:
    """Yield the page of the checks, by their ids."""
    yield "# Checks\n"
    yield "What `sitmap check` tells ends with the id of a check; no id is used again.\n"
    yield "`dossier.toml` can turn a warning off, with a reason that `sitmap check` tells in its place:\n"
    yield '```toml\n[silence]\nC207 = "the only witness asked not to be named"\n```\n'
    for title, start in (("Errors", "C1"), ("Warnings", "C2")):
        yield f"\n## {title}\n\n| id | what is at fault, and what to do |\n|---|---|"
        yield from (f"| {check} | {text} |" for check, text in checks().items() if check.startswith(start))


def _layers() -> Iterable[str]:
    yield "# Layers and formats\n"
    yield "Coordinates are EPSG:4326. `start_date` belongs to an interval, `end_date` does not.\n"
    yield "## Formats\n"
    yield "| name of `--format` | path | written |\n|---|---|---|"
    for name in (*USUAL, *ON_REQUEST):
        path = (FORMATS[name].path or "*.csv") if name in FORMATS else "index.html"
        yield f"| {name} | `{path}` | {'by default' if name in USUAL else 'on request'} |"
    for name, layer in LAYERS.items():
        yield f"\n## {name}\n"
        yield f"{layer.title}. Geometry: {layer.geometry or 'none'}. Key: {', '.join(layer.key)}.\n"
        yield from _columns(layer.columns, layer.key)


def _columns(columns: Iterable[Column], needed: Iterable[str]) -> Iterable[str]:
    """Yield a table of columns."""
    must = set(needed)
    yield "| column | type | needed | meaning | values |\n|---|---|---|---|---|"
    for column in columns:
        values = ", ".join(map(str, column.values))
        unit = f" ({column.unit})" if column.unit and f"({column.unit})" not in column.description else ""
        meaning = f"{column.description}{unit}".replace("|", "\\|")
        yield f"| `{column.name}` | {column.type} | {'yes' if column.name in must else ''} | {meaning} | {values} |"
    yield ""


def _corpus() -> Iterable[str]:
    """Yield the page of the tables that `sitmap corpus` writes."""
    yield "# Tables of a corpus\n"
    yield "`sitmap corpus` writes Parquet: for each table a folder of parts, and the file `copies.parquet`.\n"
    for table in (*corpus_tables.PARTS.values(), corpus_tables.COPIES):
        yield f"## {table.name}\n"
        yield f"{table.title}.\n"
        yield from _columns(table.columns, table.needed)


def _vocabularies() -> Iterable[str]:
    """Yield the page of the sources that `sitmap import` knows by their columns."""
    yield "# Sources that `sitmap import` knows\n"
    yield "Each is recognised by its columns. A table of another source is read by the columns of the dossier's own.\n"
    folder = files("layers.imports").joinpath("vocabularies")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            known = tomllib.loads(path.read_text(encoding="utf-8"))
            yield f"## {known.get('name', path.name.removesuffix('.toml'))}\n"
            if "table" in known:
                yield f"Rows become those of `{known['table']}`.\n"
            if "licence" in known:
                yield f"Licence: {known['licence']}.\n"
            if columns := known.get("columns"):
                yield "| our column | theirs, the first that is there |\n|---|---|"
                yield "\n".join(f"| `{ours}` | {_theirs(theirs)} |" for ours, theirs in columns.items())
                yield ""


def _theirs(names: object) -> str:
    listed = names if isinstance(names, list) else [names]
    return ", ".join(f"`{str(name).replace('|', '/')}`" for name in listed)


def _commands() -> Iterable[str]:
    yield "Commands\n========\n"
    yield "Exit status: 0 done, 1 the input is at fault, 2 wrong usage.\n"
    yield ".. click:: maps.cli:group\n   :prog: sitmap\n   :nested: full\n"


def _python() -> Iterable[str]:
    yield "Python\n======\n"
    for package in _PACKAGES:
        module = import_module(package)
        summary = (module.__doc__ or "").strip()
        yield f"{package}\n{'-' * len(package)}\n\n{summary}\n"
        for name in module.__all__:
            if isclass(getattr(module, name)):
                yield f".. autoclass:: {package}.{name}\n   :members:\n"
            else:
                yield f".. autofunction:: {package}.{name}\n"
