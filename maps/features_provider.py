"""Features of a GeoPackage that sitmap wrote, for pygeoapi: with their types, by place, time and value."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pyogrio
from pygeoapi.provider.base import BaseProvider, ProviderInvalidQueryError, ProviderItemNotFoundError
from pygeoapi.util import crs_transform

from layers.fields import FIELDS, Kind
from layers.geojson import features

_TYPES = {
    Kind.TEXT: {"type": "string"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.TRUTH: {"type": "boolean"},
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class FeaturesProvider(BaseProvider):  # type: ignore[misc] # pygeoapi publishes no types
    """One layer of a GeoPackage.

    Parameters
    ----------
    provider_def : dict
        As pygeoapi's configuration has it: `data` is the file's path, `table` the layer's name.
    """

    _fields: dict[str, dict[str, str]]

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        self.table = provider_def["table"]
        self.get_fields()

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Types and titles of the columns, by name."""
        if not self._fields:
            names = pyogrio.read_info(self.data, layer=self.table)["fields"]
            known = {str(name): FIELDS[str(name)] for name in names}
            self._fields = {name: {**_TYPES[field.kind], "title": field.title} for name, field in known.items()}
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
        """Find features; `datetime_` keeps those that hold at some time of it, their end not belonging to them."""
        if filterq is not None:
            raise ProviderInvalidQueryError(user_msg="filters in CQL are not offered; name properties instead")
        where = " AND ".join([*self._by_value(properties), *self._by_time(datetime_)]) or None
        found = self._read(where, tuple(bbox))
        matched = len(found)
        for rule in reversed(sortby):
            found = found.sort_values(rule["property"], ascending=rule["order"] == "+", kind="stable")
        page = found.iloc[0:0] if resulttype == "hits" else found.iloc[offset : offset + limit]
        told = [self._told(feature, select_properties, bare=skip_geometry) for feature in features(page, self.table)]
        return {
            "type": "FeatureCollection",
            "features": told,
            "numberMatched": matched,
            "numberReturned": len(told),
        }

    @crs_transform  # type: ignore[untyped-decorator]
    def get(self, identifier: str, **_: object) -> dict[str, Any]:
        """Give one feature by its id."""
        told = (self._told(feature, (), bare=False) for feature in features(self._read(None, ()), self.table))
        found = next((feature for feature in told if feature["id"] == identifier), None)
        if found is None:
            raise ProviderItemNotFoundError(user_msg=f"{self.table} has no feature {identifier}")
        return found

    def _read(self, where: str | None, bbox: tuple[float, ...]) -> gpd.GeoDataFrame:
        # a box may have heights too: west, south, bottom, east, north, top
        flat = (*bbox[:2], *bbox[3:5]) if len(bbox) == 6 else bbox  # noqa: PLR2004
        found = pyogrio.read_dataframe(self.data, layer=self.table, where=where, bbox=flat or None)
        for name, field in self._fields.items():
            if field.get("format") == "date":
                found[name] = found[name].dt.date
        return found

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
        if not datetime_ or "start_date" not in self._fields:
            return []
        begin, _, end = datetime_.partition("/") if "/" in datetime_ else (datetime_, "", datetime_)
        clauses = []
        for bound, name, holds in ((end, "start_date", "<="), (begin, "end_date", ">")):
            found = _DAY.match(bound)
            if found:
                clauses.append(f'("{name}" IS NULL OR "{name}" {holds} \'{found[0]}\')')
        return clauses

    @staticmethod
    def _told(feature: dict[str, Any], kept: Sequence[str], *, bare: bool) -> dict[str, Any]:
        """Fit a feature to an address: a slash in its id would end it."""
        properties = feature["properties"]
        shown = {name: properties[name] for name in kept if name in properties} if kept else properties
        geometry = None if bare else feature["geometry"]
        return {**feature, "id": feature["id"].replace("/", "."), "properties": shown, "geometry": geometry}
