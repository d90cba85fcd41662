"""A gazetteer: named places, found by any spelling of their names, each with how its name was found."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, Self

from geo.errors import GazetteerError, PlaceNotFoundError
from geo.gazetteer_files import read_gazetteer
from geo.packs import open_pack
from geo.place import Place
from geo.place_index import PlaceIndex
from geo.spelling import normalise, normalise_all, similarity
from geo.sphere import distance_km
from geo.world import Progress, open_world

# two gazetteers' points of one place lie this near each other (90 % of OCHA's within 0.75 km of GeoNames')
_SAME_PLACE_KM = 5.0
# a place tells the country of another as far as this, in km
_NEIGHBOUR_KM = 25.0
# and its names are this similar
_SAME_NAME = 0.85

# names whose places are kept in memory
_REMEMBERED = 2_000
# names that are looked up in one go
_AT_ONCE = 500
# a list of at most so many places is one of chosen places, each as well known to its readers as a city of a million
_FEW, _LISTED = 10_000, 13.8

HowFound = Literal["id", "exact", "normalised", "short", "similar"]


class NameFit(NamedTuple):
    """One place that a name may mean, and how well the name fits it."""

    place: Place
    how: HowFound
    similarity: float
    rank: int
    """Which of the joined gazetteers it comes from; 0 is the first."""
    country: str | None = None
    """Where it lies: its own country, or where nobody said it, that of the nearest place of which it is known."""
    qualified: bool = False
    """Whether the name came with a qualifier, such as its country, that confirms this place."""
    by_main_name: bool = False
    """Whether it is the name that the gazetteer itself gives the place, and not one of its aliases."""


class Gazetteer:
    """Named places, found by id and by name.

    Made by `load` (the embedded world), `read` (a file) or `of` (places at hand), and joined by ``a | b``: then the
    places of ``a`` come first, in the answers and in the choice that a `Geocoder` makes.

    Examples
    --------
    >>> dossier = Gazetteer.of([Place("C3972", "Sarman", 35.607, 36.853, aliases=("Surman",), country="SY")])
    >>> abroad = Gazetteer.of([Place("2208485", "Şurmān", 32.757, 12.572, country="LY")], name="libya")
    >>> [(fit.place.country, fit.how) for fit in (dossier | abroad).find("Surman")]
    [('SY', 'exact'), ('LY', 'normalised')]
    """

    def __init__(self, *indexes: PlaceIndex) -> None:
        self._indexes = indexes
        # the names in the news are much the same from story to story
        self._known = lru_cache(_REMEMBERED)(self._find)
        self._known_alike = lru_cache(_REMEMBERED)(self._similar)

    @classmethod
    def load(cls, progress: Progress | None = None) -> Self:
        """Open the embedded world: towns of 500 inhabitants and more, divisions, countries, waters and regions.

        The first call of a user prepares an index in the cache directory, which takes about twenty seconds; opening it
        later takes milliseconds and next to no memory.

        Parameters
        ----------
        progress : callable, optional
            Told the number of places done and of all places, while the index is prepared.

        Raises
        ------
        GazetteerError
            Where the cache directory cannot be written.
        """
        return cls(open_world(progress))

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Read a gazetteer from a CSV file as spreadsheets write it, or from one of GeoNames, OCHA or Who's On First.

        Parameters
        ----------
        path : pathlib.Path or str
            UTF-8, separated by commas or semicolons. Columns: ``id``, ``name`` (or ``name_en``), ``lat`` and ``lon``
            (degrees, EPSG:4326); optional ``name_ar``, ``aliases`` (separated by semicolons), ``kind``, ``country``,
            ``admin1``, ``population``, ``uncertainty_km``. Other columns are left alone.

        Raises
        ------
        GazetteerError
            Naming file, line, column, value and what was expected, for all problems of the file at once.
        """
        return cls.of(read_gazetteer(Path(path)), name=Path(path).stem)

    @classmethod
    def pack(cls, name: str) -> Self:
        """Open a pack that ``sitmap gazetteer add`` has added.

        Raises
        ------
        GazetteerError
            Where no pack of the name was added.
        """
        return cls(open_pack(name))

    @classmethod
    def of(cls, places: Iterable[Place], *, name: str | None = None) -> Self:
        """Make a gazetteer of places at hand.

        Parameters
        ----------
        places : iterable of Place
            With unique ids.
        name : str, optional
            Becomes the `source` of the places; without it each keeps its own.

        Raises
        ------
        GazetteerError
            Where two places have one id.
        """
        listed = [place.of_source(name) if name else place for place in places]
        ids = [place.id for place in listed]
        if len(ids) != len(set(ids)):
            twice = next(i for i in ids if ids.count(i) > 1)
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
        for index in self._indexes:
            for place in index.by_id(place_id):
                return place
        raise PlaceNotFoundError(f"no place has the id {place_id!r}")

    def __contains__(self, place_id: object) -> bool:
        return isinstance(place_id, str) and any(index.by_id(place_id) for index in self._indexes)

    @property
    def sizes(self) -> list[int]:
        """How many places each of the gazetteers has that are joined in this one."""
        return [len(index) for index in self._indexes]

    def find(self, name: str) -> list[NameFit]:
        """Find the places with this id, this name, or a name that differs only in how it is written down.

        Parameters
        ----------
        name : str
            A place's id or a name in any script.

        Returns
        -------
        list of NameFit
            Gazetteer by gazetteer; empty where no place is called so.

        Examples
        --------
        >>> Gazetteer.of([Place("C3916", "Saraqab", 35.861, 36.806, name_ar="سراقب")]).find("سَراقِب")[0].how
        'normalised'
        """
        return list(self._known(name))

    def _find(self, name: str) -> tuple[NameFit, ...]:
        key = normalise(name)
        fits = [
            NameFit(place, "id", 1.0, rank) for rank, index in enumerate(self._indexes) for place in index.by_id(name)
        ]
        fits += [
            NameFit(place, how_found(place, name), 1.0, rank, by_main_name=_plain(place.name) == _plain(name))
            for rank, index in enumerate(self._indexes)
            for place in index.by_key(key)
        ]
        return tuple(self._first_entries(fits))

    def known(self, names: Sequence[str]) -> list[float | None]:
        """Tell which of many names are names of places, quickly.

        Parameters
        ----------
        names : sequence of str
            Names in any script.

        Returns
        -------
        list of float or None
            One a name: the logarithm of the inhabitants of the best known place of that name, that of a million for an
            area or for a place of a list of a few thousand at most; None where no place is called so.
        """
        keys = normalise_all(names)
        asked = sorted(set(keys) - {""})
        found: dict[str, float] = {}
        for index in self._indexes:
            for start in range(0, len(asked), _AT_ONCE):
                for key, fame in index.known(asked[start : start + _AT_ONCE]).items():
                    own = _LISTED if len(index) <= _FEW else fame
                    found[key] = max(own, found.get(key, 0.0))
        return [found.get(key) for key in keys]

    def similar(self, name: str, countries: Iterable[str | None], *, at_least: float = 0.8) -> list[NameFit]:
        """Find the places of some countries that are called much like a name.

        Parameters
        ----------
        name : str
            In Latin or Arabic script.
        countries : iterable of str or None
            ISO 3166 two-letter codes, None for places of which nobody said the country. Without evidence for a country
            most similar names in it are wrong, so there is no way to ask for all.
        at_least : float
            The smallest similarity (`geo.spelling.similarity`), 0 to 1.

        Returns
        -------
        list of NameFit
            Gazetteer by gazetteer, the most similar first.
        """
        asked = tuple(sorted(set(countries), key=lambda code: code or ""))
        return list(self._known_alike(name, asked, at_least))

    def _similar(self, name: str, countries: tuple[str | None, ...], at_least: float) -> tuple[NameFit, ...]:
        return tuple(
            self._first_entries(
                NameFit(place, "similar", likeness, rank)
                for rank, index in enumerate(self._indexes)
                for place, likeness in index.similar(name, countries, at_least=at_least)
            )
        )

    def positions(
        self, west: float, south: float, east: float, north: float
    ) -> Iterator[tuple[float, float, str | None]]:
        """Give longitude, latitude (degrees, EPSG:4326) and country of the places within bounds."""
        for index in self._indexes:
            yield from index.positions(west, south, east, north)

    def _first_entries(self, fits: Iterable[NameFit]) -> list[NameFit]:
        """Name every place once, by the first gazetteer's entry, whichever gazetteer's spelling has found it."""
        entries: dict[tuple[int, str], NameFit] = {}
        for fit in fits:
            entry = self._first_entry(fit)
            entry = entry._replace(country=self._country(entry.place))
            entries.setdefault((entry.rank, entry.place.id), entry)
        return list(entries.values())

    def _first_entry(self, fit: NameFit) -> NameFit:
        place = fit.place
        if not place.is_settlement:
            return fit
        for rank, index in enumerate(self._indexes[: fit.rank]):
            around = index.around(place.lat, place.lon, _SAME_PLACE_KM)
            alike = {other: _sameness(other, place) for other in around}
            same = max(alike, key=lambda other: alike[other], default=place)
            if alike.get(same, 0.0) >= _SAME_NAME:
                return fit._replace(place=same, rank=rank)
        return fit

    def _country(self, place: Place) -> str | None:
        if place.country:
            return place.country
        margin = _NEIGHBOUR_KM / 111.2
        around = self.positions(place.lon - margin, place.lat - margin, place.lon + margin, place.lat + margin)
        known = [
            (float(distance_km(place.lat, place.lon, lat, lon)), country) for lon, lat, country in around if country
        ]
        return min(known)[1] if known else None


def _sameness(first: Place, second: Place) -> float:
    """Tell how surely two places that lie together are one, by their names: 1 where they share a name."""
    if not set(normalise_all(first.names)).isdisjoint(normalise_all(second.names)):
        return 1.0
    return similarity(first.name, second.name)


def how_found(place: Place, name: str) -> HowFound:
    """Tell how a place is called by a name: exactly, but for how it is written, or else with more to it."""
    if _plain(name) in map(_plain, place.names):
        return "exact"
    # short: what its entry calls it goes on, with what tells it from its namesakes
    return "normalised" if normalise(name) in normalise_all(place.names) else "short"


def _plain(name: str) -> str:
    """Level capital letters and the way in which unicode composes letters, and nothing else."""
    return unicodedata.normalize("NFC", name).casefold().strip()
