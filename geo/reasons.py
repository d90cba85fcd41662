"""Why a name was resolved as it was, or not at all: one readable sentence, read off the terms of the model."""

from collections.abc import Sequence

import numpy as np

from geo.candidates import HowFound
from geo.match import Candidate
from geo.place import Place
from geo.weighing import TERMS, Floats, Term

# e-folds of odds below which a difference decides nothing
_NOTHING = 0.5

_HOW: dict[HowFound, str] = {
    "id": "its id",
    "exact": "its exact name",
    "normalised": "its name but for the way it is written",
    "short": "its name without what tells it from its namesakes",
    "similar": "a similar name",
}


def reason_for(candidates: Sequence[Candidate], terms: Floats) -> str:
    """Say what decided for the first candidate.

    Parameters
    ----------
    candidates : sequence of Candidate
        The most probable first.
    terms : array (candidates, terms)
        Their terms, as `geo.weighing.TERMS` names them.
    """
    best = candidates[0]
    if len(candidates) == 1:
        return f"{_HOW[best.how]}; no other place {'has one' if best.how == 'similar' else 'is called so'}"
    return f"{_HOW[best.how]}; chosen over {_others(candidates)} because it {_why(best, terms[0] - terms[1])}"


def reason_against(candidates: Sequence[Candidate], terms: Floats, unconfirmed: str | None) -> str:
    """Say why nothing was decided; see `reason_for`."""
    listed = "; ".join(map(str, candidates[:3]))
    if unconfirmed:
        return f"ambiguous: nothing confirms {unconfirmed!r} of any candidate: {listed}"
    if len(candidates) > 1 and candidates[1].score > candidates[0].score / 2:
        return f"ambiguous: {len(candidates)} places fit and nothing decides between them: {listed}"
    near, country = (terms[0, TERMS.index(term)] for term in ("near", "country"))
    doubt = "lies far from all that it should lie near" if min(near, country) < 0 else "fits the name too little"
    return f"uncertain: the likeliest place {doubt}: {listed}"


def _others(candidates: Sequence[Candidate]) -> str:
    second = candidates[1]
    rest = len(candidates) - 2
    more = f" and {rest} more" if rest else ""
    return f"{second.place.name} ({second.place.country or second.place.id}, {second.score:.2f}){more}"


def _why(best: Candidate, advantage: Floats) -> str:
    order = np.argsort(-advantage, kind="stable")
    decisive = [TERMS[i] for i in order if advantage[i] > _NOTHING][:2]
    return " and ".join(_phrase(term, best.place) for term in decisive) or "fits a little better in every respect"


def _phrase(term: Term, place: Place) -> str:
    phrases: dict[Term, str] = {
        "name": "fits the name better",
        "own": f"stands in a gazetteer of fewer, chosen places ({place.source})",
        "kind": f"is what such a name mostly means, a {place.kind}",
        "size": f"is better known ({place.population:,} inhabitants)" if place.population else "is better known",
        "near": "lies nearer to the area and the other places named",
        "country": "lies in a country that the others point to" + (f" ({place.country})" if place.country else ""),
        "within": "lies in a division that is named with it",
    }
    return phrases[term]
