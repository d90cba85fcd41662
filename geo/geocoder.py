"""The geocoder: which places the names of a text or dossier mean, decided jointly, with its reasons."""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from geo.choice import Choice
from geo.company import Company
from geo.gazetteer import Gazetteer, NameFit, how_found
from geo.lookup import Lookup
from geo.match import Candidate, Match, Resolution
from geo.place import Place
from geo.reasons import reason_against, reason_for
from geo.spelling import ROMANISED, normalise, similarity, split_qualifier
from geo.sphere import distance_km
from geo.weighing import Floats, Order, Weighing

# a name that is this sure needs no similar ones beside it
_BEYOND_DOUBT = 0.9
# of one name no more candidates than these are weighed, the first gazetteer's and the largest first (there are 200
# towns called San José; a limit that is met by less would cut off the small one nearby)
_MOST = 200
# names of which it is remembered what they may mean
_REMEMBERED = 2_000
# the similarity from which names count as similar
_SIMILAR = 0.8
# the similarity from which two names are taken for spellings of one
_SPELLING = 0.9
# a name is told from its namesakes by a place this near: about a district
_QUALIFIES_KM = 50.0


class OnlineGeocoder(Protocol):
    """A service that is asked for the names that no gazetteer resolves; see `geo.online`."""

    def search(
        self, query: str, *, bounds: tuple[float, float, float, float] | None, countries: Collection[str]
    ) -> list[Place]:
        """Find places by name, preferably within west, south, east, north (degrees, EPSG:4326) and in countries."""


class Geocoder:
    """Finds the places that names mean, all names of a text or dossier together.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where names are looked up; of joined gazetteers the first one's places come first.
    area : shapely geometry, optional
        Where the names belong; longitude and latitude in degrees (EPSG:4326). Large cities outside are found all the
        same, small namesakes far away are not.
    countries : iterable of str
        ISO 3166 two-letter codes of countries that the names belong to.
    near : tuple of float, optional
        Latitude and longitude, in degrees, of a point that the names lie near.
    online : OnlineGeocoder, optional
        Asked where no place of the gazetteer is probable, and for nothing else.
    weights : array, optional
        The parameters of the model, where they are not to be those of `geo.weights`.

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
        self._company = Company.of(gazetteer, area, countries, near)
        self._online = online
        self._weights = weights
        # what a name may mean is worked out once, from story to story
        self._known = lru_cache(_REMEMBERED)(self._look_up_as)

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
        # a name that is told ten times is no more evidence than one that is told once
        queries = sorted({name.strip() for name in names})
        number = {query: i for i, query in enumerate(queries)}
        given = [number[name.strip()] for name in names]
        order = Order.of(list(pairwise(given)))
        found = [self._known(query, (kinds or {}).get(query, frozenset())) for query in queries]
        weighing = self._weighed(found, order)
        for complete in (self._with_similar, self._with_online):
            completed = complete(found, weighing)
            if completed != found:
                found, weighing = completed, self._weighed(completed, order)
        resolved = {
            query: _resolution(query, lookup, weighing, i)
            for i, (query, lookup) in enumerate(zip(queries, found, strict=True))
        }
        return [resolved[name.strip()] for name in names]

    def _weighed(self, found: Sequence[Lookup], order: Order) -> Weighing:
        # a service comes after the gazetteers, and has more places than any
        return Weighing(found, order, self._company, (*self._gazetteer.sizes, sys.maxsize), self._weights)

    def _look_up_as(self, query: str, kinds: frozenset[str]) -> Lookup:
        return replace(self._look_up(query), kinds=kinds)

    def _look_up(self, query: str) -> Lookup:
        fits = self._gazetteer.find(query)
        if fits:
            return Lookup(query, _distinct(fits))
        head, qualifier = split_qualifier(query)
        return self._qualified(head, self._gazetteer.find(head) if qualifier else [], qualifier)

    def _qualified(self, head: str, fits: Sequence[NameFit], qualifier: str | None) -> Lookup:
        """Keep the candidates that the qualifier tells apart; where it tells none, keep all and say so."""
        if qualifier is None:
            return Lookup(head, _distinct(fits))
        confirmed = [fit._replace(qualified=True) for fit in fits if self._confirms(qualifier, fit)]
        return Lookup(head, _distinct(confirmed or fits), qualifier)

    def _confirms(self, qualifier: str, fit: NameFit) -> bool:
        """Tell whether a qualifier is the country or division of a place, another spelling of it, or a place nearby."""
        if normalise(qualifier) in {normalise(part) for part in (fit.country, fit.place.admin1) if part}:
            return True
        # two spellings that nobody knows do not confirm one another
        if fit.how != "similar" and max(similarity(qualifier, name) for name in fit.place.names) >= _SPELLING:
            return True
        return any(
            other.country == fit.country
            if other.place.kind == "country"
            else _apart_km(other.place, fit.place) <= _QUALIFIES_KM
            for other in self._gazetteer.find(qualifier)
        )

    def _with_similar(self, found: Sequence[Lookup], weighing: Weighing) -> list[Lookup]:
        """Add places of similar names, where no place of that very name lies in the company's countries."""
        # where Latin letters are at home, one village is not spelled in ten ways: only who asks for it gets more
        countries = {*(weighing.evident_countries() & ROMANISED), *self._company.countries, None}
        completed = list(found)
        for i, lookup in enumerate(found):
            at_home = any(fit.country in countries for fit in lookup.fits)
            if not at_home and weighing.scores[weighing.of(i)].max(initial=0.0) < _BEYOND_DOUBT:
                completed[i] = self._added(lookup, self._gazetteer.similar(lookup.head, countries, at_least=_SIMILAR))
        return completed

    def _with_online(self, found: Sequence[Lookup], weighing: Weighing) -> list[Lookup]:
        """Add what the service knows of the names that are not decided."""
        if self._online is None:
            return list(found)
        where = self._company.bounds or weighing.evident_bounds()
        countries = weighing.evident_countries()
        completed = list(found)
        for i, lookup in enumerate(found):
            if lookup.unconfirmed or not _choice(lookup, weighing, i).is_made:
                places = self._online.search(lookup.head, bounds=where, countries=countries)
                completed[i] = self._added(lookup, [self._online_fit(lookup.head, place) for place in places])
        return completed

    def _added(self, lookup: Lookup, more: Sequence[NameFit]) -> Lookup:
        return self._qualified(lookup.head, [*lookup.fits, *more], lookup.qualifier)

    def _online_fit(self, head: str, place: Place) -> NameFit:
        rank = len(self._gazetteer.sizes)
        how = how_found(place, head)
        if how != "short":
            return NameFit(place, how, 1.0, rank, place.country, by_main_name=how == "exact")
        # the service took it for an answer, so it is at least as good as what we would have called similar
        alike = max(similarity(head, name) for name in place.names)
        return NameFit(place, "similar", max(alike, _SIMILAR), rank, place.country)


def _distinct(fits: Iterable[NameFit]) -> tuple[NameFit, ...]:
    """Name every place once, by its best fit, and keep of many namesakes the largest."""
    kept: dict[tuple[int, str], NameFit] = {}
    for fit in fits:
        kept.setdefault((fit.rank, fit.place.id), fit)
    ranked = sorted(kept.values(), key=lambda fit: (fit.rank, -fit.place.population, fit.place.id))
    return tuple(ranked[:_MOST])


def _apart_km(first: Place, second: Place) -> float:
    return float(distance_km(first.lat, first.lon, second.lat, second.lon))


def _choice(lookup: Lookup, weighing: Weighing, name: int) -> Choice:
    part = weighing.of(name)
    return Choice.of(lookup, weighing.scores[part], weighing.chosen[part])


def _resolution(query: str, lookup: Lookup, weighing: Weighing, name: int) -> Resolution:
    part = weighing.of(name)
    scores, terms = weighing.scores[part], weighing.terms[part]
    choice = _choice(lookup, weighing, name)
    order = choice.order.tolist()
    fits = [lookup.fits[i] for i in order]
    candidates = tuple(
        Candidate(fit.place, round(float(scores[i]), 4), fit.how) for i, fit in zip(order, fits, strict=True)
    )
    if lookup.unconfirmed or not choice.is_made:
        return Resolution(query, None, candidates, reason_against(candidates, terms[order], lookup.unconfirmed))
    best = candidates[0]
    reason = reason_for(candidates, terms[order])
    match = Match(query, best.place, round(choice.score, 4), candidates, reason, best.place.source)
    return Resolution(query, match, candidates, reason)
