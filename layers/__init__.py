"""Read a dossier, build the layers of a situation map and write them to files; HTML is the task of `maps`."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.errors import Problem
    from layers.collection import Layers
    from layers.dossier.dossier import Dossier
    from layers.errors import DossierError
    from layers.pipeline import build
    from layers.reading.reading import Reading, read_report

__all__ = ["Dossier", "DossierError", "Layers", "Problem", "Reading", "build", "read_report"]

_HOMES = {
    "Dossier": "layers.dossier.dossier",
    "DossierError": "layers.errors",
    "Layers": "layers.collection",
    "Problem": "geo.errors",
    "Reading": "layers.reading.reading",
    "build": "layers.pipeline",
    "read_report": "layers.reading.reading",
}
__getattr__, __dir__ = lazy(__name__, _HOMES)
