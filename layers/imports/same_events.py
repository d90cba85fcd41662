"""Events that a dossier has of another source already: of one day, kind, parties and, within uncertainty, place."""

from geo.geometry.sphere import distance_km
from layers.dossier.dossier import Dossier
from layers.imports.row_reader import ImportedRow

# the uncertainty of a position that states none
_EXACT_KM = 0.1
_Key = tuple[str, str, frozenset[str]]


class KnownEvents:
    """The events of a dossier, by day, kind and parties.

    Parameters
    ----------
    dossier : Dossier
        The dossier before the import.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._events: dict[_Key, list[tuple[str, float, float, float, frozenset[str]]]] = {}
        for event in dossier.events.itertuples():
            key = _key(str(event.start_date), event.event_type, event.actor1, event.actor2)
            place = event.place
            found = event.event_id, place.lat, place.lon, place.uncertainty_km or 0.0, frozenset(event.sources)
            self._events.setdefault(key, []).append(found)

    def same(self, row: ImportedRow) -> str:
        """Return the id of an event of another source that a row probably tells of too; empty if there is none."""
        cells, position = row.cells, row.position
        if not self._events:
            return ""
        key = _key(cells.get("start_date", ""), cells.get("event_type", ""), cells.get("actor1"), cells.get("actor2"))
        for event_id, lat, lon, uncertainty_km, sources in self._events.get(key, ()) if position else ():
            within = max(uncertainty_km, float(cells.get("uncertainty_km") or 0), _EXACT_KM)
            is_other = not sources & set(cells.get("sources", "").split(";"))
            if position and is_other and distance_km(lat, lon, position.lat, position.lon) <= within:
                return event_id
        return ""


def _key(day: str, kind: str, actor1: str | None, actor2: str | None) -> _Key:
    return day, kind, frozenset(actor.casefold() for actor in (actor1, actor2) if actor)
