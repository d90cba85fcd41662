"""Write the outputs of a build into a draft folder, which then takes the place of the old one in one step."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from geo.atomic_write import draft_folder
from layers.collection import Layers
from layers.datapackage import FILE as PACKAGE
from layers.datapackage import data_package
from layers.dossier.release.embargo import RESTRICTED
from layers.formats.registry import FORMATS
from layers.manifest import manifest
from maps.kept import MANIFEST, hashes, keep, listed, remove_journals
from maps.situation import SituationMap

PAGE = "index.html"
PREVIEW = "index.png"
# the formats of `sitmap build`: those written by default, and those written on request
USUAL = ("geojson", "gpkg", "qgis", "csv", "html")
ON_REQUEST = tuple(name for name in FORMATS if name not in USUAL)


# the folder of formats with a file for each layer
LAYERS_FOLDER = FORMATS["geojson"].path


def write_outputs(  # noqa: PLR0913 - what a build asks for
    layers: Layers,
    folder: Path,
    formats: Sequence[str],
    parameters: dict[str, object],
    days: Sequence[date] = (),
    *,
    page_url: str | None = None,
    force: bool = False,
    csv_delimiter: str = ",",
) -> list[Path]:
    """Write a build into a folder; other files in the folder stay.

    Parameters
    ----------
    layers : Layers
        The layers.
    folder : Path
        The folder, created if missing.
    formats : sequence of str
        Names out of `USUAL` and `ON_REQUEST`.
    parameters : dict
        Options of the build, for the manifest.
    days : sequence of date
        Days of which the layers as of that day are written too, each to a folder of its own beside the layers, in the
        formats with a file for each layer.
    page_url : str, optional
        Address at which the page will stand; by default that of `dossier.toml`.
    force : bool
        True to overwrite outputs that were changed since they were written.
    csv_delimiter : str
        What separates the cells of tables.

    Returns
    -------
    list of Path
        Outputs of before that had been changed, where they are kept now.

    Raises
    ------
    FileInUseError
        If the GeoPackage is open in another program; nothing is changed then.
    """
    with draft_folder(folder) as draft:
        for name in formats:
            if name == "html":
                page = SituationMap(layers, url=page_url)
                page.save(draft / PAGE)
                (draft / PREVIEW).write_bytes(page.preview())
            elif name != "gpkg" or "qgis" not in formats:
                # a QGIS project is written with its GeoPackage
                layers.write(draft / FORMATS[name].path, name, csv_delimiter=csv_delimiter)
        for day in days:
            snapshot = layers.at(day)
            for name in formats:
                if name in FORMATS and FORMATS[name].path == LAYERS_FOLDER:
                    snapshot.write(draft / LAYERS_FOLDER / day.isoformat(), name, csv_delimiter=csv_delimiter)
        package = data_package(layers, draft, csv_delimiter)
        if package["resources"]:
            _write_json(package, draft / PACKAGE)
        if layers.is_restricted:
            # tables and some formats have no place for a mark of their own
            for place in {draft, *(path.parent for path in draft.rglob("*"))}:
                (place / "RESTRICTED.txt").write_text(f"{RESTRICTED}\n", encoding="utf-8")
        written = hashes(draft)
        kept = [] if force else keep(folder, draft, written)
        earlier = {name: of for name, of in listed(folder).items() if name not in written and (folder / name).is_file()}
        record = {
            **manifest(layers, parameters),
            "outputs": written,
            **({"earlier_outputs": earlier} if earlier else {}),
        }
        _write_json(record, draft / MANIFEST)
        remove_journals(folder, written)
    return [folder / path for path in kept]


def _write_json(value: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8")
