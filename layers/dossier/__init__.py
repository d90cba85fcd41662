"""The dossier: a folder of evidence, read and checked as a whole."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from layers.dossier.dossier import Dossier

__all__ = ["Dossier"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "layers.dossier.dossier"))
