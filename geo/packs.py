"""Packs: gazetteers that a user has added to sitmap, each one index in the user's data directory.

A country's pack is GeoNames' dump of it, fetched through pooch; its checksum is recorded when it is first fetched.
"""

import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_dir

from geo.errors import GazetteerError
from geo.gazetteer_files import read_gazetteer
from geo.place_index import PlaceIndex

SERVER = "https://download.geonames.org/export/dump"
_CHECKSUMS = "checksums.json"
_TIMEOUT_S = 60
_NAME = re.compile(r"\w[\w. -]*")


def add(what: str, *, server: str = SERVER, progress: Callable[[str], object] | None = None) -> tuple[str, int]:
    """Add a pack, or put a newer one in its place.

    Parameters
    ----------
    what : str
        A file of places (see `geo.gazetteer_files`), or a country's ISO 3166 code of two letters.
    server : str
        Where GeoNames' dumps are fetched from.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    tuple of str and int
        The name of the pack, and how many places it has.

    Raises
    ------
    GazetteerError
        Where the file is none of places, or cannot be fetched; then nothing is changed.
    """
    tell = progress or _silent
    folder = _folder()
    path = Path(what)
    is_country = re.fullmatch("[A-Za-z]{2}", what) and not path.exists()
    name = what.upper() if is_country else path.stem
    if not _NAME.fullmatch(name):
        raise GazetteerError(f"{what!r}: expected a file of places, or a country's code such as SY")
    folder.mkdir(parents=True, exist_ok=True)
    # what is fetched and made stays in a folder that goes away, until it is whole
    with tempfile.TemporaryDirectory(dir=folder, prefix=".adding-") as drafts:
        tell(f"fetching {name}" if is_country else f"reading {path.name}")
        source = _fetched(name, server, Path(drafts)) if is_country else path
        if not source.exists():
            raise GazetteerError(f"{what!r}: no such file, and no country's code such as SY")
        places = [place.of_source(name) for place in read_gazetteer(source)]
        tell(f"indexing {len(places):,} places")
        draft = Path(drafts) / f"{name}.sqlite"
        PlaceIndex.build(places, draft)
        if is_country:
            _record(name, _url(name, server), source)
        os.replace(draft, folder / draft.name)  # noqa: PTH105 - the atomic one, by name
    return name, len(places)


def installed() -> list[str]:
    """Give the names of the packs that were added."""
    return sorted(path.stem for path in _folder().glob("*.sqlite"))


def open_pack(name: str) -> PlaceIndex:
    """Open a pack by its name.

    Raises
    ------
    GazetteerError
        Where no pack of the name was added.
    """
    path = _folder() / f"{name}.sqlite"
    try:
        return PlaceIndex.open(path)
    except sqlite3.DatabaseError as error:
        if path.exists():
            raise GazetteerError(f"{path}: {error}; add the pack again with sitmap gazetteer add") from error
        known = ", ".join(installed()) or "none"
        raise GazetteerError(f"{name!r}: neither a file nor a pack; packs: {known}; sitmap gazetteer add SY") from error


def _folder() -> Path:
    return Path(user_data_dir("sitmap")) / "gazetteers"


def _fetched(code: str, server: str, folder: Path) -> Path:
    # imported here: it is wanted for one command only
    import pooch  # noqa: PLC0415
    from requests import RequestException  # noqa: PLC0415

    url = _url(code, server)
    try:
        fetched = pooch.retrieve(
            url, known_hash=None, fname=f"{code}.zip", path=folder, downloader=pooch.HTTPDownloader(timeout=_TIMEOUT_S)
        )
    except (RequestException, OSError, ValueError) as error:
        raise GazetteerError(f"{url}: cannot be fetched: {error}") from error
    return Path(fetched)


def _url(code: str, server: str) -> str:
    return f"{server}/{code}.zip"


def _record(code: str, url: str, fetched: Path) -> None:
    """Keep the checksum of what was fetched first, so that a user can tell whether it is still the same."""
    import pooch  # noqa: PLC0415 - as above

    path, checksum = _folder() / _CHECKSUMS, pooch.file_hash(str(fetched))
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.setdefault(code, {"url": url, "sha256": checksum})
    known[code]["latest"] = checksum
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    os.replace(draft, path)  # noqa: PTH105 - the atomic one, by name


def _silent(_: str) -> None:
    """Tell nobody."""
