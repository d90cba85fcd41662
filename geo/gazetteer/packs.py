"""Packs: gazetteers that a user has added, each an index in the user's data directory, with a record of its origin.

The pack of a country is made from GeoNames' dump.
"""

import hashlib
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from geo.atomic_write import draft
from geo.errors import GazetteerError, PlaceNotFoundError, PlacesFileError, Problem, Problems
from geo.gazetteer.files.read import read_gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import PlaceIndex
from geo.gazetteer.world.countries import country_code
from geo.geometry.sphere import distance_km
from geo.packs import Packs, fetched

SERVER = "https://download.geonames.org/export/dump"
PACKS = Packs("gazetteers", ".sqlite", GazetteerError)
_DIVISIONS = ("province", "district")
_NAME = re.compile(r"\w[\w. -]*")


def add(  # noqa: PLR0913 - where places come from, and what is said of them
    source: str,
    *,
    name: str | None = None,
    country: str | None = None,
    server: str = SERVER,
    points: Path | None = None,
    left_out: Problems | None = None,
    progress: Callable[[str], object] | None = None,
) -> tuple[str, int]:
    """Add a pack, or replace it by a newer one.

    Parameters
    ----------
    source : str
        A file of places (see `geo.gazetteer.files.read`), or a country's name or ISO 3166 code.
    name : str, optional
        Name of the pack, which replaces any pack of that name; by default the country's code or the name of the file,
        unless a pack of a file would replace one of a country, or the other way round.
    country : str, optional
        ISO 3166 code of the country of all places of a file that have none.
    server : str
        Address from which GeoNames' dumps are fetched.
    points : Path, optional
        A file with the positions of the P-codes of a table without positions.
    left_out : Problems, optional
        The list to which rows of a table that cannot be used are added; by default they are an error.
    progress : callable, optional
        Called with a few words on each step.

    Returns
    -------
    tuple of str and int
        The name of the pack, and its number of places.

    Raises
    ------
    GazetteerError
        If the file is no file of places, or cannot be fetched; then nothing is changed.
    """
    report = progress or (lambda _: None)
    path = Path(source)
    code = None if path.is_file() else _code(source)
    called = (code or path.stem) if name is None else name
    if not _NAME.fullmatch(called):
        raise GazetteerError(f"{called!r}: expected a name of letters, digits, spaces, dots and hyphens for the pack")
    if name is None:
        _refuse_other_origin(called, is_country=code is not None)
    with tempfile.TemporaryDirectory() as aside:
        report(f"fetching {code}" if code else f"reading {path.name}")
        file = _fetched(code, server, Path(aside)) if code else path
        # messages name the address of a file that was fetched, since the file is temporary
        named = _url(code, server) if code else path
        places = [
            replace(place, source=called, country=place.country or country)
            for place in _read(file, named, left_out, points)
        ]
        report(f"indexing {len(places):,} places")
        places = _with_placeholders(places)
        with draft(PACKS.path(called)) as temporary_path:
            made_of = {"url": _url(code, server)} if code else {"file": path.name}
            PlaceIndex.build(places, temporary_path, {**made_of, "sha256": _sha256(file)})
    return called, len(places)


def open_pack(name: str) -> PlaceIndex:
    """Open a pack by its name.

    Raises
    ------
    GazetteerError
        If no pack of the name was added.
    """
    if name not in PACKS.names():
        raise GazetteerError(f"{name!r}: neither a file nor a pack; packs: {PACKS.listed()}; sitmap gazetteer add SY")
    path = PACKS.path(name)
    try:
        return PlaceIndex.open(path)
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"{path}: {error}; add the pack again with sitmap gazetteer add") from error


def origin(name: str) -> dict[str, str]:
    """Return the origin of a pack: ``url`` of GeoNames' dump or name of the ``file``, and its ``sha256``."""
    return open_pack(name).origin


def _refuse_other_origin(name: str, *, is_country: bool) -> None:
    """Refuse to replace the pack of a country by the pack of a file, or the reverse, without an explicit name."""
    try:
        was_country = "url" in origin(name)
    except GazetteerError:
        # there is none, or one that cannot be read and is to be made again
        return
    if was_country != is_country:
        there = "GeoNames' of the country" if was_country else "made of a file"
        raise GazetteerError(
            f"{name!r}: there is a pack of this name already, {there}; "
            f"--name NAME adds this one beside it, --name '{name}' in its place"
        )


def _code(country: str) -> str:
    """Return the code of a country; any two letters are accepted, since the server decides which codes exist."""
    if re.fullmatch("[A-Za-z]{2}", country):
        return country.upper()
    try:
        return country_code(country)
    except PlaceNotFoundError as error:
        raise GazetteerError(f"{country!r}: no such file, and no country's name or code such as SY") from error


def _url(code: str, server: str) -> str:
    return f"{server}/{code}.zip"


def _fetched(code: str, server: str, folder: Path) -> Path:
    elsewhere = f"a dump that was fetched elsewhere is added as a file, such as {code}.zip"
    path = folder / f"{code}.zip"
    missing = f"{code!r}: no dump of this country is to be had"
    path.write_bytes(fetched(_url(code, server), GazetteerError, missing, elsewhere))
    return path


def _read(file: Path, named: Path | str, left_out: Problems | None, points: Path | None) -> list[Place]:
    """Read a file of places, called `named` in error messages; refuse a file without places."""
    try:
        places = read_gazetteer(file, left_out, points)
    except PlacesFileError as error:
        raise PlacesFileError(str(named), error.problems) from error
    if not places:
        raise PlacesFileError(str(named), [Problem("C154", file.name, 0, "", "no places", "one at least")])
    return places


def _with_placeholders(places: list[Place]) -> list[Place]:
    """Make the point that several divisions of a kind share as uncertain as their province is large.

    Such a point stands for divisions whose place in the province nobody has told.
    """
    shared = Counter((place.kind, place.lat, place.lon) for place in places if place.kind in _DIVISIONS)
    held: dict[str | None, list[tuple[float, float]]] = {}
    for place in places:
        held.setdefault(place.admin1, []).append((place.lat, place.lon))

    def placed(place: Place) -> Place:
        if shared[place.kind, place.lat, place.lon] < 2:  # noqa: PLR2004 - two share it
            return place
        radius_km = distance_km(place.lat, place.lon, *np.transpose(held[place.admin1])).max()
        return replace(place, uncertainty_km=max(place.uncertainty_km or 0.0, round(float(radius_km), 1)))

    return [placed(place) for place in places]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
