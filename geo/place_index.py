"""An index of places by all their names: one SQLite database, in a file or in memory, that never changes once built."""

import math
import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from geo.place import AREAL, Place
from geo.spelling import normalise_all, romanise_all, similarity, skeleton_all, variants

_COLUMNS = [field.name for field in fields(Place)]
_values_of = attrgetter(*_COLUMNS)
_ALIASES = _COLUMNS.index("aliases")
_SELECT = f"SELECT {', '.join(f'places.{column}' for column in _COLUMNS)} FROM places"  # noqa: S608 - our own columns
_INSERT = f"INSERT INTO places VALUES (?, {', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - the same
_LOCATED = f"kind NOT IN ({', '.join(map(repr, sorted(AREAL)))})"
_BATCH = 20_000
_AREA_COUNTS_AS = 1_000_000
_KM_PER_DEGREE = 111.2

_BEFORE = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE places ("row" INTEGER PRIMARY KEY, {", ".join(_COLUMNS)});
CREATE TEMP TABLE spellings (key, "row");
"""
# sorted before it is filled: a million keys inserted in any other order take ten times as long
_AFTER = """
BEGIN;
CREATE TABLE names (key TEXT, "row" INTEGER, PRIMARY KEY (key, "row")) WITHOUT ROWID;
INSERT INTO names SELECT DISTINCT key, "row" FROM spellings WHERE key != '' ORDER BY key, "row";
DROP TABLE spellings;
CREATE INDEX places_by_id ON places (id);
CREATE INDEX places_by_country ON places (country);
CREATE INDEX places_by_latitude ON places (lat, lon, country);
COMMIT;
"""


class _Pool(NamedTuple):
    """The names of one country's places, made ready to be compared."""

    rows: NDArray[np.int64]
    names: list[str]
    romans: list[str]
    skeletons: list[str]
    has_bones: NDArray[np.bool_]


class PlaceIndex:
    """Places that are found by id, by the key of a name, or by likeness to a name.

    Parameters
    ----------
    connection : sqlite3.Connection
        A database that `build` made; it is closed together with the index.

    Examples
    --------
    >>> index = PlaceIndex.build([Place("C3916", "Saraqab", 35.8611, 36.80611, name_ar="سراقب")])
    >>> [place.id for place in index.by_key("سراقب")], [place.id for place, _ in index.similar("Sarakib", [None])]
    (['C3916'], ['C3916'])
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pools: dict[str | None, _Pool] = {}
        self._count: int | None = None
        weakref.finalize(self, connection.close)

    @classmethod
    def build(cls, places: Iterable[Place], path: Path | None = None) -> Self:
        """Index places, in a new file or in memory.

        Parameters
        ----------
        places : iterable of Place
            Taken in batches, so that a world of places never stands in memory at once.
        path : pathlib.Path, optional
            A file that does not exist yet; in memory without one.
        """
        connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
        index = cls(connection)
        connection.executescript(_BEFORE)
        for rows, batch in _numbered_batches(places):
            connection.executemany(_INSERT, (_row_of(row, place) for row, place in zip(rows, batch, strict=True)))
            connection.executemany("INSERT INTO spellings VALUES (?, ?)", _keys_of(rows, batch))
        connection.executescript(_AFTER)
        return index

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index that `build` wrote; it is only read.

        Raises
        ------
        sqlite3.DatabaseError
            Where the file is no such index.
        """
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        index = cls(connection)
        connection.execute("SELECT key FROM names LIMIT 1")
        return index

    def __len__(self) -> int:
        if self._count is None:
            # counting a world takes a millisecond
            self._count = int(self._connection.execute("SELECT count(*) FROM places").fetchone()[0])
        return self._count

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places('ORDER BY "row"'))

    def by_id(self, place_id: str) -> list[Place]:
        """Find the places with an id: one, or none."""
        return self._places("WHERE id = ?", place_id)

    def by_key(self, key: str) -> list[Place]:
        """Find the places of which one name has this key (`geo.spelling.normalise`), in the order they came."""
        return self._places('JOIN names USING ("row") WHERE key = ? ORDER BY "row"', key)

    def known(self, keys: Sequence[str]) -> dict[str, float]:
        """Tell which keys are names of places, and how well known the best known of these is.

        Parameters
        ----------
        keys : sequence of str
            Keys of names (`geo.spelling.normalise`).

        Returns
        -------
        dict
            For the keys that are names, the natural logarithm of the inhabitants; an area counts as a million.
        """
        marks = ", ".join("?" * len(keys))
        found = self._connection.execute(
            f"SELECT key, max(CASE WHEN {_LOCATED} THEN population ELSE {_AREA_COUNTS_AS} END) "  # noqa: S608 - our own
            f'FROM names JOIN places USING ("row") WHERE key IN ({marks}) GROUP BY key',
            tuple(keys),
        )
        return {key: math.log(max(inhabitants, 1)) for key, inhabitants in found}

    def similar(
        self, name: str, countries: Iterable[str | None], *, at_least: float = 0.8, limit: int = 10
    ) -> list[tuple[Place, float]]:
        """Find the places of some countries whose names are most like a name (`geo.spelling.similarity`), best first.

        Parameters
        ----------
        name : str
            In Latin or Arabic script.
        countries : iterable of str or None
            ISO 3166 two-letter codes; None stands for the places of which nobody said the country.
        at_least : float
            The smallest similarity, 0 to 1.
        limit : int
            How many places at most.
        """
        best: dict[int, float] = defaultdict(float)
        for country in countries:
            pool = self._pool(country)
            # the quick measure never falls below the full one, which has to look at words
            for i in np.flatnonzero(_likeness(name, pool) >= at_least):
                row = int(pool.rows[i])
                best[row] = max(best[row], similarity(name, pool.names[i]))
        ranked = sorted(
            ((row, likeness) for row, likeness in best.items() if likeness >= at_least),
            key=lambda item: (-item[1], item[0]),
        )[:limit]
        return [(self._places('WHERE "row" = ?', row)[0], likeness) for row, likeness in ranked]

    def around(self, lat: float, lon: float, km: float) -> list[Place]:
        """Find the places at most about so many km away from a position in degrees; countries have no position."""
        south = km / _KM_PER_DEGREE
        east = south / max(math.cos(math.radians(lat)), 0.01)
        return self._places(
            f"WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND {_LOCATED}",
            lat - south,
            lat + south,
            lon - east,
            lon + east,
        )

    def positions(self, west: float, south: float, east: float, north: float) -> list[tuple[float, float, str | None]]:
        """Give longitude, latitude and country of the places within bounds (degrees, EPSG:4326)."""
        found = self._connection.execute(
            f"SELECT lon, lat, country FROM places WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND {_LOCATED}",  # noqa: S608
            (south, north, west, east),
        )
        return found.fetchall()

    def _places(self, condition: str, *values: Any) -> list[Place]:  # noqa: ANN401 - whatever SQLite takes
        return [_place_of(row) for row in self._connection.execute(f"{_SELECT} {condition}", values)]

    def _pool(self, country: str | None) -> _Pool:
        if country not in self._pools:
            found = self._connection.execute(
                'SELECT "row", name, name_ar, aliases FROM places WHERE country IS ?', (country,)
            )
            self._pools[country] = _pool_of((row, chain(names, aliases.split("\n"))) for row, *names, aliases in found)
        return self._pools[country]


def _numbered_batches(places: Iterable[Place]) -> Iterator[tuple[range, list[Place]]]:
    rest = iter(places)
    start = 0
    while batch := list(islice(rest, _BATCH)):
        yield range(start, start + len(batch)), batch
        start += len(batch)


def _keys_of(rows: range, places: list[Place]) -> Iterator[tuple[str, int]]:
    names = [
        (variant, row)
        for row, place in zip(rows, places, strict=True)
        for name in place.names
        for variant in variants(name)
    ]
    return zip(normalise_all([name for name, _ in names]), (row for _, row in names), strict=True)


def _row_of(row: int, place: Place) -> tuple[Any, ...]:
    values = list(_values_of(place))
    values[_ALIASES] = "\n".join(place.aliases)
    return (row, *values)


def _place_of(values: tuple[Any, ...]) -> Place:
    fields_of = dict(zip(_COLUMNS, values, strict=True))
    fields_of["aliases"] = tuple(fields_of["aliases"].split("\n")) if fields_of["aliases"] else ()
    return Place(**fields_of)


def _pool_of(named_rows: Iterable[tuple[int, Iterable[str | None]]]) -> _Pool:
    named = [(row, variant) for row, names in named_rows for name in names if name for variant in variants(name)]
    romans = romanise_all([name for _, name in named])
    # whatever is not ASCII by now is neither Latin nor Arabic script, and we have no table for it
    usable = [i for i, roman in enumerate(romans) if roman and roman.isascii()]
    romans = [romans[i] for i in usable]
    rows = np.array([named[i][0] for i in usable], dtype=np.int64)
    bones = skeleton_all(romans)
    has_bones = np.array([bool(one) for one in bones], dtype=np.bool_)
    return _Pool(rows, [named[i][1] for i in usable], romans, bones, has_bones)


def _likeness(name: str, pool: _Pool) -> NDArray[np.float64]:
    """Compute `geo.spelling.similarity` of one name with all names of a pool, the words taken together."""
    [roman] = romanise_all([name])
    if not pool.romans or not roman:
        return np.zeros(len(pool.romans))
    ratio: NDArray[np.float64] = process.cdist([roman], pool.romans, scorer=fuzz.ratio, dtype=np.float64)[0]
    [bones] = skeleton_all([roman])
    if bones:
        bare = process.cdist([bones], pool.skeletons, scorer=fuzz.ratio, dtype=np.float64)[0]
        ratio = np.where(pool.has_bones, (ratio + bare) / 2, ratio)
    share: NDArray[np.float64] = ratio / 100
    return share
