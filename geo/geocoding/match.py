"""What geocoding answers: candidates, the match where one is decided, and one sentence that says why."""

from dataclasses import dataclass, field
from typing import Protocol

from geo.gazetteer.candidates import HowFound
from geo.gazetteer.place import Place


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


class Considered(Protocol):
    """What was considered for a name; see `geo.geocoding.decision`."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All places considered, the most probable first."""

    @property
    def reason(self) -> str:
        """One sentence: what decided, or why nothing did."""


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
    considered : Considered
        What `candidates` and `reason` are told from.
    """

    query: str
    place: Place
    score: float
    considered: Considered = field(repr=False, compare=False)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All places considered, the most probable first."""
        return self.considered.candidates

    @property
    def reason(self) -> str:
        """One sentence: what decided."""
        return self.considered.reason

    @property
    def geocoder(self) -> str:
        """The gazetteer or service that the place comes from."""
        return self.place.source


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is known of a name, decided or not.

    Parameters
    ----------
    query : str
        The name as it was asked.
    match : Match, optional
        Its place; None where nobody knows the name or nothing decides between the candidates.
    considered : Considered, optional
        What `candidates` and `reason` are told from; None where nobody knows the name.
    """

    query: str
    match: Match | None
    considered: Considered | None = field(default=None, repr=False, compare=False)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All places considered, the most probable first; empty where nobody knows the name."""
        return self.considered.candidates if self.considered else ()

    @property
    def reason(self) -> str:
        """One sentence: what decided, or why nothing did."""
        return self.considered.reason if self.considered else "no gazetteer knows a place of this name"
