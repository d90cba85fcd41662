"""Results of geocoding: the resolution of a name, a match where it is decided, and the candidates considered."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.gazetteer.candidates import HowFound
from geo.gazetteer.place import Place

if TYPE_CHECKING:
    from geo.geocoding.decision import Decision


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Parameters
    ----------
    place : Place
        The place.
    score : float
        Probability that the name means this place, 0 to 1.
    how : str
        How the name was found: as an ``id``, an ``exact`` name, ``normalised`` (equal but for case, marks, articles and
        spaces), ``short`` (equal without its qualifier), or ``similar``.
    """

    place: Place
    score: float
    how: HowFound

    def __str__(self) -> str:
        place = self.place
        where = place.country or place.source
        return f"{place.name} ({place.id}, {where}, {place.lat:.3f}, {place.lon:.3f}; {self.how}, {self.score:.2f})"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The result for one name; a `Match` if it is decided.

    Parameters
    ----------
    query : str
        The name as given.
    decision : Decision, optional
        Computes candidates and reason; None if no gazetteer has the name.
    """

    query: str
    decision: "Decision | None" = field(repr=False, compare=False)

    @property
    def match(self) -> "Match | None":
        """The match; None if no gazetteer has the name or nothing decides between its candidates."""
        return self if isinstance(self, Match) else None

    @property
    def is_beside(self) -> bool:
        """True if the name is of something at or near the place: its airport, or 10 km north of it."""
        if self.decision is None or not self.decision.lookup.forms:
            return False
        form = self.decision.lookup.forms[self.decision.choice.name]
        return form is not None and bool(form.km or form.radius_km)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All places considered: the chosen one first, then the most probable; empty if no gazetteer has the name."""
        return self.decision.candidates if self.decision else ()

    @property
    def reason(self) -> str:
        """One sentence that says why the place was chosen, or why none was."""
        return self.decision.reason if self.decision else "no gazetteer knows a place of this name"


@dataclass(frozen=True, slots=True)
class Match(Resolution):
    """A name whose place is decided; `candidates` and `reason` as in `Resolution`.

    Parameters
    ----------
    query : str
        The name as given.
    decision : Decision
        Computes candidates and reason.
    place : Place
        The place that the name means.
    score : float
        Probability that the name means this place, 0 to 1.
    """

    place: Place
    score: float

    @property
    def geocoder(self) -> str:
        """The gazetteer or service that the place comes from."""
        return self.place.source
