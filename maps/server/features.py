"""Features of a GeoPackage written by sitmap, for pygeoapi: queries by bounding box, time, value and filter.

Filters are in the Common Query Language (OGC 21-065r2), which pygeofilter reads and applies.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from pygeoapi.provider.base import BaseProvider, ProviderInvalidQueryError, ProviderItemNotFoundError
from pygeoapi.util import crs_transform
from pygeofilter.ast import Node
from pygeofilter.backends.geopandas.evaluate import GeoPandasEvaluator

from layers.formats.geojson import features, ids
from layers.schema.column import Type
from layers.schema.layers import LAYERS

# errors of pygeofilter for a filter that does not fit the rows
_UNFIT = (LookupError, TypeError, ValueError, AttributeError, AssertionError, NotImplementedError)


class FeaturesProvider(BaseProvider):  # type: ignore[misc] # pygeoapi publishes no types
    """One layer of a GeoPackage.

    Parameters
    ----------
    provider_def : dict
        Provider of pygeoapi's configuration: `data` is the file's path, `table` the layer's name.
    """

    _fields: dict[str, dict[str, str]]

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        self.table = provider_def["table"]
        self.get_fields()

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Return types and titles of the columns, by name."""
        if not self._fields:
            names = pyogrio.read_info(self.data, layer=self.table)["fields"]
            columns = [LAYERS[self.table].column(str(name)) for name in names]
            self._fields = {column.name: {**_json_type(column.type), "title": column.description} for column in columns}
        return self._fields

    @crs_transform  # type: ignore[untyped-decorator]
    def query(  # noqa: PLR0913 - pygeoapi's signature
        self,
        *,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        bbox: Sequence[float] = (),
        datetime_: str | None = None,
        properties: Sequence[tuple[str, str]] = (),
        sortby: Sequence[Mapping[str, str]] = (),
        select_properties: Sequence[str] = (),
        skip_geometry: bool = False,
        filterq: object = None,
        **_: object,
    ) -> dict[str, Any]:
        """Find features; `datetime_`, a day or an interval, keeps features that hold on one of its days."""
        unknown = {rule["property"] for rule in sortby} - set(self._fields)
        if unknown or not all(map(math.isfinite, bbox)):
            named = f"no property {', '.join(sorted(unknown))}" if unknown else "no box of such bounds"
            raise ProviderInvalidQueryError(user_msg=f"{self.table} has {named}")
        where = " AND ".join([*self._by_value(properties), *self._by_time(datetime_)]) or None
        # a box may have heights too: west, south, bottom, east, north, top
        flat = (*bbox[:2], *bbox[3:5]) if len(bbox) == 6 else tuple(bbox)  # noqa: PLR2004
        # geometries, which are most of a layer, are read for the features of the page only
        found = self._read(where=where, bbox=flat or None, read_geometry=filterq is not None)
        if filterq is not None:
            found = _filtered(filterq, found)
        for rule in reversed(sortby):
            found = found.sort_values(rule["property"], ascending=rule["order"] == "+", kind="stable")
        page = found.index[0:0] if resulttype == "hits" else found.index[offset : offset + limit]
        answered = [self._reduced(feature, select_properties, bare=skip_geometry) for feature in self._features(page)]
        return {
            "type": "FeatureCollection",
            "features": answered,
            "numberMatched": len(found),
            "numberReturned": len(answered),
        }

    @crs_transform  # type: ignore[untyped-decorator]
    def get(self, identifier: str, **_: object) -> dict[str, Any]:
        """Return the feature with an id."""
        rows = self._dated(self._read(columns=list(LAYERS[self.table].key), read_geometry=False))
        wanted = [
            number for number, key in zip(rows.index, ids(rows, self.table), strict=True) if _safe(key) == identifier
        ]
        for feature in self._features(wanted):
            return self._reduced(feature, (), bare=False)
        raise ProviderItemNotFoundError(user_msg=f"{self.table} has no feature {identifier}")

    def _read(self, **wanted: Any) -> gpd.GeoDataFrame:  # noqa: ANN401 - pyogrio's
        """Read rows, indexed by their feature ids in the file."""
        return pyogrio.read_dataframe(self.data, layer=self.table, fid_as_index=True, **wanted)

    def _features(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        if not len(numbers):
            return []
        return features(self._dated(self._read(fids=list(numbers))), self.table)

    def _dated(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        for name in rows.columns:
            if self._fields.get(name, {}).get("format") == "date":
                rows[name] = rows[name].dt.date
        return rows

    def _by_value(self, properties: Sequence[tuple[str, str]]) -> list[str]:
        clauses = []
        for name, value in properties:
            if name not in self._fields:
                raise ProviderInvalidQueryError(user_msg=f"{self.table} has no property {name}")
            word = str(value)
            if self._fields[name]["type"] == "boolean":
                word = {"true": "1", "false": "0"}.get(word.lower(), word)
            quoted = word.replace("'", "''")
            clauses.append(f"\"{name}\" = '{quoted}'")
        return clauses

    def _by_time(self, datetime_: str | None) -> list[str]:
        layer = LAYERS[self.table]
        first, after = layer.interval
        if not datetime_ or not first:
            return []
        begin, _, end = datetime_.partition("/") if "/" in datetime_ else (datetime_, "", datetime_)
        clauses = []
        for bound, name, holds in ((end, first, "<="), (begin, after or first, ">" if after else ">=")):
            found = re.match(r"\d{4}-\d{2}-\d{2}", bound)
            if found:
                known = f"\"{name}\" {holds} '{found[0]}'"
                # an event without a date is not known to lie on a day; all else holds until its end
                clauses.append(known if layer.lasts_a_day else f'("{name}" IS NULL OR {known})')
        return clauses

    @staticmethod
    def _reduced(feature: dict[str, Any], kept: Sequence[str], *, bare: bool) -> dict[str, Any]:
        """Return a feature with the properties named (all if none are), and without its geometry if `bare`."""
        properties = feature["properties"]
        shown = {name: properties[name] for name in kept if name in properties} if kept else properties
        geometry = None if bare else feature["geometry"]
        return {**feature, "id": _safe(feature["id"]), "properties": shown, "geometry": geometry}


def _safe(key: str) -> str:
    """Replace slashes in an id, which would separate parts of an address."""
    return key.replace("/", ".")


def _json_type(type_: Type) -> dict[str, str]:
    """Return a column's type as JSON Schema has it."""
    return {"type": "string", "format": "date"} if type_ is Type.DATE else {"type": type_.value}


def _filtered(filter_: Node, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows that pass a filter; dates are compared as ISO text: ``start_date <= '2020-02-06'``.

    Raises
    ------
    ProviderInvalidQueryError
        If the filter names columns that the layer does not have, or compares values that cannot be compared.
    """
    columns = {str(column): str(column) for column in table.columns}
    try:
        taken = GeoPandasEvaluator(table, columns, {}).evaluate(filter_)
    except _UNFIT as error:
        raise ProviderInvalidQueryError(user_msg=f"the filter does not fit this collection: {error}") from error
    if not isinstance(taken, pd.Series) or taken.dtype != bool:
        raise ProviderInvalidQueryError(user_msg="the filter is no condition on features of this collection")
    return table[taken]
