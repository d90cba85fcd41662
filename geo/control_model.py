"""What a model of control has to do: turn reports into zones for any day, and tell how often it is wrong."""

from collections.abc import Collection
from datetime import date
from typing import Protocol, TypedDict

import geopandas as gpd


class LeftOutError(TypedDict):
    """How wrong zones are, by judging each place by all the others; None if that cannot be told."""

    leave_one_place_out: float | None
    """Share of places and days misjudged."""
    brier: float | None
    """Mean square of what the probability of the right side was short of 1 (Brier 1950)."""
    places: int
    """How many places there are."""


class ControlModel(Protocol):
    """What turns reports into zones, day by day; another model has to do no more than this."""

    name: str
    """What it is called, in a few words."""
    method: str
    """How it works, in a sentence for readers of the map."""

    def zones(self, on: date, *, without: Collection[str] = ()) -> gpd.GeoDataFrame:
        """Zones of a day: columns side, confidence, evidence, geometry (EPSG:4326), one row a connected area."""

    def changes(self) -> list[date]:
        """Days on which zones may differ from those of the day before, in order."""

    def left_out_error(self, start: date, end: date) -> LeftOutError:
        """How often a place is misjudged by all the others, over a half-open period."""
