"""Write the outputs of a build into a draft folder, which then takes the place of the old one in one step."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from geo.atomic_write import draft_folder
from layers.collection import Layers
from layers.formats.registry import FORMATS
from layers.manifest import manifest
from maps.situation import SituationMap

PAGE = "index.html"
PREVIEW = "index.png"
# the formats of `sitmap build`: those written by default, and those written on request
USUAL = ("geojson", "gpkg", "qgis", "csv", "html")
ON_REQUEST = tuple(name for name in FORMATS if name not in USUAL)


# the folder of formats with a file for each layer
LAYERS_FOLDER = FORMATS["geojson"].path


def write_outputs(
    layers: Layers, folder: Path, formats: Sequence[str], parameters: dict[str, object], days: Sequence[date] = ()
) -> None:
    """Write a build into a folder; other files in the folder are kept.

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
    """
    with draft_folder(folder) as draft:
        for name in formats:
            if name == "html":
                page = SituationMap(layers)
                page.save(draft / PAGE)
                (draft / PREVIEW).write_bytes(page.preview())
            elif name != "gpkg" or "qgis" not in formats:
                # a QGIS project is written with its GeoPackage
                layers.write(draft / FORMATS[name].path, name)
        for day in days:
            snapshot = layers.at(day)
            for name in formats:
                if name in FORMATS and FORMATS[name].path == LAYERS_FOLDER:
                    snapshot.write(draft / LAYERS_FOLDER / day.isoformat(), name)
        text = json.dumps(manifest(layers, parameters), ensure_ascii=False, indent=2, allow_nan=False)
        (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
