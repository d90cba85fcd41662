"""What geocoding answers: candidates, the match where one is decided, and one sentence that says why."""

from dataclasses import dataclass

from geo.errors import PlaceAmbiguousError, PlaceNotFoundError
from geo.gazetteer import HowFound
from geo.place import Place


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Parameters
    ----------
    place : Place
        The place.
    score : float
        How probable it is that the name means this place, 0 to 1.
    how : str
        How the name was found: as its ``id``, an ``exact`` name, ``normalised`` (the same but for how it is written
        down), ``short`` (the same without its qualifier), or ``similar``.
    """

    place: Place
    score: float
    how: HowFound

    def __str__(self) -> str:
        place = self.place
        where = place.country or place.source
        return f"{place.name} ({place.id}, {where}, {place.lat:.3f}, {place.lon:.3f}; {self.how}, {self.score:.2f})"


@dataclass(frozen=True, slots=True)
class Match:
    """A name's place, decided.

    Parameters
    ----------
    query : str
        The name as it was asked.
    place : Place
        What it means.
    score : float
        How probable that is, 0 to 1.
    candidates : tuple of Candidate
        All places considered, the most probable first.
    reason : str
        One sentence: what decided.
    geocoder : str
        The gazetteer or service that the place comes from.
    """

    query: str
    place: Place
    score: float
    candidates: tuple[Candidate, ...]
    reason: str
    geocoder: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is known of a name, decided or not.

    Parameters
    ----------
    query : str
        The name as it was asked.
    match : Match, optional
        Its place; None where nobody knows the name or nothing decides between the candidates.
    candidates : tuple of Candidate
        All places considered, the most probable first; empty where nobody knows the name.
    reason : str
        One sentence: what decided, or why nothing did.
    """

    query: str
    match: Match | None
    candidates: tuple[Candidate, ...]
    reason: str

    def require(self) -> Match:
        """Give the match, or say why there is none.

        Raises
        ------
        PlaceNotFoundError
            Where no gazetteer knows the name.
        PlaceAmbiguousError
            Where places fit the name and none is decided on.
        """
        if self.match:
            return self.match
        error = PlaceAmbiguousError if self.candidates else PlaceNotFoundError
        raise error(f"{self.query!r}: {self.reason}")
