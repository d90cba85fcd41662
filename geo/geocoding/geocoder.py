"""The geocoder: decides jointly which places the names of a text or dossier mean, with the reasons."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats
from geo.gazetteer.candidates import SIMILAR, Candidates
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place_columns import code_of
from geo.gazetteer.place_index import CHOSEN
from geo.geocoding.context import Context
from geo.geocoding.decision import Decision, choices
from geo.geocoding.lookup import Lookup
from geo.geocoding.match import Match, Resolution
from geo.geocoding.model import JointModel
from geo.geocoding.relations import Order
from geo.languages.area_names import romanised_countries

if TYPE_CHECKING:
    from geo.geocoding.online.service import OnlineService

# names with a candidate of at least this probability are not searched for similar names
_BEYOND_DOUBT = 0.9
# inhabitants of a town whose name is not taken for a similar one
_WELL_KNOWN = 100_000
# prior log-odds that the names belong to the given area and lists of chosen places
_EXPECTED = 0.5
# most names decided jointly; it bounds the number of pairs of candidates
_AT_ONCE = 200


class _Prior(NamedTuple):
    """Knowledge given before the names: their context, and the number of places in each gazetteer."""

    context: Context
    sizes: list[int]


class Geocoder:
    """Finds the places that names mean, all names of a text or dossier together.

    Parameters
    ----------
    gazetteer : Gazetteer
        Gazetteer in which names are looked up; places of the first of joined gazetteers have precedence.
    area : shapely geometry, optional
        Area that the names are expected to belong to; longitude and latitude in degrees (EPSG:4326). Large cities
        outside are found all the same, small namesakes far away are not, unless all names together fit another part of
        the world better.
    countries : iterable of str
        ISO 3166 two-letter codes of countries that the names belong to.
    near : tuple of float, optional
        Latitude and longitude, in degrees, of a point that the names lie near.
    online : OnlineService, optional
        Service that is asked only for names without a probable place in the gazetteer.
    elsewhere : bool
        False if all names together cannot belong to another part of the world than the area, as rows of a dossier.
    weights : array, optional
        Parameters of the model; by default `geo.geocoding.features.weights`.

    Raises
    ------
    GeometryError
        If the area is empty or `near` is no position.

    Examples
    --------
    >>> from geo.gazetteer.place import Place
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

    def __init__(  # noqa: PLR0913 - each is a kind of evidence
        self,
        gazetteer: Gazetteer,
        *,
        area: BaseGeometry | None = None,
        countries: Iterable[str] = (),
        near: tuple[float, float] | None = None,
        online: "OnlineService | None" = None,
        elsewhere: bool = True,
        weights: Floats | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        context = Context.of(gazetteer, area, countries, near)
        self._online = online
        self._weights = weights
        # a service comes after the gazetteers, and has more places than any
        sizes = [*gazetteer.sizes, sys.maxsize]
        self._given = _Prior(context, sizes)
        # the names may belong to another part of the world: an alternative without the area and lists of chosen places
        is_partial = elsewhere and (area is not None or min(sizes) <= CHOSEN)
        self._elsewhere = _Prior(context.without_area(), [sys.maxsize] * len(sizes)) if is_partial else None

    def resolve(self, names: Sequence[str]) -> list[Match | None]:
        """Decide jointly which places names mean.

        Parameters
        ----------
        names : sequence of str
            Names or ids of places, in any script.

        Returns
        -------
        list of Match or None
            One for each name, in order; None if no gazetteer has the name or nothing decides between its candidates
            (`weigh` distinguishes these two cases).

        Raises
        ------
        GeocodingServiceError
            If an online service was asked and failed.
        """
        return [resolution.match for resolution in self.weigh(names)]

    def weigh(self, names: Sequence[str], *, kinds: Mapping[str, frozenset[str]] | None = None) -> list[Resolution]:
        """Weigh the candidates of names jointly, and return the results of all names, decided or not.

        Parameters
        ----------
        names : sequence of str
            Names or ids of places, in any script, in the order of the text.
        kinds : mapping, optional
            Kinds of place that the text states for a name (``province``, ``district``, ``place``).

        Returns
        -------
        list of Resolution
            One for each name, in order.

        Raises
        ------
        GeocodingServiceError
            If an online service was asked and failed.
        """
        given = [name.strip() for name in names]
        resolved: dict[str, Resolution] = {}
        for some in self._batches(given):
            asked = Lookup.of(some, [(kinds or {}).get(query, frozenset()) for query in some], self._gazetteer)
            resolved |= self._resolved(asked, Order.of(some, given))
        return [resolved[name] for name in given]

    def _batches(self, given: Sequence[str]) -> Iterator[list[str]]:
        """Split the distinct names into batches of names that stand near one another; unknown names come last."""
        queries = sorted(set(given))
        count = -(-len(queries) // _AT_ONCE)
        if count > 1:
            known = set(self._gazetteer.candidates(queries).name.tolist())
            unknown = {query for i, query in enumerate(queries) if i not in known}
            queries = sorted(dict.fromkeys(given), key=unknown.__contains__)
        for i in range(count):
            yield sorted(queries[i * len(queries) // count : (i + 1) * len(queries) // count])

    def _resolved(self, lookup: Lookup, order: Order) -> dict[str, Resolution]:
        prior, model = self._given, self._model(lookup, order, self._given)
        if self._elsewhere:
            other = self._model(lookup, order, self._elsewhere)
            if other.evidence > model.evidence + _EXPECTED:
                prior, model = self._elsewhere, other
        for completed in (self._with_similar, self._with_online):
            more = completed(lookup, model)
            if more is not lookup:
                lookup, model = more, self._model(more, order, prior)
        resolved = {query: Resolution(query, None) for query in lookup.queries}
        for choice in choices(model, lookup):
            query, decision = lookup.queries[choice.name], Decision(model, lookup, choice)
            resolved[query] = Resolution(query, decision)
            if choice.is_decided:
                form = lookup.forms[choice.name] if lookup.forms else None
                place = model.candidates.place(choice.candidate)
                place = form.applied(place) if form else place
                resolved[query] = Match(query, decision, place, round(choice.score, 4))
        return resolved

    def _model(self, lookup: Lookup, order: Order, prior: _Prior) -> JointModel:
        return JointModel(lookup.candidates, lookup.kinds, order, prior.context, prior.sizes, self._weights)

    def _with_similar(self, lookup: Lookup, model: JointModel) -> Lookup:
        """Add places of similar names, for names that no place in the context's countries has."""
        undecided = lookup.below(_BEYOND_DOUBT, model.scores)
        if not undecided:
            return lookup
        # names in Latin letters have one spelling: search for similar ones only in countries with romanised names and
        # in given ones
        countries = {*(model.evident_countries() & romanised_countries()), *model.context.countries, None}
        here = {code_of(country) for country in countries}
        found = zip(lookup.candidates.name.tolist(), lookup.candidates.places["country"].tolist(), strict=True)
        at_home = {name for name, country in found if country in here}
        # a well-known name is not the similar name of a village
        places = lookup.candidates.places
        at_home |= set(lookup.candidates.name[places["population"] >= _WELL_KNOWN].tolist())
        return lookup.adding(
            (i, self._gazetteer.candidates_alike(lookup.heads[i], countries, at_least=SIMILAR))
            for i in undecided
            if i not in at_home
        )

    def _with_online(self, lookup: Lookup, model: JointModel) -> Lookup:
        """Add the answers of the online service for names that are not decided."""
        if self._online is None:
            return lookup
        decided = {choice.name for choice in choices(model, lookup) if choice.is_decided}
        bounds, countries = model.context.bounds or model.evident_bounds(), model.evident_countries()
        asked = [i for i in range(len(lookup.heads)) if i not in decided]
        heads = [lookup.heads[i] for i in asked]
        answers = [self._online.search(head, bounds=bounds, countries=countries) for head in heads]
        return lookup.adding(zip(asked, Candidates.of_service(self._gazetteer.indexes, heads, answers), strict=True))
