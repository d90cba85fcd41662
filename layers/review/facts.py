"""Facts of an event or control report, by which two texts are seen to speak of the same one.

The same: of one kind and the same parties, each place within the uncertainty of the other, each day within the days on
which the other may lie.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Self

from rapidfuzz import fuzz, utils

from geo.geometry.sphere import distance_km
from geo.names.spelling import normalise
from layers.period import DAY

CONTROL = "control report"
# the uncertainty of a position that states none
_EXACT_KM = 0.1
AREA = "3"
"""The `geo_precision` of a province or country."""
# a week without bounds is that before the day named
_WEEK = timedelta(days=6)
# two passages are copies of each other if this many of a hundred letters stand in both
_COPY = 85
_COUNTS = ("fatalities_low", "fatalities_best", "fatalities_high")


@dataclass(frozen=True, slots=True)
class Facts:
    """Kind, parties, days, place and toll of an event or control report.

    Parameters
    ----------
    kind : str
        The type of event, or `CONTROL`.
    parties : tuple of str
        Ids or names of the parties, in small letters, sorted.
    start, end : str
        The first day on which it may lie, and the first day after; empty if not known.
    place : str
        Name of the place, normalised.
    lat, lon, uncertainty_km : float, optional
        The position; None if the place is not known.
    toll : tuple of str
        Fatalities: low, best, high.
    is_area : bool
        True if only the province or country is known.
    """

    kind: str
    parties: tuple[str, ...]
    start: str
    end: str
    place: str
    lat: float | None
    lon: float | None
    uncertainty_km: float | None
    toll: tuple[str, ...] = ()
    is_area: bool = False

    @classmethod
    def of(cls, cells: Mapping[str, Any], kind: str | None = None) -> Self:
        """Return the facts of a row of `events.csv` or `control.csv` with its position."""
        parties = (cells.get("side"),) if kind == CONTROL else (cells.get("actor1"), cells.get("actor2"))
        day = str(cells.get("date") or cells.get("start_date") or "")
        start, end = _days(day, str(cells.get("end_date") or ""), str(cells.get("time_precision") or "1"))
        lat, lon, uncertainty_km = (
            None if cells.get(name) in {None, ""} else float(cells[name]) for name in ("lat", "lon", "uncertainty_km")
        )
        return cls(
            kind=kind or str(cells.get("event_type") or ""),
            parties=tuple(sorted({str(party).casefold() for party in parties if party})),
            start=start,
            end=end,
            place=normalise(str(cells.get("place_name") or cells.get("place") or "")),
            lat=lat,
            lon=lon,
            uncertainty_km=uncertainty_km,
            toll=tuple(str(cells.get(name) or "") for name in _COUNTS),
            is_area=str(cells.get("geo_precision") or "") == AREA,
        )

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Return facts that were written as JSON."""
        return cls(**{**values, "parties": tuple(values["parties"]), "toll": tuple(values["toll"])})

    def written(self) -> dict[str, Any]:
        """Return the facts as plain values of JSON."""
        return asdict(self)

    def is_same(self, other: "Facts") -> bool:
        """Return True if both are of one kind, of the same parties, and at one place and time, as far as is known."""
        return (
            (self.kind, self.parties) == (other.kind, other.parties)
            and (self._may_begin_in(other) or other._may_begin_in(self))  # noqa: SLF001 - of the same class
            and self._is_near(other)
        )

    def _may_begin_in(self, other: "Facts") -> bool:
        """Return True if all days on which this may lie are days on which the other may lie."""
        return other.start <= self.start and self.end <= other.end

    def _is_near(self, other: "Facts") -> bool:
        if self.lat is None or self.lon is None or other.lat is None or other.lon is None:
            return bool(self.place) and self.place == other.place and self.lat == other.lat
        # two villages that no gazetteer has may lie in one province
        if self.is_area and other.is_area and self.place != other.place:
            return False
        within = min(max(one.uncertainty_km or 0.0, _EXACT_KM) for one in (self, other))
        return bool(distance_km(self.lat, self.lon, other.lat, other.lon) <= within)


def is_copy(one: str, other: str) -> bool:
    """Return True if two passages have the same words, but for a few that an agency adds or leaves out.

    Examples
    --------
    >>> words = "Shells fell on the market of Elmstead on Sunday, killing three"
    >>> is_copy(f"{words}.", f"{words}, officials said."), is_copy(words, "A convoy reached Elmstead on Sunday.")
    (True, False)
    """
    return fuzz.token_sort_ratio(one, other, processor=utils.default_process) >= _COPY


def _days(start: str, end: str, precision: str) -> tuple[str, str]:
    """Return the half-open interval of days on which an event may lie; a week without bounds ends on its day."""
    try:
        first = date.fromisoformat(start)
    except ValueError:
        return start, end
    after = end or (first + DAY).isoformat()
    return ((first - _WEEK).isoformat() if precision != "1" and not end else start), after
