"""Reads a dossier, builds the tables of a situation map (one layer, one module) and writes them. Knows no HTML."""

from layers.build import build
from layers.collection import Layers
from layers.dossier import Dossier
from layers.problems import DossierError, Problem
from layers.reading import Reading, read_report

__all__ = ["Dossier", "DossierError", "Layers", "Problem", "Reading", "build", "read_report"]
