"""Reads a dossier, builds the tables of a situation map (one layer, one module) and writes them. Knows no HTML."""

from layers.build import build
from layers.collection import Layers
from layers.dossier import Dossier
from layers.problems import DossierError, Problem

__all__ = ["Dossier", "DossierError", "Layers", "Problem", "build"]
