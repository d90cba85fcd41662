"""The fields of the layers: what each column is in formats that know types, and what readers call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd


class Kind(StrEnum):
    """What the values of a field are; each may be missing, but for numbers of a geometry's."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole number"
    NUMBER = "number"
    TRUTH = "true or false"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: what its values are, and a title for readers."""

    kind: Kind
    title: str


# by column: a name means the same in every layer
FIELDS = {
    "place_id": Field(Kind.TEXT, "Place id"),
    "post_id": Field(Kind.TEXT, "Post id"),
    "event_id": Field(Kind.TEXT, "Event id"),
    "zone_id": Field(Kind.TEXT, "Zone id"),
    "name": Field(Kind.TEXT, "Name"),
    "name_ar": Field(Kind.TEXT, "Name in Arabic"),
    "kind": Field(Kind.TEXT, "Kind"),
    "country": Field(Kind.TEXT, "Country (ISO 3166)"),
    "admin1": Field(Kind.TEXT, "Province"),
    "side": Field(Kind.TEXT, "Side"),
    "side_a": Field(Kind.TEXT, "One side"),
    "side_b": Field(Kind.TEXT, "Other side"),
    "start_date": Field(Kind.DATE, "From"),
    "end_date": Field(Kind.DATE, "Until (this day no longer)"),
    "uncertainty_km": Field(Kind.NUMBER, "Uncertainty of the position (km)"),
    "query": Field(Kind.TEXT, "Called in the dossier"),
    "geocoder": Field(Kind.TEXT, "Located by"),
    "score": Field(Kind.NUMBER, "Score of the match"),
    "candidates": Field(Kind.TEXT, "Other candidates"),
    "reason": Field(Kind.TEXT, "Why this place"),
    "sources": Field(Kind.TEXT, "Sources"),
    "event_type": Field(Kind.TEXT, "Type of event"),
    "time_precision": Field(Kind.WHOLE, "Precision of the date"),
    "actor1": Field(Kind.TEXT, "Actor"),
    "actor2": Field(Kind.TEXT, "Other actor"),
    "location": Field(Kind.TEXT, "Place"),
    "geo_precision": Field(Kind.WHOLE, "Precision of the place"),
    "fatalities_low": Field(Kind.WHOLE, "Killed, at least"),
    "fatalities_best": Field(Kind.WHOLE, "Killed, best estimate"),
    "fatalities_high": Field(Kind.WHOLE, "Killed, at most"),
    "summary": Field(Kind.TEXT, "What happened"),
    "source_name": Field(Kind.TEXT, "Source"),
    "source_url": Field(Kind.TEXT, "Address of the source"),
    "archive_url": Field(Kind.TEXT, "Archived copy"),
    "reliability": Field(Kind.TEXT, "Reliability of the source (A-F)"),
    "credibility": Field(Kind.TEXT, "Credibility of the information (1-6)"),
    "confidence": Field(Kind.NUMBER, "Confidence (0-1)"),
    "area_km2": Field(Kind.NUMBER, "Area (km²)"),
    "evidence": Field(Kind.TEXT, "Deciding control reports"),
    "length_km": Field(Kind.NUMBER, "Length (km)"),
    "state": Field(Kind.TEXT, "State"),
    "state_strict": Field(Kind.TEXT, "State, contested ground blocked"),
    "state_lenient": Field(Kind.TEXT, "State, contested ground passable"),
    "probability": Field(Kind.NUMBER, "Probability of no way (0-1)"),
    "corridor_km": Field(Kind.NUMBER, "Width of the corridor (km, 20 is 20 or more)"),
    "roads_open": Field(Kind.TEXT, "Roads open"),
    "roads_cut": Field(Kind.TEXT, "Roads cut"),
    "open_arc_deg": Field(Kind.NUMBER, "Open arc (degrees)"),
    "friendly_km": Field(Kind.NUMBER, "Nearest friendly ground (km)"),
    "pocket_km2": Field(Kind.NUMBER, "Size of the pocket (km²)"),
    "reasons": Field(Kind.TEXT, "Why"),
    "decisive": Field(Kind.TEXT, "Reports that turned it"),
    "width_km": Field(Kind.NUMBER, "Width (km, 20 is 20 or more)"),
    "pinch_lon": Field(Kind.NUMBER, "Narrowest point, longitude"),
    "pinch_lat": Field(Kind.NUMBER, "Narrowest point, latitude"),
    "anchor": Field(Kind.TEXT, "Supply anchor"),
    "open": Field(Kind.TRUTH, "Passable from end to end"),
}

_TYPES: dict[Kind, tuple[str, object]] = {
    Kind.DATE: ("datetime64[D]", None),
    Kind.WHOLE: ("int32", 0),
    Kind.NUMBER: ("float64", 0.0),
    Kind.TRUTH: ("bool", False),
    Kind.TEXT: ("object", None),
}


def columns_of(table: gpd.GeoDataFrame) -> list[str]:
    """Columns of a layer without its geometry, in order."""
    return [str(column) for column in table.columns if column != table.geometry.name]


def typed(table: pd.DataFrame, columns: Sequence[str]) -> tuple[list[npt.NDArray[Any]], list[npt.NDArray[np.bool_]]]:
    """Give columns as arrays of their fields' types, and where their values are missing.

    Parameters
    ----------
    table : DataFrame
        A layer; dates are `datetime.date`, missing values None or NaN.
    columns : sequence of str
        Out of `FIELDS`.

    Returns
    -------
    values, missing
        An array for each column, and a mask for each that is true where a value is missing.

    Examples
    --------
    >>> import datetime
    >>> (days,), (missing,) = typed(pd.DataFrame({"end_date": [datetime.date(2020, 2, 6), None]}), ["end_date"])
    >>> days.astype(str).tolist(), missing.tolist()
    (['2020-02-06', 'NaT'], [False, True])
    """
    values, masks = [], []
    for column in columns:
        dtype, blank = _TYPES[FIELDS[column].kind]
        missing = table[column].isna().to_numpy()
        cells = table[column].to_numpy()
        if missing.any():
            cells = cells.astype(object)
            cells[missing] = blank
        values.append(cells.astype(dtype))
        masks.append(missing)
    return values, masks
