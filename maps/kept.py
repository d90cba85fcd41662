"""Outputs that a user has changed since they were written: found by hash, and kept when a build replaces them.

The manifest of a build lists its outputs with a hash of each. A file of another hash, or one that no manifest lists, is
somebody's work.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.formats.geopackage import rows_hash, settle

MANIFEST = "manifest.json"
FOLDER = "kept"


def hashes(folder: Path) -> dict[str, str]:
    """Return the hashes of all files in a folder by relative path: SHA-256, of a GeoPackage over its rows."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def listed(folder: Path) -> dict[str, str]:
    """Return the hashes of outputs that the manifest in a folder lists; none if there is no such manifest."""
    try:
        manifest: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        known = {**manifest.get("earlier_outputs", {}), **manifest["outputs"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {str(name): str(value) for name, value in known.items()}


def keep(folder: Path, draft: Path, written: Mapping[str, str]) -> list[Path]:
    """Put the changed files that a draft replaces into the draft's folder `kept`.

    Parameters
    ----------
    folder : Path
        The folder whose files are replaced.
    draft : Path
        The folder that takes its place.
    written : mapping
        Hashes of the files in the draft, by relative path.

    Returns
    -------
    list of Path
        Where the changed files are kept, relative to the folder.

    Raises
    ------
    FileInUseError
        If a GeoPackage is open in another program.
    """
    before, kept = listed(folder), []
    for name, new in written.items():
        path = folder / name
        if path.suffix == ".gpkg":
            settle(path)
        beside = [one for one in (path, *_journals(path)) if one.is_file()]
        changed = path.is_file() and name != MANIFEST and _hash(path) not in {before.get(name), new}
        kept += [_kept(one, folder, draft) for one in (beside if changed else beside[path.is_file() :])]
    return kept


def remove_journals(folder: Path, written: Mapping[str, str]) -> None:
    """Remove journals of replaced GeoPackages, which SQLite would replay into the new files."""
    for name in written:
        for journal in _journals(folder / name):
            journal.unlink(missing_ok=True)


def _journals(path: Path) -> list[Path]:
    """Return the paths of SQLite's journals of a GeoPackage."""
    return [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")] if path.suffix == ".gpkg" else []


def _kept(path: Path, folder: Path, draft: Path) -> Path:
    """Put one file into the draft's folder `kept`, under the first free number."""
    name = path.relative_to(folder)
    number = 1
    while any((root / FOLDER / f"{name}.{number}").exists() for root in (folder, draft)):
        number += 1
    target = Path(FOLDER, f"{name}.{number}")
    (draft / target).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, draft / target)
    except OSError:
        shutil.copy2(path, draft / target)
    return target


def _hash(path: Path) -> str:
    if path.suffix == ".gpkg":
        return rows_hash(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()
