"""A new dossier: the template, filled in for an area, a period and sides, so that it builds at once."""

import json
import math
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundaries.world import area_of, country, country_name, polygonal
from geo.errors import Problem
from geo.geometry.projection import WGS84, rejoined
from geo.sides import CONTESTED
from layers.dossier.settings.toml_file import FILE
from layers.errors import DossierError
from layers.schema.dossier_tables import CONTROL, FEATURE_FILES, POSTS, TABLES, Table, TableColumn
from layers.schema.palette import palette

_STORY, _AREA = "story.csv", "area.geojson"
_EXAMPLE_NOTE = r"(?m)^# Everything here is an example.*\n"
_TERRITORY_NOTE = "# Ground that is one side's throughout."
_ANCHOR_NOTE = (
    '# Where a side is supplied from: "territory", a GeoJSON file, or "lat,lon". Every side that has posts needs one.\n'
    '# With means = "sea" or "air" no way by land leads there; start and end are days.'
)
# pixels across a map, for the zoom at which it shows the area
_ACROSS_PX = 800


@dataclass(frozen=True)
class Outset:
    """What a new dossier is about.

    Parameters
    ----------
    title : str
        The title.
    area : str or list of float
        The code of a country, or west, south, east and north in degrees.
    start, end : date
        The period, half-open.
    sides : sequence of str
        Names of the sides.
    country : str, optional
        The code of a country to whose land a bounding box is cut.
    """

    title: str
    area: str | list[float]
    start: date
    end: date
    sides: Sequence[str]
    country: str | None = None

    @property
    def ground(self) -> BaseGeometry:
        """The area as a polygon; EPSG:4326."""
        ground = area_of(self.area)
        return polygonal(shapely.intersection(ground, country(self.country))) if self.country else ground


def need_empty(folder: Path) -> None:
    """Raise an error if a folder has files in it, or is a file.

    Raises
    ------
    DossierError
        If it is.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DossierError(
            str(folder), (Problem("C129", str(folder), 0, "", "", "a folder that does not exist yet, or an empty one"),)
        )


def copy_template(folder: Path) -> None:
    """Copy the template with its examples to a folder that is empty or does not exist, and describe all columns."""
    with as_file(files("layers") / "template") as template:
        # drawings are examples that nothing reads as long as they are not named
        shutil.copytree(template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.geojson"))
    for table in TABLES.values():
        header, _, examples = (folder / table.file).read_text(encoding="utf-8").partition("\n")
        (folder / table.file).write_text(_explained(header, table, ()) + examples, encoding="utf-8")
    with (folder / FILE).open("a", encoding="utf-8") as head:
        head.write(_features())


def _features() -> str:
    """Return comments on the files of features that a dossier may have."""
    lines = ["", "# Files of features that may lie beside this one, with their properties:"]
    for name, (meaning, columns) in FEATURE_FILES.items():
        lines += ["#", f"# {name}: {meaning}."]
        lines += [f"#   {_described(column, column.values)}" for column in columns]
    return "\n".join(lines) + "\n"


def fill_in(folder: Path, outset: Outset) -> None:
    """Fill in the copy of the template in a folder."""
    ids = side_ids(outset.sides)
    if outset.country:
        name = {"name": country_name(outset.country)}
        drawn = gpd.GeoDataFrame([name], geometry=[outset.ground], crs=WGS84)
        (folder / _AREA).write_text(drawn.to_json(drop_id=True), encoding="utf-8")
    path = folder / FILE
    path.write_text(_head(path.read_text(encoding="utf-8"), outset, ids), encoding="utf-8")
    for table in TABLES.values():
        header = (folder / table.file).read_text(encoding="utf-8").partition("\n")[0]
        (folder / table.file).write_text(_explained(header, table, ids), encoding="utf-8")
    (folder / _STORY).write_text(_story(outset), encoding="utf-8")


def _story(outset: Outset) -> str:
    """Return `story.csv` with its first step: the whole area on the first day."""
    west, south, east, north = shapely.total_bounds(rejoined(shapely.get_parts(outset.ground)))
    zoom = min(14, max(2, round(math.log2(360 * _ACROSS_PX / 256 / (east - west)))))
    view = f"{(south + north) / 2:.2f},{((west + east) / 2 + 180) % 360 - 180:.2f},{zoom}"
    return f'step,date,view,caption\n1,{outset.start},"{view}",The situation at the beginning of the period\n'


def side_ids(names: Sequence[str]) -> list[str]:
    """Return an id for each side: its name in small letters, or its number if the name has no Latin letters.

    Examples
    --------
    >>> side_ids(["RSF", "the army", "الجيش", "RSF"])
    ['rsf', 'the-army', 'side3', 'rsf-4']
    """
    ids: list[str] = []
    for number, name in enumerate(names, 1):
        known = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        known = known if re.match("[a-z]", known) else f"side{number}"
        ids.append(f"{known}-{number}" if known in ids or known in {CONTESTED, "unknown"} else known)
    return ids


def _head(template: str, outset: Outset, ids: Sequence[str]) -> str:
    """Return `dossier.toml`: the template with the values of this dossier, and its own examples."""
    before = template.partition("[[sides]]")[0]
    area = _text(_AREA if outset.country else outset.area)
    values = {"title": _text(outset.title), "area": area, "start": outset.start, "end": outset.end}
    for key, value in values.items():
        before = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}".replace("\\", r"\\"), before, count=1)
    colours = [*palette()["sides"].values()]
    blocks = [
        f"[[sides]]\nid = {_text(side)}\nname = {_text(name)}\n# aliases = []\n"
        f"colour = {_text(colours[number % len(colours)])}\nfriendly = []\n"
        for number, (side, name) in enumerate(zip(ids, outset.sides, strict=True))
    ]
    blocks.append(f'{_TERRITORY_NOTE}\n# [[territories]]\n# side = "{ids[0]}"\n# country = "XX"\n')
    blocks.append(_ANCHOR_NOTE)
    blocks += [f'# [[anchors]]\n# side = "{side}"\n# name = "Its supplies"\n# where = "LAT,LON"\n' for side in ids]
    return re.sub(_EXAMPLE_NOTE, "", before) + "\n".join(blocks) + _features()


def _text(value: str | list[float]) -> str:
    """Write a text or a list of numbers as TOML."""
    return json.dumps(value, ensure_ascii=False)


def _explained(header: str, table: Table, ids: Sequence[str]) -> str:
    """Return an empty table whose comments describe its columns, with all values that are allowed."""
    lines = [header, f"# {table.title}. Rows that start with # are comments."]
    for column in table.columns:
        allowed: Sequence[object] = column.values
        if ids and column.name in {"side", "from_side"} and table in (CONTROL, POSTS):
            allowed = [*ids, *([CONTESTED] if table is CONTROL and column.name == "side" else [])]
        is_there = column.name in header.split(",")
        lines.append(f"# {_described(column, allowed)}{'' if is_there else ' (add it to the heading if you need it)'}")
    return "\n".join(lines) + "\n"


def _described(column: TableColumn, allowed: Sequence[object]) -> str:
    """Return what a column is, and the words that it takes."""
    words = f"; one of {', '.join(map(str, allowed))}" if allowed else ""
    usual = f"; usual: {', '.join(column.words)}" if column.words else ""
    return f"{column.name}: {column.description}{words}{usual}"
