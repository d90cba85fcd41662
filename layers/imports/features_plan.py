"""Imports into a GeoJSON file of a dossier: features are added, and those that are there keep their bytes."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import Problem
from layers.dossier.changes import change_tables

_EMPTY = '{"type": "FeatureCollection", "features": [\n]}\n'


@dataclass
class FeaturesPlan:
    """The features that an import adds to a file of a dossier; see `layers.imports.plan.ImportPlan`.

    Parameters
    ----------
    folder : Path
        The dossier.
    file : str
        Name of its file.
    noun : str
        What a feature is, in words.
    """

    folder: Path
    file: str
    noun: str
    added: list[dict[str, Any]] = field(default_factory=list)
    known: int = 0
    told: list[str] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()

    def write(self, path: Path) -> list[str]:
        """Add the features to the dossier's file; return the names of changed files."""
        if not self.added:
            return []
        change_tables(self.folder, {self.file: _with(self.folder / self.file, self.added)}, f"import of {path.name}")
        return [self.file]


def _with(path: Path, added: Sequence[dict[str, Any]]) -> Callable[[Path], object]:
    """Return a function that writes a GeoJSON file with further features; those that are there keep their bytes."""

    def write(target: Path) -> None:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else _EMPTY
        features = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in added)
        end = re.search(r"\s*\]\s*\}\s*$", text)
        if end is None:
            content = json.loads(text)
            content["features"] += added
            target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            return
        comma = "" if text[: end.start()].rstrip().endswith("[") else ","
        target.write_text(f"{text[: end.start()]}{comma}\n{features}{text[end.start() :]}", encoding="utf-8")

    return write
