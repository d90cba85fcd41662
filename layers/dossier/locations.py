"""The places of a dossier's rows: ids are looked up, names are geocoded jointly; an uncertain name is an error."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.uncertainty import with_extent
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Candidate, Match, Resolution
from geo.geometry.sphere import distance_km
from geo.readers.row import Row
from geo.readers.sheet import garbled
from layers.dossier.records import ControlReport, Event
from layers.schema.dossier_tables import ADMIN_KINDS, CONTROL, EVENTS

if TYPE_CHECKING:
    from geo.geocoding.online.service import OnlineService

# number of candidates of an ambiguous name that a message lists
_LISTED = 3
# candidates with a lower score are not listed
_UNLIKELY = 0.01
_OR_ELSE = "add it to places.csv, give lat and lon in the row, or fetch its country's places (sitmap gazetteer add)"
# a match with a lower score is more likely wrong than right
_EVEN = 0.5
# greatest distance of one place's positions in two gazetteers
_SAME_KM = 5.0
# the place of an event may be a province; control reports and posts refer to settlements
_SETTLEMENT = frozenset({"place"})
# kinds of outlines that are an admin area of the first level
_PROVINCES = frozenset(ADMIN_KINDS["admin1"])


class Locations:
    """Mapping of the ids and names in a dossier's rows to places.

    Parameters
    ----------
    places : iterable of Place
        The dossier's own places, looked up by id.
    named : collection of (Row, str)
        Rows with the id or name of their places; unknown and ambiguous names are recorded as errors.
    geocoder : Geocoder
        The geocoder, which finds the dossier's own places first.
    unusable : collection of str, optional
        Names of places in invalid rows, which are reported elsewhere; None if places.csv cannot be read.
    area_known : bool
        True if the geocoder has the dossier's area; without the area, ambiguous names are not recorded.
    decided : mapping of str to Match
        Matches of names that were geocoded before; they are context for the other names.
    """

    def __init__(  # noqa: PLR0913 - the context for geocoding names
        self,
        places: Iterable[Place],
        named: Collection[tuple[Row, str]],
        geocoder: Geocoder,
        *,
        unusable: Collection[str] | None = (),
        area_known: bool = True,
        decided: Mapping[str, Match] = MappingProxyType({}),
    ) -> None:
        self._own = {place.id: place for place in places}
        self._area_known = area_known
        asked = {name for _, name in named if not garbled(name)}
        names = [] if unusable is None else sorted(asked - set(self._own) - set(decided) - set(unusable))
        held = {name: _SETTLEMENT for row, name in named if row.file != EVENTS.file}
        weighed = geocoder.weigh([*names, *decided], kinds=held) if names else []
        resolutions = dict(zip(names, weighed, strict=False))
        found = {
            name: _placed(one.match) for name, one in resolutions.items() if one.match and one.match.score >= _EVEN
        }
        self.matches: dict[str, Match] = {**decided, **found}
        found_places = [*self._own.values(), *(match.place for match in self.matches.values())]
        self._ids = {place.id for place in found_places}
        self._at = {_point(place.lat, place.lon): place for place in reversed(found_places)}
        conflicts = self._id_conflicts()
        for row, name in named:
            if name in resolutions and self._is_wrong(resolutions[name]):
                row.wrong("C116", "place", _expected(resolutions[name]))
            elif row.file == CONTROL.file and name in found and found[name].is_beside:
                # who holds the airport of a town need not hold the town
                at = _described(found[name].candidates[0])
                row.wrong("C116", "place", f"a place that is known itself; only {at} is: {_OR_ELSE}")
            elif name in conflicts:
                both = " and ".join(f"{place.name} of {place.source}" for place in conflicts[name])
                row.wrong(
                    "C117", "place", f"a place with an id of its own; [{conflicts[name][0].id}] is that of {both}"
                )

    def _id_conflicts(self) -> dict[str, tuple[Place, Place]]:
        """Find names whose place has the id of another place, and both places; two gazetteers may use the same ids."""
        first, found = dict(self._own), {}
        for name, match in self.matches.items():
            place, other = match.place, first.setdefault(match.place.id, match.place)
            if distance_km(other.lat, other.lon, place.lat, place.lon) > _SAME_KM:
                found[name] = other, place
        return found

    def _is_wrong(self, found: Resolution) -> bool:
        """Return True if a name is at fault, and not the dossier's area, whose errors are reported elsewhere."""
        decided = found.match is not None and found.match.score >= _EVEN
        return not (decided or (found.candidates and not self._area_known))

    def of(self, record: ControlReport | Event) -> Place:
        """Return the place of a row: at its own position, labelled by the place that it names, or else that place.

        Rows with one position, to five decimals, are at one place, which is the known place of that position if any is.
        """
        if record.position is None:
            return self[record.place]
        position, own = record.position, self._own.get(record.place)
        known = self._at.get(_point(position.lat, position.lon))
        label = record.place_name or (own.name if own else "") or (known.name if known else record.place)
        key = f"{abs(position.lat):.5f}{'N' if position.lat >= 0 else 'S'}"
        key += f"{abs(position.lon):.5f}{'E' if position.lon >= 0 else 'W'}"
        return Place(
            id=known.id if known else key,
            name=label or key,
            lat=position.lat,
            lon=position.lon,
            name_ar=own.name_ar if own else known.name_ar if known else None,
            kind=known.kind if known else "place",
            country=known.country if known else None,
            admin1=known.admin1 if known else None,
            uncertainty_km=known.uncertainty_km
            if known and position.uncertainty_km is None
            else position.uncertainty_km,
            source="row",
        )

    def id_of(self, place: Place | None) -> str | None:
        """Return the id of a place that is the dossier's own or was named; None for a row's own position elsewhere."""
        return place.id if place and place.id in self._ids else None

    def knows(self, record: ControlReport | Event) -> bool:
        """Return True if a row has a place."""
        return record.position is not None or record.place in self

    @property
    def filled(self) -> set[str]:
        """Ids of matched places whose gazetteer states no uncertainty, whose extent stands for it."""
        return {
            match.place.id
            for match in self.matches.values()
            for one in match.candidates
            if one.place.id == match.place.id and one.place.uncertainty_km is None
        }

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self.matches

    def __getitem__(self, name: str) -> Place:
        return self._own[name] if name in self._own else self.matches[name].place


def outline_of(place: Place, outlines: gpd.GeoDataFrame) -> BaseGeometry | None:
    """Find the outline of a place: of its name and kind, and around it; of a settlement that of a city.

    Parameters
    ----------
    place : Place
        The place.
    outlines : GeoDataFrame
        Columns kind and name, and polygons; EPSG:4326.
    """
    kinds = {"city"} if place.is_settlement else {place.kind, *(_PROVINCES if place.kind in _PROVINCES else ())}
    names = {name.casefold() for name in place.names}
    # without outlines, the columns have no texts
    folded = outlines["name"].map(lambda name: str(name).casefold())
    rows = outlines[outlines["kind"].isin(kinds) & folded.isin(names)]
    around = rows.geometry[rows.intersects(shapely.Point(place.lonlat))]
    return None if around.empty else shapely.union_all(around.to_numpy())


def _placed(match: Match) -> Match:
    return match if match.place.uncertainty_km is not None else replace(match, place=with_extent(match.place))


def _point(lat: float, lon: float) -> tuple[float, float]:
    return round(lat, 5), round(lon, 5)


def _expected(resolution: Resolution) -> str:
    likely = [candidate for candidate in resolution.candidates if candidate.score >= _UNLIKELY]
    if not likely:
        first = next(iter(resolution.candidates), None)
        whose = f"one of this name in or near the area, only {_described(first)}" if first else "this one"
        return f"a place that the dossier or the world's gazetteer knows; nobody knows {whose}: {_OR_ELSE}"
    if len(likely) == 1:
        meant = f"this name may mean {_described(likely[0])}, but that is too uncertain"
        return f"one place that is sure; {meant}: give the id if it does, or else {_OR_ELSE}"
    listed = "; ".join(map(_described, likely[:_LISTED]))
    more = f"; and {len(likely) - _LISTED} more" if len(likely) > _LISTED else ""
    return f"one place; this name is ambiguous: {listed}{more}. Give the id, or else {_OR_ELSE}"


def _described(candidate: Candidate) -> str:
    place = candidate.place
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    good = f", good to {place.uncertainty_km:.0f} km" if (place.uncertainty_km or 0) >= 1 else ""
    return f"{place.name} [{place.id}] in {where or 'an unknown country'}{good}"


def gazetteer_of(places: tuple[Place, ...], name: str) -> Gazetteer:
    """Make the gazetteer of a dossier's own places; of places with the same id (an error), the first is kept."""
    return Gazetteer.of({place.id: place for place in reversed(places)}.values(), name=name)


def geocoder_of(known: Gazetteer, area: BaseGeometry | None, online: "OnlineService | None" = None) -> Geocoder:
    """Make the geocoder of the rows of a dossier: their places belong to its area, if it is known."""
    return Geocoder(known, area=area, online=online, elsewhere=area is None)
