"""An index of places by all their names: one SQLite database, in a file or in memory, that never changes once built.

Places are stored twice: in rows, which are read one at a time, and in columns, which are searched together.
"""

import errno
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache, partial
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.name_table import Found, NameTable, entries, is_new
from geo.gazetteer.place import AREAL, Place
from geo.gazetteer.place_columns import DTYPE, PlaceColumns, columns_of, is_area
from geo.gazetteer.seal import is_whole, seal
from geo.gazetteer.similar_names import SimilarNames
from geo.geometry.sphere import Bounds, bounds_around

_COLUMNS = [field.name for field in fields(Place)]
_values_of = attrgetter(*_COLUMNS)
_ALIASES = _COLUMNS.index("aliases")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM places"  # noqa: S608 - our own columns
_INSERT = f"INSERT INTO places VALUES (?, {', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - the same
_LOCATED = f"kind NOT IN ({', '.join(map(repr, sorted(AREAL)))})"
_BATCH = 4_000
# version of the tables and of the keys of names: raise it when either changes, so that an older file is not read
SCHEMA = 17
# a gazetteer of at most this many places counts as a list of chosen places
CHOSEN = 10_000
# number of places kept in memory, since texts name the same places repeatedly
_CACHED = 4_000
_MOST_SIMILAR = 10
# inhabitants that an area counts as
_AREA_COUNTS_AS = 1_000_000

_CREATE_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA user_version = {SCHEMA};
CREATE TABLE places ("row" INTEGER PRIMARY KEY, {", ".join(_COLUMNS)});
CREATE TABLE arrays (name TEXT PRIMARY KEY, type TEXT, data BLOB);
CREATE TABLE origin (name TEXT PRIMARY KEY, value TEXT);
"""
_CREATE_INDEXES = """
CREATE INDEX places_by_country ON places (country);
CREATE INDEX places_by_latitude ON places (lat, lon, country);
"""


class PlaceIndex:
    """Places, found by id, by name, or by similarity to a name.

    Parameters
    ----------
    connection : sqlite3.Connection
        A database made by `build`; it is closed with the index.

    Examples
    --------
    >>> index = PlaceIndex.build([Place("C3916", "Saraqab", 35.8611, 36.80611, name_ar="سراقب")])
    >>> found = index.find(["سَراقِب"])
    >>> index.place(int(found.row[0])).id, int(found.how[0]), list(index.similar("Sarakib", [None]))
    ('C3916', 3, [0])
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._similar_names: dict[str | None, SimilarNames] = {}
        # a cached method would keep the index alive and its connection open
        self._remembered = lru_cache(_CACHED)(partial(_read_place, connection))
        weakref.finalize(self, connection.close)

    @classmethod
    def build(
        cls, places: Iterable[Place], path: Path | None = None, origin: Mapping[str, str] = MappingProxyType({})
    ) -> Self:
        """Index places, in a new file or in memory.

        Parameters
        ----------
        places : iterable of Place
            The places, taken in batches, so that a world of places is never in memory at once.
        path : pathlib.Path, optional
            A file that does not exist yet; by default in memory.
        origin : mapping of str to str
            What the places are made of.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        try:
            index = cls._built(places, path, origin)
            if path:
                seal(path)
        except sqlite3.OperationalError as error:
            raise OSError(errno.EIO, str(error), str(path)) from error
        return index

    @classmethod
    def _built(cls, places: Iterable[Place], path: Path | None, origin: Mapping[str, str]) -> Self:
        connection = sqlite3.connect(path or ":memory:", check_same_thread=False)
        index = cls(connection)
        connection.executescript(_CREATE_TABLES)
        connection.executemany("INSERT INTO origin VALUES (?, ?)", origin.items())
        columns, named = [columns_of([])], [entries([], [])]
        for rows, batch in _numbered_batches(places):
            connection.executemany(_INSERT, (_row_of(row, place) for row, place in zip(rows, batch, strict=True)))
            columns.append(columns_of(batch))
            named.append(entries(rows, batch))
        # one after the other: for the world, each is tens of megabytes
        _write(connection, {"places": np.concatenate(columns)})
        columns.clear()
        _write(connection, NameTable.of(named)._asdict())
        connection.executescript(_CREATE_INDEXES)
        return index

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index made by `build`, for reading.

        Raises
        ------
        sqlite3.DatabaseError
            If the file is no such index, one of another version, or damaged.
        """
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        index = cls(connection)
        [(schema,)] = connection.execute("PRAGMA user_version")
        if schema != SCHEMA:
            raise sqlite3.DatabaseError(f"made by another version of sitmap ({schema}; this one reads {SCHEMA})")
        if not is_whole(path):
            raise sqlite3.DatabaseError("it is damaged")
        return index

    def __len__(self) -> int:
        return len(self.columns)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places('ORDER BY "row"'))

    @property
    def origin(self) -> dict[str, str]:
        """What the places are made of."""
        return dict(self._connection.execute("SELECT name, value FROM origin ORDER BY name"))

    @cached_property
    def columns(self) -> PlaceColumns:
        """Columns of all places, row by row."""
        return self._array("places", DTYPE)

    @cached_property
    def names(self) -> NameTable:
        """All names of all places."""
        return NameTable(*(self._array(name) for name in NameTable._fields))

    def place(self, row: int) -> Place:
        """Return the place of a row."""
        return self._remembered(row)

    def find(self, names: Sequence[str]) -> Found:
        """Find the places with these ids, or with these names in any spelling of the same key."""
        return self.names.find(names)

    def known(self, keys: Sequence[str]) -> dict[str, float]:
        """Find the keys that are names of places, and measure how well known the best-known place of each is.

        Parameters
        ----------
        keys : sequence of str
            Keys of names (`geo.names.spelling.normalise`).

        Returns
        -------
        dict
            Natural logarithm of the inhabitants, for the keys that are names; an area counts as a million.
        """
        name, entry = self.names.entries_of(keys)
        if not len(name):
            return {}
        places = self.columns[self.names.rows[entry]]
        people = np.where(is_area(places), _AREA_COUNTS_AS, np.maximum(places["population"], 1))
        first = np.flatnonzero(is_new(name))
        fame = np.log(np.maximum.reduceat(people, first)).tolist()
        return {keys[i]: value for i, value in zip(name[first].tolist(), fame, strict=True)}

    def similar(self, name: str, countries: Iterable[str | None], *, at_least: float = 0.8) -> dict[int, float]:
        """Find the ten places of some countries with the names most similar to a name, best first.

        Parameters
        ----------
        name : str
            In Latin or Arabic script.
        countries : iterable of str or None
            ISO 3166 two-letter codes; None stands for the places whose country is unknown.
        at_least : float
            The smallest similarity (`geo.names.romanisation.similarity`), 0 to 1.

        Returns
        -------
        dict
            Similarities, by the rows of the places.
        """
        alike: dict[int, float] = {}
        for country in countries:
            alike |= self._names_of(country).similar(name, at_least)
        return dict(sorted(alike.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SIMILAR])

    def around(self, lat: float, lon: float, km: float) -> list[int]:
        """Find the rows of places, except areas, in the bounding box of a disc around a position in degrees."""
        return [row for (row,) in self._within('"row"', *bounds_around(lat, lon, km))]

    def positions(self, west: float, south: float, east: float, north: float) -> list[tuple[float, float, str | None]]:
        """Return longitude, latitude and country of the places within bounds (degrees, EPSG:4326), without areas.

        Bounds may reach beyond 180 degrees, across the antimeridian.
        """
        return self._within("lon, lat, country", west, south, east, north)

    def _within(self, columns: str, west: float, south: float, east: float, north: float) -> list[Any]:
        found = []
        for turn in (-360.0, 0.0, 360.0):
            # another turn around the globe counts if the bounds reach into it
            if turn == 0 or (west + turn < 180 and east + turn > -180):  # noqa: PLR2004 - the globe
                found += self._connection.execute(
                    f"SELECT {columns} FROM places WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND {_LOCATED}",  # noqa: S608
                    (south, north, west + turn, east + turn),
                ).fetchall()
        return found

    def largest(self, bounds: Bounds, count: int) -> list[Place]:
        """Return the places with most inhabitants within bounds (degrees, EPSG:4326), without areas."""
        west, south, east, north = bounds
        condition = f"WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND population > 0 AND {_LOCATED}"
        return self._places(f'{condition} ORDER BY population DESC, "row" LIMIT ?', south, north, west, east, count)

    def _places(self, condition: str, *values: Any) -> list[Place]:  # noqa: ANN401 - any value of SQLite
        return [_place_of(row) for row in self._connection.execute(f"{_SELECT} {condition}", values)]

    def _names_of(self, country: str | None) -> SimilarNames:
        if country not in self._similar_names:
            found = self._connection.execute(
                'SELECT "row", name, name_ar, aliases FROM places WHERE country IS ?', (country,)
            )
            named = ((row, chain(names, aliases.split("\n"))) for row, *names, aliases in found)
            self._similar_names[country] = SimilarNames.of(named)
        return self._similar_names[country]

    def _array(self, name: str, dtype: np.dtype[Any] | None = None) -> NDArray[Any]:
        [(row, kind)] = self._connection.execute("SELECT rowid, type FROM arrays WHERE name = ?", (name,))
        # a query would have the array in memory twice
        with self._connection.blobopen("arrays", "data", row, readonly=True) as data:
            return np.frombuffer(data.read(), dtype=dtype or kind)


def _read_place(connection: sqlite3.Connection, row: int) -> Place:
    [values] = connection.execute(f'{_SELECT} WHERE "row" = ?', (row,))
    return _place_of(values)


def _write(connection: sqlite3.Connection, arrays: dict[str, NDArray[Any]]) -> None:
    connection.executemany(
        "INSERT INTO arrays VALUES (?, ?, ?)",
        ((name, "" if array.dtype.names else array.dtype.str, array.tobytes()) for name, array in arrays.items()),
    )
    connection.commit()


def _numbered_batches(places: Iterable[Place]) -> Iterator[tuple[range, list[Place]]]:
    rest = iter(places)
    start = 0
    while batch := list(islice(rest, _BATCH)):
        yield range(start, start + len(batch)), batch
        start += len(batch)


def _row_of(row: int, place: Place) -> tuple[Any, ...]:
    values = list(_values_of(place))
    values[_ALIASES] = "\n".join(place.aliases)
    return (row, *values)


def _place_of(values: tuple[Any, ...]) -> Place:
    read = list(values)
    read[_ALIASES] = tuple(read[_ALIASES].split("\n")) if read[_ALIASES] else ()
    return Place(*read)
