"""Rows that are probably not meant: outside of a dossier's area or period, at 0/0, or with lat and lon swapped."""

from functools import lru_cache

import shapely

from layers.dossier.settings.area import outside_km
from layers.dossier.settings.settings import Settings
from layers.imports.row_reader import ImportedRow
from layers.imports.tally import Tally
from layers.period import parse_days


class Doubts:
    """Looks at the position and day of each row of an import.

    Parameters
    ----------
    settings : Settings
        The area and period of the dossier.
    tally : Tally
        The list to which doubts are added.
    clip : bool
        True to leave rows outside of the area or the period out.
    """

    def __init__(self, settings: Settings, tally: Tally, *, clip: bool) -> None:
        self._settings, self._tally, self._clip = settings, tally, clip
        shapely.prepare(settings.outline)
        # events of a source share places
        self._holds = lru_cache(1 << 16)(lambda lon, lat: bool(shapely.contains_xy(settings.outline, lon, lat)))

    def leaves_out(self, row: ImportedRow) -> bool:
        """Count the doubt about a row; return True if it is left out for it."""
        doubts = [*filter(None, (self._place(row), self._day(row)))]
        for doubt in doubts:
            self._tally.add(f"{doubt}, left out" if self._clip else f"{doubt}; --clip leaves such rows out", row.line)
        return bool(doubts) and self._clip

    def _place(self, row: ImportedRow) -> str:
        position, area = row.position, self._settings.outline
        if position is None or self._holds(position.lon, position.lat):
            return ""
        if (position.lat, position.lon) == (0, 0):
            return "at latitude 0, longitude 0"
        if self._holds(position.lat, position.lon):
            return "outside of the area, with latitude and longitude swapped"
        if position.uncertainty_km:
            (km,) = outside_km([shapely.Point(position.lon, position.lat)], area)
            return "" if km <= position.uncertainty_km else "outside of the area"
        return "outside of the area"

    def _day(self, row: ImportedRow) -> str:
        text = row.cells.get("start_date") or row.cells.get("date") or ""
        if not text:
            return "without a date" if "event_type" in row.cells else ""
        days = parse_days(text)
        is_state = "event_type" not in row.cells
        outside = days.start >= self._settings.end or (days.end <= self._settings.start and not is_state)
        return "outside of the period" if outside else ""
