"""A gazetteer: named places, found by id and by any spelling of their names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from geo.errors import GazetteerError, PlaceNotFoundError
from geo.gazetteer.candidates import Candidates, NameFit
from geo.gazetteer.duplicates import Duplicates
from geo.gazetteer.files.read import read_gazetteer
from geo.gazetteer.name_table import Found, How
from geo.gazetteer.packs import open_pack
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import CHOSEN, PlaceIndex
from geo.gazetteer.world.index import Progress, open_world
from geo.names.spelling import normalise_all

# number of names whose places are kept in memory
_CACHED_NAMES = 2_000
# number of words whose fame is kept in memory
_CACHED_WORDS = 50_000
# logarithm of a million: a place of a list of chosen places counts as a city of this size
_WELL_KNOWN = 13.8


class Gazetteer:
    """Named places, found by id and by name.

    Made by `load` (the embedded world), `read` (a file), `pack` (an added pack) or `of` (`Place` objects). In
    gazetteers joined by ``a | b``, the places of ``a`` come first, in results and in the choice of a `Geocoder`.

    Examples
    --------
    >>> dossier = Gazetteer.of([Place("C3972", "Sarman", 35.607, 36.853, aliases=("Surman",), country="SY")])
    >>> abroad = Gazetteer.of([Place("2208485", "Şurmān", 32.757, 12.572, country="LY")], name="libya")
    >>> [(fit.place.country, fit.how) for fit in (dossier | abroad).find("Surman")]
    [('SY', 'exact'), ('LY', 'normalised')]
    """

    def __init__(self, *indexes: PlaceIndex) -> None:
        self._indexes = indexes
        self._duplicates = Duplicates(indexes)
        self._fame: dict[str, float | None] = {}
        self._found = lru_cache(_CACHED_NAMES)(self._find)
        # cached, since comparing a name with all names of a country is slow
        self._known_alike = lru_cache(_CACHED_NAMES)(self._similar)

    @staticmethod
    def load(progress: Progress | None = None) -> "Gazetteer":
        """Open the embedded world: towns of 500 inhabitants and more, divisions, countries, waters and regions.

        The first call of a user prepares an index in the cache directory and takes about ten seconds. A process opens
        it once: all its calls return the same gazetteer.

        Parameters
        ----------
        progress : callable, optional
            Called with the number of places done and of all places while the index is prepared.

        Raises
        ------
        GazetteerError
            If the cache directory cannot be written.
        """
        return _world(open_world(progress))

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Read a gazetteer from a CSV file as spreadsheets write it, or from one of GeoNames, OCHA or Who's On First.

        Parameters
        ----------
        path : pathlib.Path or str
            UTF-8, separated by commas, semicolons or tabs. Columns, in any case: ``name`` (or ``name_en``), ``lat``
            (``latitude``, ``y``) and ``lon`` (``longitude``, ``long``, ``lng``, ``x``; degrees, EPSG:4326); optional
            ``id``, ``name_ar``, ``aliases`` (separated by semicolons), ``kind``, ``country``, ``admin1``,
            ``population``, ``uncertainty_km``. Other columns are ignored, and so are rows that start with ``#``.
            Without a column ``id``, the id of a place is made of its name and position:
            ``roj-camp@36.8123/42.1034``.

        Raises
        ------
        GazetteerError
            If the file cannot be used; the message lists every problem with line, column, value and the values
            expected.
        """
        return cls.of(read_gazetteer(Path(path)), name=Path(path).stem)

    @classmethod
    def open(cls, name: str) -> Self:
        """Open a file of places (see `read`) or, if there is no such file, a pack.

        Raises
        ------
        GazetteerError
            If there is neither, or the file cannot be read.
        """
        return cls.read(name) if Path(name).is_file() else cls.pack(name)

    @classmethod
    def pack(cls, name: str) -> Self:
        """Open a pack that was added by ``sitmap gazetteer add``.

        Raises
        ------
        GazetteerError
            If no pack of the name was added.
        """
        return cls(open_pack(name))

    @classmethod
    def of(cls, places: Iterable[Place], *, name: str | None = None) -> Self:
        """Make a gazetteer of places.

        Parameters
        ----------
        places : iterable of Place
            The places, with unique ids.
        name : str, optional
            The `source` that all places get; by default each keeps its own.

        Raises
        ------
        GazetteerError
            If two places have one id.
        """
        listed = [place.of_source(name) if name else place for place in places]
        [(twice, times)] = Counter(place.id for place in listed).most_common(1) or [("", 0)]
        if times > 1:
            raise GazetteerError(f"{name or 'gazetteer'}: two places have the id {twice!r}; ids must be unique")
        return cls(PlaceIndex.build(listed))

    def __or__(self, other: "Gazetteer") -> "Gazetteer":
        return Gazetteer(*self._indexes, *other._indexes)

    def __len__(self) -> int:
        return sum(map(len, self._indexes))

    def __iter__(self) -> Iterator[Place]:
        for index in self._indexes:
            yield from index

    def __getitem__(self, place_id: str) -> Place:
        # if several of the joined gazetteers have the id, the entry of the first
        if place := self._by_id(place_id):
            return place
        raise PlaceNotFoundError(f"no place has the id {place_id!r}")

    def __contains__(self, place_id: object) -> bool:
        return isinstance(place_id, str) and self._by_id(place_id) is not None

    def _by_id(self, place_id: str) -> Place | None:
        return next((fit.place for fit in self.find(place_id) if fit.how == "id"), None)

    @property
    def indexes(self) -> tuple[PlaceIndex, ...]:
        """Indexes of the joined gazetteers."""
        return self._indexes

    @property
    def sizes(self) -> list[int]:
        """Number of places in each of the joined gazetteers."""
        return [len(index) for index in self._indexes]

    def find(self, name: str) -> list[NameFit]:
        """Find the places with an id, or with a name in any spelling of the same key.

        Parameters
        ----------
        name : str
            Id of a place, or a name in any script.

        Returns
        -------
        list of NameFit
            Gazetteer by gazetteer; empty if no place has the name.

        Examples
        --------
        >>> Gazetteer.of([Place("C3916", "Saraqab", 35.861, 36.806, name_ar="سراقب")]).find("سَراقِب")[0].how
        'normalised'
        """
        return list(self._found(name))

    def _find(self, name: str) -> tuple[NameFit, ...]:
        return tuple(self.candidates([name]).fits())

    def candidates(self, names: Sequence[str]) -> Candidates:
        """Find the places that each of many names may mean, all at once; see `find`."""
        found = Candidates.none(self._indexes)
        for rank, index in enumerate(self._indexes):
            found = found.joined(Candidates.found(self._indexes, rank, index.find(names)))
        return self._duplicates.merged(found).distinct()

    def known(self, names: Sequence[str]) -> list[float | None]:
        """Measure how well known many names are as place names.

        Parameters
        ----------
        names : sequence of str
            Names in any script.

        Returns
        -------
        list of float or None
            For each name, the natural logarithm of the inhabitants of the best-known place of that name, where an area
            or a place of a list of chosen places counts as a million; None if no place has the name.
        """
        # successive texts share most of their words
        if len(self._fame) > _CACHED_WORDS:
            self._fame.clear()
        new = [name for name in dict.fromkeys(names) if name not in self._fame]
        if new:
            keys = normalise_all(new)
            found = self._fame_of(sorted(set(keys) - {""}))
            self._fame.update((name, found.get(key)) for name, key in zip(new, keys, strict=True))
        return [self._fame[name] for name in names]

    def _fame_of(self, keys: Sequence[str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for index in self._indexes:
            for key, fame in index.known(keys).items():
                own = _WELL_KNOWN if len(index) <= CHOSEN else fame
                found[key] = max(own, found.get(key, 0.0))
        return found

    def similar(self, name: str, countries: Iterable[str | None], *, at_least: float = 0.8) -> list[NameFit]:
        """Find the places of some countries with names similar to a name.

        Parameters
        ----------
        name : str
            In Latin or Arabic script.
        countries : iterable of str or None
            ISO 3166 two-letter codes, None for places whose country is unknown. All countries cannot be searched at
            once, since most similar names are wrong without evidence for their country.
        at_least : float
            The smallest similarity (`geo.names.romanisation.similarity`), 0 to 1.

        Returns
        -------
        list of NameFit
            Gazetteer by gazetteer, the most similar first.
        """
        found = self.candidates_alike(name, countries, at_least=at_least).fits()
        return sorted(found, key=lambda fit: (fit.rank, -fit.similarity))

    def candidates_alike(self, name: str, countries: Iterable[str | None], *, at_least: float = 0.8) -> Candidates:
        """Find the places of similar names that a name may mean; see `similar`."""
        asked = tuple(sorted(set(countries), key=lambda code: code or ""))
        return self._known_alike(name, asked, at_least)

    def _similar(self, name: str, countries: tuple[str | None, ...], at_least: float) -> Candidates:
        found = Candidates.none(self._indexes)
        for rank, index in enumerate(self._indexes):
            alike = index.similar(name, countries, at_least=at_least)
            rows = np.array([*alike], dtype=np.int64)
            one = Found(np.zeros(len(rows), dtype=np.int64), rows, np.full(len(rows), How.SIMILAR))
            more = Candidates.found(self._indexes, rank, one)
            found = found.joined(replace(more, similarity=np.array([*alike.values()], dtype=np.float64)))
        return self._duplicates.merged(found).distinct()

    def positions(
        self, west: float, south: float, east: float, north: float
    ) -> Iterator[tuple[float, float, str | None]]:
        """Yield longitude, latitude (degrees, EPSG:4326) and country of the places within bounds."""
        for index in self._indexes:
            yield from index.positions(west, south, east, north)


@lru_cache(maxsize=1)
def _world(index: PlaceIndex) -> Gazetteer:
    return Gazetteer(index)
