"""The reason of a decision in one sentence, derived from the terms of the model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats
from geo.gazetteer.candidates import HowFound
from geo.gazetteer.place import Place
from geo.geocoding.features import TERMS, Term
from geo.geocoding.match import Candidate

# difference in log-odds below which a term decides nothing
_NOTHING = 0.5
# candidates less likely than this are not mentioned
_UNLIKELY = 0.005

_HOW: dict[HowFound, str] = {
    "id": "its id",
    "exact": "its exact name",
    "normalised": "its name but for the way it is written",
    "short": "its name without what tells it from its namesakes",
    "similar": "a similar name",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """The evidence for a name besides its candidates.

    Parameters
    ----------
    expected : str
        The positions given beforehand, in words: ``the area``, ``the point``; empty if none was.
    country : bool
        True if a country was named beforehand.
    others : bool
        True if other names were resolved together with it.
    qualifier : str, optional
        The name's qualifier: ``Lebanon`` of ``Tripoli, Lebanon``.
    """

    expected: str = ""
    country: bool = False
    others: bool = False
    qualifier: str | None = None


def reason_for(best: Candidate, rivals: Sequence[Candidate], terms: Floats, grounds: Grounds) -> str:
    """Return the reason for a candidate.

    Parameters
    ----------
    best : Candidate
        The chosen candidate.
    rivals : sequence of Candidate
        All candidates elsewhere, the most probable first, without entries of the same place.
    terms : array (1 + rivals, terms)
        Log-odds of `best` and of the rivals for each of `geo.geocoding.features.TERMS`.
    grounds : Grounds
        The evidence besides the candidates.
    """
    only = f", confirmed by {grounds.qualifier!r}" if grounds.qualifier else ""
    if not rivals:
        alone = "one" if best.how == "similar" else "this name"
        return f"{_HOW[best.how]}{only}" + ("" if only else f"; no other place is known by {alone}")
    why = _why(best, terms[0] - terms[1], grounds)
    return f"{_HOW[best.how]}{only}; chosen over {_others(rivals)} because it {why}"


def reason_against(candidates: Sequence[Candidate], terms: Floats, unconfirmed: str | None) -> str:
    """Return the reason why no candidate was chosen.

    Parameters
    ----------
    candidates : sequence of Candidate
        All candidates, the most probable first.
    terms : array (candidates, terms)
        Log-odds of the candidates for each of `geo.geocoding.features.TERMS`.
    unconfirmed : str, optional
        The name's qualifier, if it confirms no candidate.
    """
    likely = [candidate for candidate in candidates if candidate.score >= _UNLIKELY]
    listed = "; ".join(map(str, (likely or candidates)[:3]))
    if unconfirmed:
        return f"ambiguous: nothing confirms {unconfirmed!r} of any candidate: {listed}"
    if len(likely) > 1 and likely[1].score > likely[0].score / 2:
        return f"ambiguous: {len(likely)} places fit and nothing decides between them: {listed}"
    near, country = (terms[0, TERMS.index(term)] for term in ("near", "country"))
    doubt = "lies far from all that it should lie near" if min(near, country) < 0 else "fits the name too little"
    return f"uncertain: the likeliest place {doubt}: {listed}"


def _others(rivals: Sequence[Candidate]) -> str:
    second, rest = rivals[0], len(rivals) - 1
    more = f" and {rest} more" if rest else ""
    return f"{second.place.name} ({second.place.country or second.place.id}, {second.score:.2f}){more}"


def _why(best: Candidate, advantage: Floats, grounds: Grounds) -> str:
    order = np.argsort(-advantage, kind="stable")
    decisive = [TERMS[i] for i in order if advantage[i] > _NOTHING][:2]
    return " and ".join(_phrase(term, best.place, grounds) for term in decisive) or "is a little likelier in all"


def _phrase(term: Term, place: Place, grounds: Grounds) -> str:
    beside = [part for part in (grounds.expected, "the other places named" * grounds.others) if part]
    asked = "in the country that was asked for" if grounds.country else "in a country of the area"
    country = "in a country that the other names point to" if grounds.others else asked
    phrases: dict[Term, str] = {
        "name": "fits the name better",
        "own": f"stands in a gazetteer of fewer, chosen places ({place.source})",
        "kind": f"is what such a name mostly means, a {place.kind}",
        "size": f"is better known ({place.population:,} inhabitants)" if place.population else "is better known",
        "near": f"lies nearer to {' and '.join(beside) or 'what was stated'}",
        "country": f"lies {country}" + (f" ({place.country})" if place.country else ""),
        "within": "lies in a division or country that is named with it, or holds a place that is",
    }
    return phrases[term]
