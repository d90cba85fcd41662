"""Where the rows of a dossier lie: ids looked up, names geocoded jointly, and nothing guessed."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Candidate, Match, Resolution
from geo.geometry.sphere import distance_km
from geo.readers.row import Row
from geo.readers.sheet import garbled
from layers.schema.dossier_tables import EVENTS

# so many candidates of an ambiguous name are told in a message of one line
_TOLD = 3
# what less speaks for than against it is no place for a map
_EVEN = 0.5
# two gazetteers give the position of one place a little differently
_SAME_KM = 5.0
# an event may be known to a province only; what is held, and where a post stands, is a settlement
_SETTLEMENT = frozenset({"place"})


class Locations:
    """Places by the text that names them in a dossier's rows.

    Parameters
    ----------
    places : iterable of Place
        The dossier's own, known by their ids.
    named : collection of (Row, str)
        Rows and what they call their places; where nobody knows the place, or its name is ambiguous, that is recorded
        as an error.
    geocoder : Geocoder
        Knows the dossier's own places first.
    faulty : collection of str, optional
        Names whose fault is told elsewhere; None if nobody can tell which these are.
    area_known : bool
        Whether the geocoder knows the dossier's area; else what it takes for ambiguous may well not be.
    decided : mapping of str to Match
        Names that are decided already, and keep the others company.
    """

    def __init__(  # noqa: PLR0913 - all that bears on what a name means
        self,
        places: Iterable[Place],
        named: Collection[tuple[Row, str]],
        geocoder: Geocoder,
        *,
        faulty: Collection[str] | None = (),
        area_known: bool = True,
        decided: Mapping[str, Match] = MappingProxyType({}),
    ) -> None:
        self._own = {place.id: place for place in places}
        self._area_known = area_known
        asked = {name for _, name in named if not garbled(name)}
        names = [] if faulty is None else sorted(asked - set(self._own) - set(decided) - set(faulty))
        held = {name: _SETTLEMENT for row, name in named if row.file != EVENTS.file}
        weighed = geocoder.weigh([*names, *decided], kinds=held) if names else []
        resolutions = dict(zip(names, weighed, strict=False))
        found = {name: told.match for name, told in resolutions.items() if told.match and told.match.score >= _EVEN}
        self.matches: dict[str, Match] = {**decided, **found}
        doubled = self._doubled()
        for row, name in named:
            if name in resolutions and self._is_at_fault(resolutions[name]):
                row.wrong("place", _expected(resolutions[name]))
            elif name in doubled:
                both = " and ".join(f"{place.name} of {place.source}" for place in doubled[name])
                row.wrong("place", f"a place with an id of its own; [{doubled[name][0].id}] is that of {both}")

    def _doubled(self) -> dict[str, tuple[Place, Place]]:
        """Find names whose place has the id of another one, with both: two gazetteers may number theirs alike."""
        first, found = dict(self._own), {}
        for name, match in self.matches.items():
            place, other = match.place, first.setdefault(match.place.id, match.place)
            if distance_km(other.lat, other.lon, place.lat, place.lon) > _SAME_KM:
                found[name] = other, place
        return found

    def _is_at_fault(self, found: Resolution) -> bool:
        """Whether a name itself is what is wrong, and not something that is told elsewhere."""
        decided = found.match is not None and found.match.score >= _EVEN
        return not (decided or (found.candidates and not self._area_known))

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self.matches

    def __getitem__(self, name: str) -> Place:
        return self._own[name] if name in self._own else self.matches[name].place


def _expected(resolution: Resolution) -> str:
    if not resolution.candidates:
        return "a place that the dossier or the world's gazetteer knows; nobody knows this one"
    if len(resolution.candidates) == 1:
        (only,) = resolution.candidates
        meant = f"this name may mean {_told(only)}, but that is too uncertain"
        return f"one place that is sure; {meant}: give the id if it does"
    told = "; ".join(map(_told, resolution.candidates[:_TOLD]))
    more = f"; and {len(resolution.candidates) - _TOLD} more" if len(resolution.candidates) > _TOLD else ""
    return f"one place; this name is ambiguous: {told}{more}. Give the id"


def _told(candidate: Candidate) -> str:
    place = candidate.place
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    return f"{place.name} [{place.id}] in {where or 'an unknown country'}"


def gazetteer_of(places: tuple[Place, ...], name: str) -> Gazetteer:
    """Make a gazetteer of a dossier's own places; of rows with one id, which are errors, the first."""
    return Gazetteer.of({place.id: place for place in reversed(places)}.values(), name=name)
