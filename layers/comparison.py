"""Comparison of a dossier's zones with control areas: agreement by km2, by day, and by place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geometry.projection import WGS84
from layers.collection import Layers
from layers.period import DAY, holds, runs

_KM2 = 1e6
_NOBODY = ""


@dataclass(frozen=True)
class Comparison:
    """Agreement of zones and control areas on the ground that both speak of.

    Parameters
    ----------
    days : DataFrame
        Of each day on which either changes: date, compared_km2, agreed_km2 and agreement (0-1); None without ground.
    grounds : DataFrame
        Of each such day the km2 by side of the zones and of the control areas: date, side, their_side, area_km2.
    places : DataFrame
        Where and since when a place is another side's: place_id, name, start_date, end_date, side, their_side; the
        intervals are half-open.
    """

    days: pd.DataFrame
    grounds: pd.DataFrame
    places: pd.DataFrame


def compare(layers: Layers, areas: gpd.GeoDataFrame, on: date | None = None) -> Comparison:
    """Compare the zones of a dossier with control areas.

    Parameters
    ----------
    layers : Layers
        The built layers.
    areas : GeoDataFrame
        Control areas as `Dossier.control_areas` has them; side, start_date, end_date, EPSG:4326.
    on : date, optional
        One day; by default each day of the period on which the zones or the areas change.

    Raises
    ------
    DayError
        If the day lies outside of the period of the layers, which ends with the embargo.
    """
    days = _days(layers, areas) if on is None else [layers.at(on).day or on]
    grounds = _grounds(layers, areas, days)
    return Comparison(
        _agreement(grounds, days), grounds, _places(layers, areas, days, layers.end if on is None else days[0] + DAY)
    )


def agreement(layers: Layers, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Measure how far zones and control areas agree, as intervals of days on which that does not change.

    Parameters
    ----------
    layers, areas
        As of `compare`.

    Returns
    -------
    DataFrame
        start_date, end_date (half-open), compared_km2 and agreed_km2.
    """
    days = _days(layers, areas)
    measured = _agreement(_grounds(layers, areas, days), days)
    spans = zip(
        days, [*days[1:], layers.end], zip(measured["compared_km2"], measured["agreed_km2"], strict=True), strict=True
    )
    rows = [(run.start, run.end, *run.items[0]) for run in runs(spans, alike=lambda km2: km2)]
    return pd.DataFrame(rows, columns=["start_date", "end_date", "compared_km2", "agreed_km2"])


def _days(layers: Layers, areas: gpd.GeoDataFrame) -> list[date]:
    tables = (layers["zones"], areas)
    bounds = {_known(day) for table in tables for name in ("start_date", "end_date") for day in table[name]}
    return sorted(day for day in {*bounds, layers.start} if day is not None and layers.start <= day < layers.end)


def _on(table: gpd.GeoDataFrame, day: date) -> gpd.GeoDataFrame:
    spans = zip(table["start_date"], table["end_date"], strict=True)
    return table[np.array([holds(_known(start), _known(end), day) for start, end in spans], dtype=bool)]


def _known(day: Any) -> date | None:  # noqa: ANN401 - NaN and NaT stand for None in a column of pandas
    return day if isinstance(day, date) and not pd.isna(day) else None


def _grounds(layers: Layers, areas: gpd.GeoDataFrame, days: Iterable[date]) -> pd.DataFrame:
    tables = [
        table[["side", "start_date", "end_date", "geometry"]].to_crs(layers.dossier.settings.crs)
        for table in (layers["zones"], areas)
    ]
    rows = [row for day in days for row in _grounds_on(day, *(_on(table, day) for table in tables))]
    return pd.DataFrame(rows, columns=["date", "side", "their_side", "area_km2"])


def _grounds_on(day: date, zones: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Iterable[dict[str, object]]:
    ours, theirs = (
        table[["side", "geometry"]].dissolve("side").geometry if len(table) else table.geometry
        for table in (zones, areas)
    )
    for their_side, their_ground in theirs.items():
        for side, ground in ours.items():
            km2 = shapely.area(shapely.intersection(ground, their_ground)) / _KM2
            if round(km2, 2):
                yield {"date": day, "side": side, "their_side": their_side, "area_km2": round(km2, 2)}


def _agreement(grounds: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    rows = []
    for day in days:
        found = grounds[grounds["date"] == day]
        compared = float(found["area_km2"].sum())
        agreed = float(found.loc[found["side"] == found["their_side"], "area_km2"].sum())
        share = round(agreed / compared, 4) if compared else None
        rows.append((day, round(compared, 2), round(agreed, 2), share))
    return pd.DataFrame(rows, columns=["date", "compared_km2", "agreed_km2", "agreement"])


def _places(layers: Layers, areas: gpd.GeoDataFrame, days: list[date], end: date) -> pd.DataFrame:
    """Return the intervals in which a place is one side's in the zones and another's in the control areas."""
    places = layers["places"][["place_id", "name", "geometry"]]
    held: dict[str, list[tuple[date, date, tuple[str, str]]]] = {key: [] for key in places["place_id"]}
    for day, following in zip(days, [*days[1:], end], strict=True):
        ours, theirs = (_holders(places, _on(table, day)) for table in (layers["zones"], areas))
        for key, side in ours.items():
            if side and theirs.get(key, _NOBODY) not in (_NOBODY, side):
                held[key].append((day, following, (side, theirs[key])))
    names = dict(zip(places["place_id"], places["name"], strict=True))
    rows = [
        (key, names[key], run.start, run.end, *run.items[0])
        for key, spans in held.items()
        for run in runs(spans, alike=lambda sides: sides)
    ]
    return pd.DataFrame(rows, columns=["place_id", "name", "start_date", "end_date", "side", "their_side"])


def _holders(places: gpd.GeoDataFrame, ground: gpd.GeoDataFrame) -> dict[str, str]:
    if not len(ground):
        return {}
    joined = gpd.sjoin(places.set_crs(WGS84, allow_override=True), ground[["side", "geometry"]], predicate="intersects")
    return dict(zip(joined["place_id"], joined["side"], strict=True))
