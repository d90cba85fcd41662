"""Look-up of the names of a text: each split into head and qualifier, with its candidates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.arrays import Floats
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.name_table import How
from geo.gazetteer.place_columns import KINDS
from geo.geocoding.forms import Form, form_of
from geo.geometry.sphere import distance_km
from geo.names.romanisation import similarity
from geo.names.spelling import normalise, split_qualifier

# least similarity of two spellings of one name
_SPELLING = 0.9
# number of candidates above which fewer are kept for each name, so that all pairs fit into memory; and the least number
# kept for a name
_MOST_CANDIDATES, _LEAST_KEPT = 1_500, 7
# a place this near confirms a candidate: about the extent of a district
_QUALIFIES_KM = 50.0


@dataclass(frozen=True, slots=True)
class Lookup:
    """The names of a text with their candidates.

    Parameters
    ----------
    queries : tuple of str
        The names as given.
    heads : tuple of str
        The names without their qualifiers.
    qualifiers : tuple of str or None
        The qualifier of each, in brackets or after a comma: ``Lebanon`` of ``Tripoli, Lebanon``.
    kinds : tuple of frozenset of str
        The kinds of place that the text states for each (``"the province of Idlib"``); empty if it states none.
    candidates : Candidates
        The places that the names may mean.
    gazetteer : Gazetteer
        The gazetteer in which the names are looked up.
    forms : tuple of Form or None
        The form of each, if it is no bare name.
    """

    queries: tuple[str, ...]
    heads: tuple[str, ...]
    qualifiers: tuple[str | None, ...]
    kinds: tuple[frozenset[str], ...]
    candidates: Candidates
    gazetteer: Gazetteer
    forms: tuple[Form | None, ...] = ()

    @classmethod
    def of(cls, queries: Sequence[str], kinds: Sequence[frozenset[str]], gazetteer: Gazetteer) -> "Lookup":
        """Look up names as given, and names that no gazetteer has once more without their qualifiers."""
        found = gazetteer.candidates(queries)
        if len(found) > _MOST_CANDIDATES:
            found = found.distinct(max(_MOST_CANDIDATES // len(queries), _LEAST_KEPT))
        known = set(found.name.tolist())
        split = [(query, None) if i in known else split_qualifier(query) for i, query in enumerate(queries)]
        forms = [None if i in known or split[i][1] else form_of(query) for i, query in enumerate(queries)]
        heads = tuple(form.head if form else head for form, (head, _) in zip(forms, split, strict=True))
        qualifiers = tuple(form.other if form else other for form, (_, other) in zip(forms, split, strict=True))
        meant = tuple((form.kinds if form else frozenset()) or kind for form, kind in zip(forms, kinds, strict=True))
        bare = cls(tuple(queries), heads, qualifiers, meant, found, gazetteer, tuple(forms))
        cut = [i for i, qualifier in enumerate(qualifiers) if qualifier or forms[i]]
        return bare.adding((i, gazetteer.candidates([heads[i]])) for i in cut) if cut else bare

    def adding(self, more: Iterable[tuple[int, Candidates]]) -> "Lookup":
        """Add candidates of some names, by their numbers; if a qualifier confirms any of a name's, keep only these."""
        candidates, changed = self.candidates, False
        for i, found in more:
            if len(found):
                candidates, changed = candidates.joined(found.of_name(i)), True
                if self.qualifiers[i]:
                    candidates = self._qualified(candidates, i)
        return replace(self, candidates=candidates.distinct()) if changed else self

    def unconfirmed(self, name: int) -> str | None:
        """Return the qualifier of a name if it confirms none of its candidates, else None."""
        form = self.forms[name] if self.forms else None
        # of two names of a place, one may be unknown
        qualifier = None if form and form.other else self.qualifiers[name]
        some = self.candidates.of(name)
        return qualifier if qualifier and not self.candidates.qualified[some.start : some.stop].any() else None

    def below(self, probability: float, scores: Floats) -> list[int]:
        """Return the numbers of the names without a candidate of at least this probability."""
        decided = set(self.candidates.name[scores >= probability].tolist())
        return [i for i in range(len(self.queries)) if i not in decided]

    def _qualified(self, candidates: Candidates, name: int) -> Candidates:
        """Keep the candidates of a name that its qualifier confirms; if there are none, keep all."""
        is_of_name = candidates.name == name
        confirmed = is_of_name.copy()
        qualifier = self.qualifiers[name] or ""
        named = self.gazetteer.candidates([qualifier])
        for i in np.flatnonzero(is_of_name).tolist():
            confirmed[i] = self._confirms(qualifier, named, candidates, i)
        if not confirmed.any():
            return candidates
        return replace(candidates, qualified=candidates.qualified | confirmed).some(confirmed | ~is_of_name)

    @staticmethod
    def _confirms(qualifier: str, named: Candidates, candidates: Candidates, i: int) -> bool:
        """Decide if a qualifier is a candidate's country or division, a spelling of its name, or a place nearby.

        Parameters
        ----------
        qualifier : str
            The qualifier.
        named : Candidates
            The places that the qualifier may mean.
        candidates : Candidates
            The candidates.
        i : int
            The number of the candidate.
        """
        place, country = candidates.place(i), candidates.country(i)
        if normalise(qualifier) in {normalise(part) for part in (country, place.admin1) if part}:
            return True
        # a place found by similarity is not confirmed by another similar name
        similar = candidates.how[i] == How.SIMILAR
        if not similar and max(similarity(qualifier, name) for name in place.names) >= _SPELLING:
            return True
        here = candidates.places[[i]]
        within = [code for code in (here["country"], here["province"], here["district"]) if code]
        if np.isin(named.places["own"], within).any():
            return True
        near = distance_km(named.places["lat"], named.places["lon"], place.lat, place.lon) <= _QUALIFIES_KM
        # the point of a small country may be near, but the country is no place nearby
        return bool((near & (named.places["kind"] != KINDS.index("country"))).any())
