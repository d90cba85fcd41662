"""The geocoder: which places the names of a text or dossier mean, decided jointly, with its reasons."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats
from geo.gazetteer.candidates import SIMILAR, Candidates
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.place_columns import code_of
from geo.gazetteer.place_index import CHOSEN
from geo.geocoding.choice import choices
from geo.geocoding.context import Company
from geo.geocoding.decision import Deliberation
from geo.geocoding.lookup import Lookup
from geo.geocoding.match import Match, Resolution
from geo.geocoding.model import Order, Weighing
from geo.names.romanisation import ROMANISED

# a name that is this sure needs no similar ones beside it
_BEYOND_DOUBT = 0.9
# by how much, in log-odds, it is likelier beforehand that names belong where their area and chosen places are
_EXPECTED = 0.5
# names that are decided jointly: as many as keep the pairs of their candidates small
_AT_ONCE = 200


class OnlineGeocoder(Protocol):
    """A service that is asked for the names that no gazetteer resolves; see `geo.geocoding.online.service`."""

    def search(
        self, query: str, *, bounds: tuple[float, float, float, float] | None, countries: Collection[str]
    ) -> list[Place]:
        """Find places by name, preferably within west, south, east, north (degrees, EPSG:4326) and in countries."""


class _Stance(NamedTuple):
    """What names are weighed by: what was stated of them, and how many places each gazetteer has."""

    company: Company
    sizes: list[int]


class Geocoder:
    """Finds the places that names mean, all names of a text or dossier together.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where names are looked up; of joined gazetteers the first one's places come first.
    area : shapely geometry, optional
        Where the names are expected to belong; longitude and latitude in degrees (EPSG:4326). Large cities outside are
        found all the same, small namesakes far away are not, unless all names together fit another part of the world
        better.
    countries : iterable of str
        ISO 3166 two-letter codes of countries that the names belong to.
    near : tuple of float, optional
        Latitude and longitude, in degrees, of a point that the names lie near.
    online : OnlineGeocoder, optional
        Asked where no place of the gazetteer is probable, and for nothing else.
    weights : array, optional
        The parameters of the model, where they are not to be those of `geo.geocoding.weights`.

    Raises
    ------
    GeometryError
        Where the area is empty or `near` is no position.

    Examples
    --------
    >>> towns = Gazetteer.of([
    ...     Place("1", "Tripoli", 32.887, 13.187, country="LY", population=1_300_000),
    ...     Place("2", "Tripoli", 34.434, 35.844, country="LB", population=230_000),
    ...     Place("3", "Beirut", 33.894, 35.502, country="LB", population=1_900_000),
    ...     Place("4", "Sidon", 33.557, 35.373, country="LB", population=160_000),
    ... ])
    >>> [match.place.country for match in Geocoder(towns).resolve(["Tripoli", "Beirut", "Sidon"])]
    ['LB', 'LB', 'LB']
    >>> Geocoder(towns).resolve(["Tripoli"])
    [None]
    """

    def __init__(  # noqa: PLR0913 - every one is a kind of evidence
        self,
        gazetteer: Gazetteer,
        *,
        area: BaseGeometry | None = None,
        countries: Iterable[str] = (),
        near: tuple[float, float] | None = None,
        online: OnlineGeocoder | None = None,
        weights: Floats | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        company = Company.of(gazetteer, area, countries, near)
        self._online = online
        self._weights = weights
        # a service comes after the gazetteers, and has more places than any
        sizes = [*gazetteer.sizes, sys.maxsize]
        self._stated = _Stance(company, sizes)
        # names may be those of another part of the world, where neither the area nor lists of chosen places count
        is_partial = area is not None or min(sizes) <= CHOSEN
        self._elsewhere = _Stance(company.without_area(), [sys.maxsize] * len(sizes)) if is_partial else None

    def resolve(self, names: Sequence[str]) -> list[Match | None]:
        """Decide what names mean, jointly.

        Parameters
        ----------
        names : sequence of str
            Names or ids of places, in any script.

        Returns
        -------
        list of Match or None
            One a name, in order; None where nobody knows the name, or where nothing decides between its candidates
            (`weigh` tells which).

        Raises
        ------
        GeocodingServiceError
            Where an online geocoder was asked and failed.
        """
        return [resolution.match for resolution in self.weigh(names)]

    def weigh(self, names: Sequence[str], *, kinds: Mapping[str, frozenset[str]] | None = None) -> list[Resolution]:
        """Weigh the candidates of names, jointly, and give them all, decided or not.

        Parameters
        ----------
        names : sequence of str
            Names or ids of places, in any script, in the order of the text.
        kinds : mapping, optional
            What kinds of places a text calls a name (``province``, ``district``, ``place``).

        Returns
        -------
        list of Resolution
            One a name, in order.

        Raises
        ------
        GeocodingServiceError
            Where an online geocoder was asked and failed.
        """
        given = [name.strip() for name in names]
        resolved: dict[str, Resolution] = {}
        for some in self._batches(given):
            asked = Lookup.of(some, [(kinds or {}).get(query, frozenset()) for query in some], self._gazetteer)
            resolved |= self._resolved(asked, Order.of(some, given))
        return [resolved[name] for name in given]

    def _batches(self, given: Sequence[str]) -> Iterator[list[str]]:
        """Give the different names, those together that stand near one another; what nobody knows comes last."""
        queries = sorted(set(given))
        count = -(-len(queries) // _AT_ONCE)
        if count > 1:
            known = set(self._gazetteer.candidates(queries).name.tolist())
            unknown = {query for i, query in enumerate(queries) if i not in known}
            queries = sorted(dict.fromkeys(given), key=unknown.__contains__)
        for i in range(count):
            yield sorted(queries[i * len(queries) // count : (i + 1) * len(queries) // count])

    def _resolved(self, lookup: Lookup, order: Order) -> dict[str, Resolution]:
        stance, weighing = self._stated, self._weighed(lookup, order, self._stated)
        if self._elsewhere:
            other = self._weighed(lookup, order, self._elsewhere)
            if other.evidence > weighing.evidence + _EXPECTED:
                stance, weighing = self._elsewhere, other
        for completed in (self._with_similar, self._with_online):
            more = completed(lookup, weighing, stance.company)
            if more is not lookup:
                lookup, weighing = more, self._weighed(more, order, stance)
        resolved = {query: Resolution(query, None) for query in lookup.queries}
        for choice in choices(weighing):
            query = lookup.queries[choice.name]
            considered = Deliberation(weighing, choice, lookup.qualifiers[choice.name], lookup.unconfirmed(choice.name))
            match = None
            if considered.is_decided:
                match = Match(query, weighing.candidates.place(choice.first), round(choice.score, 4), considered)
            resolved[query] = Resolution(query, match, considered)
        return resolved

    def _weighed(self, lookup: Lookup, order: Order, stance: _Stance) -> Weighing:
        return Weighing(lookup.candidates, lookup.kinds, order, *stance, self._weights)

    def _with_similar(self, lookup: Lookup, weighing: Weighing, company: Company) -> Lookup:
        """Add places of similar names, where no place of that very name lies in the company's countries."""
        undecided = lookup.below(_BEYOND_DOUBT, weighing.scores)
        if not undecided:
            return lookup
        # where Latin letters are at home, one village is not spelled in ten ways: only who asks for it gets more
        countries = {*(weighing.evident_countries() & ROMANISED), *company.countries, None}
        here = {code_of(country) for country in countries}
        found = zip(lookup.candidates.name.tolist(), lookup.candidates.places["country"].tolist(), strict=True)
        at_home = {name for name, country in found if country in here}
        return lookup.adding(
            (i, self._gazetteer.candidates_alike(lookup.heads[i], countries, at_least=SIMILAR))
            for i in undecided
            if i not in at_home
        )

    def _with_online(self, lookup: Lookup, weighing: Weighing, company: Company) -> Lookup:
        """Add what the service knows of the names that are not decided."""
        if self._online is None:
            return lookup
        made = (choice.name for choice in choices(weighing) if choice.is_made)
        decided = {name for name in made if not lookup.unconfirmed(name)}
        bounds, countries = company.bounds or weighing.evident_bounds(), weighing.evident_countries()
        asked = [i for i in range(len(lookup.heads)) if i not in decided]
        heads = [lookup.heads[i] for i in asked]
        answers = [self._online.search(head, bounds=bounds, countries=countries) for head in heads]
        return lookup.adding(zip(asked, Candidates.of_service(self._gazetteer.indexes, heads, answers), strict=True))
