"""A build as the server shows it: the page, the store, and what both are of, in a folder of its own."""

import gzip
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import SitmapError
from geo.store import Store
from layers import Dossier, build
from layers.assessment.snapshots import Tracker
from layers.collection import Layers
from maps.outputs import PAGE
from maps.server.store import write_store
from maps.situation import SituationMap

_STORE, _ABOUT, _ERROR = "store.sqlite", "about.json", "error.txt"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One build of a dossier.

    Parameters
    ----------
    folder : Path
        The folder of the build.
    about : dict
        JSON values: title, summary, terms, period, area, colours of sides, files read, and `collections`.
    version : str
        Differs between builds.
    counts : dict
        Numbers of features that were counted, by query.
    """

    folder: Path
    about: dict[str, Any]
    version: str = field(default_factory=lambda: secrets.token_hex(8))
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        """The store of the features."""
        return self.folder / _STORE

    @property
    def page(self) -> Path:
        """The page."""
        return self.folder / PAGE

    @property
    def compressed_page(self) -> Path:
        """The page, compressed by gzip."""
        return self.folder / f"{PAGE}.gz"

    @property
    def collections(self) -> dict[str, dict[str, Any]]:
        """What the store holds of each layer."""
        found: dict[str, dict[str, Any]] = self.about["collections"]
        return found

    @classmethod
    def read(cls, folder: Path) -> "Snapshot":
        """Read the build that a process has written.

        Raises
        ------
        SitmapError
            If the dossier could not be built.
        """
        if (folder / _ERROR).exists():
            raise SitmapError((folder / _ERROR).read_text(encoding="utf-8"))
        if not (folder / _ABOUT).exists():
            raise SitmapError("the build was broken off")
        return cls(folder, json.loads((folder / _ABOUT).read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a build, as `Dossier.open` and `build` show it; objects that another process can be given."""

    opening: Callable[[int, int], None] | None = None
    building: Tracker[Any] | None = None


def make(source: Path, as_of: date | None, folder: Path, progress: Progress) -> None:
    """Build a dossier and write its snapshot, or the reason why it cannot be built.

    Parameters
    ----------
    source : Path
        The dossier.
    as_of : date or None
        The day that counts as today for the embargo.
    folder : Path
        An empty folder.
    progress : Progress
        How progress is shown.
    """
    try:
        shown: dict[str, Any] = {"track": progress.building} if progress.building else {}
        layers = build(Dossier.open(source, progress=progress.opening), as_of=as_of, store=Store(), **shown)
        _write(layers, folder)
    except (SitmapError, OSError) as error:
        (folder / _ERROR).write_text(str(error), encoding="utf-8")


def _write(layers: Layers, folder: Path) -> None:
    SituationMap(layers).save(folder / PAGE)
    with gzip.GzipFile(folder / f"{PAGE}.gz", "wb", mtime=0) as file:
        file.write((folder / PAGE).read_bytes())
    dossier = layers.dossier
    about = {
        "title": dossier.title,
        "summary": dossier.summary,
        "terms": layers.margin().terms,
        "period": [layers.start.isoformat(), layers.end.isoformat()],
        "area": dossier.settings.area.bounds,
        "colours": {side.id: side.colour for side in dossier.settings.sides},
        "files": [str(file) for file in dossier.files()],
        "collections": write_store(layers, folder / _STORE),
    }
    (folder / _ABOUT).write_text(json.dumps(about, ensure_ascii=False, allow_nan=False), encoding="utf-8")
