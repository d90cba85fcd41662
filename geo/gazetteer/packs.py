"""Packs: gazetteers that a user has added to sitmap, each one index in the user's data directory.

A country's pack is GeoNames' dump of it, fetched through pooch. What a pack was made of is recorded with its checksum,
when it was first added and since.
"""

import hashlib
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from platformdirs import user_data_dir

from geo.atomic_write import draft
from geo.errors import GazetteerError, PlaceNotFoundError, PlacesFileError, Problem
from geo.gazetteer.files.read import read_gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import PlaceIndex
from geo.gazetteer.world.countries import country_code

SERVER = "https://download.geonames.org/export/dump"
_CHECKSUMS = "checksums.json"
_TIMEOUT_S = 60
_NAME = re.compile(r"\w[\w. -]*")


class _Origin(TypedDict, total=False):
    """What a pack was made of: a country's dump at an address or a file, with its SHA-256 at first and now."""

    url: str
    file: str
    sha256: str
    latest: str


def add(
    what: str,
    *,
    name: str | None = None,
    country: str | None = None,
    server: str = SERVER,
    progress: Callable[[str], object] | None = None,
) -> tuple[str, int]:
    """Add a pack, or put a newer one in its place.

    Parameters
    ----------
    what : str
        A file of places (see `geo.gazetteer.files.read`), or a country's name or ISO 3166 code.
    name : str, optional
        What the pack is called, whatever else is called so; without it, as the country's code or the file, unless a
        file's pack would take the place of a country's, or the other way round.
    country : str, optional
        ISO 3166 code of the country in which those places of a file lie of which it does not say so.
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
    folder, path = _folder(), Path(what)
    code = None if path.is_file() else _code(what)
    called = (code or path.stem) if name is None else name
    if not _NAME.fullmatch(called):
        raise GazetteerError(f"{called!r}: expected a name of letters, digits, spaces, dots and hyphens for the pack")
    if name is None:
        _keep_other(called, is_country=code is not None)
    folder.mkdir(parents=True, exist_ok=True)
    # a dump that is fetched stays in a folder that goes away
    with tempfile.TemporaryDirectory(dir=folder, prefix=".adding-") as fetched:
        tell(f"fetching {code}" if code else f"reading {path.name}")
        source = _fetched(code, server, Path(fetched)) if code else path
        # nobody knows the file that was fetched, and it goes away
        told = _url(code, server) if code else path
        places = [replace(place, source=called, country=place.country or country) for place in _read(source, told)]
        tell(f"indexing {len(places):,} places")
        with draft(folder / f"{called}.sqlite") as beside:
            PlaceIndex.build(places, beside)
            _record(called, {"url": _url(code, server)} if code else {"file": path.name}, source)
    return called, len(places)


def remove(name: str) -> None:
    """Remove a pack.

    Raises
    ------
    GazetteerError
        Where no pack of the name was added.
    """
    if name not in installed():
        raise GazetteerError(f"{name!r}: no pack of this name; packs: {_known()}")
    (_folder() / f"{name}.sqlite").unlink()
    _write({key: origin for key, origin in _origins().items() if key != name})


def installed() -> list[str]:
    """Give the names of the packs that were added."""
    return [path.stem for path in pack_files()]


def pack_files() -> list[Path]:
    """Return the files of the packs that were added; they change when a pack is added again."""
    return sorted(_folder().glob("[!.]*.sqlite"))


def open_pack(name: str) -> PlaceIndex:
    """Open a pack by its name.

    Raises
    ------
    GazetteerError
        Where no pack of the name was added.
    """
    if name not in installed():
        raise GazetteerError(f"{name!r}: neither a file nor a pack; packs: {_known()}; sitmap gazetteer add SY")
    path = _folder() / f"{name}.sqlite"
    try:
        return PlaceIndex.open(path)
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"{path}: {error}; add the pack again with sitmap gazetteer add") from error


def origin(name: str) -> dict[str, str]:
    """Tell what a pack was made of: ``url`` of GeoNames' dump or name of the ``file``, and its ``sha256``.

    An older sitmap did not record it of files: then there is ``index_sha256`` only, of the pack itself.
    """
    if recorded := _origins().get(name):
        made_of = {"url": recorded["url"]} if "url" in recorded else {"file": recorded["file"]}
        return {**made_of, "sha256": recorded["latest"]}
    with (_folder() / f"{name}.sqlite").open("rb") as file:
        return {"index_sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _folder() -> Path:
    return Path(user_data_dir("sitmap")) / "gazetteers"


def _known() -> str:
    return ", ".join(installed()) or "none"


def _keep_other(name: str, *, is_country: bool) -> None:
    """Refuse to put a file's pack in the place of a country's, or the other way round, where nobody asks for that."""
    was_country = "url" in _origins().get(name, {})
    if name in installed() and was_country != is_country:
        there = "GeoNames' of the country" if was_country else "made of a file"
        raise GazetteerError(
            f"{name!r}: there is a pack of this name already, {there}; "
            f"--name NAME adds this one beside it, --name '{name}' in its place"
        )


def _code(what: str) -> str:
    """Read what is no file as a country; the server knows best which codes of two letters there are."""
    if re.fullmatch("[A-Za-z]{2}", what):
        return what.upper()
    try:
        return country_code(what)
    except PlaceNotFoundError as error:
        raise GazetteerError(f"{what!r}: no such file, and no country's name or code such as SY") from error


def _url(code: str, server: str) -> str:
    return f"{server}/{code}.zip"


def _fetched(code: str, server: str, folder: Path) -> Path:
    # imported here: it is wanted for one command only
    import pooch  # noqa: PLC0415
    import requests  # noqa: PLC0415

    # it would tell of temporary files; what matters is told here
    pooch.get_logger().setLevel("WARNING")
    url = _url(code, server)
    # read at once, since pooch leaves the connection open where an answer is none or breaks off
    downloader = pooch.HTTPDownloader(timeout=_TIMEOUT_S, stream=False)
    try:
        fetched = pooch.retrieve(url, known_hash=None, fname="dump.zip", path=folder, downloader=downloader)
    except requests.HTTPError as error:
        answer = error.response.status_code if error.response is not None else "an error"
        raise GazetteerError(f"{code!r}: no dump of this country is to be had; {url} answers {answer}") from error
    except requests.ConnectionError as error:
        elsewhere = f"a dump that was fetched elsewhere is added as a file, such as {code}.zip"
        raise GazetteerError(f"cannot reach {server}; {elsewhere}") from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise GazetteerError(f"{url}: cannot be fetched whole; try again") from error
    return Path(fetched)


def _read(source: Path, told: Path | str) -> list[Place]:
    """Read a file of places, which is told by another name; one without places is none."""
    try:
        places = read_gazetteer(source)
    except PlacesFileError as error:
        raise PlacesFileError(str(told), error.problems) from error
    if not places:
        raise PlacesFileError(str(told), [Problem(source.name, 0, "", "no places", "one at least")])
    return places


def _origins() -> dict[str, _Origin]:
    path = _folder() / _CHECKSUMS
    known: dict[str, _Origin] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return known


def _record(name: str, origin: _Origin, made_of: Path) -> None:
    """Keep the checksum of what a pack was first made of, so that a user can tell whether it is still the same."""
    import pooch  # noqa: PLC0415 - as above

    latest, known = str(pooch.file_hash(str(made_of))), _origins()
    before = known.get(name, {})
    first = before.get("sha256", latest) if origin.items() <= before.items() else latest
    _write({**known, name: {**origin, "sha256": first, "latest": latest}})


def _write(origins: dict[str, _Origin]) -> None:
    path = _folder() / _CHECKSUMS
    with draft(path) as beside:
        beside.write_text(json.dumps(origins, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _silent(_: str) -> None:
    """Tell nobody."""
