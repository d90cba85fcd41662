"""Where the rows of a dossier lie: ids looked up, names geocoded jointly, and nothing guessed."""

from geo.gazetteer import Gazetteer
from geo.geocoder import Geocoder
from geo.match import Candidate, Match, Resolution
from geo.place import Place
from geo.sheet import garbled
from layers.evidence import Evidence

# so many candidates of an ambiguous name are told in a message of one line
_TOLD = 3


class Locations:
    """Places by the text that names them in a dossier's rows.

    Parameters
    ----------
    evidence : Evidence
        The dossier's tables; rows whose place nobody knows, or whose name is ambiguous, are recorded as errors.
    geocoder : Geocoder
        Knows the dossier's own places first.
    area_known : bool
        Whether the geocoder knows the dossier's area; else what it takes for ambiguous may well not be.
    """

    def __init__(self, evidence: Evidence, geocoder: Geocoder, *, area_known: bool = True) -> None:
        self._own = {place.id: place for place in evidence.places}
        self._area_known = area_known
        asked = {name for _, name in evidence.named if not garbled(name)}
        # where places.csv cannot be read at all, nobody can tell what it knows
        names = sorted(asked - set(self._own) - (asked if evidence.known is None else evidence.known))
        resolutions = dict(zip(names, geocoder.weigh(names), strict=True)) if names else {}
        self.matches: dict[str, Match] = {name: found.match for name, found in resolutions.items() if found.match}
        for row, name in evidence.named:
            if name in resolutions and self._is_at_fault(resolutions[name]):
                row.wrong("place", _expected(resolutions[name]))

    def _is_at_fault(self, found: Resolution) -> bool:
        """Whether a name itself is what is wrong, and not something that is told elsewhere."""
        return not (found.match or (found.candidates and not self._area_known))

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self.matches

    def __getitem__(self, name: str) -> Place:
        return self._own[name] if name in self._own else self.matches[name].place


def _expected(resolution: Resolution) -> str:
    if not resolution.candidates:
        return "a place that the dossier or the world's gazetteer knows; nobody knows this one"
    told = "; ".join(map(_told, resolution.candidates[:_TOLD]))
    more = f"; and {len(resolution.candidates) - _TOLD} more" if len(resolution.candidates) > _TOLD else ""
    return f"one place; this name is ambiguous: {told}{more}. Give the id"


def _told(candidate: Candidate) -> str:
    place = candidate.place
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    return f"{place.name} [{place.id}] in {where or 'an unknown country'}"


def gazetteer_of(evidence: Evidence, name: str) -> Gazetteer:
    """Make a gazetteer of a dossier's own places; of rows with one id, which are errors, the first."""
    return Gazetteer.of({place.id: place for place in reversed(evidence.places)}.values(), name=name)
