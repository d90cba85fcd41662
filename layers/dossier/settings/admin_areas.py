"""Admin areas: units of up to three levels with names and P-codes, and the units in which points lie.

Their file has polygons with properties of OCHA's Common Operational Datasets, which have been spelled in several ways:
the units of the lowest level with those above them, or units of several levels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Geometries
from geo.errors import Problems
from geo.geometry.sphere import KM
from layers.dossier.geojson_files import POLYGONS, read_features
from layers.schema.dossier_tables import ADMIN_KINDS
from layers.schema.shared_columns import ADMIN_LEVELS, ADMIN_UNITS

COLUMNS = tuple(column.name for column in ADMIN_UNITS)
_CODE = "_pcode"
_SPELLINGS = {
    column: spellings
    for level in ADMIN_LEVELS
    for column, spellings in {
        f"admin{level}": (
            f"admin{level}",
            f"adm{level}_name",
            f"adm{level}_en",
            f"ADM{level}_EN",
            f"admin{level}Name_en",
        ),
        f"admin{level}{_CODE}": (
            f"admin{level}{_CODE}",
            f"adm{level}{_CODE}",
            f"ADM{level}_PCODE",
            f"admin{level}Pcode",
        ),
    }.items()
}
# an equal-area projection (Lambert's, cylindrical) of the whole globe
_EQUAL_AREA = "ESRI:54034"


@dataclass(frozen=True, eq=False)
class AdminAreas:
    """Admin areas.

    Parameters
    ----------
    units : GeoDataFrame
        The columns `COLUMNS`, None where a unit has no such level or value, and polygons; EPSG:4326.
    """

    units: gpd.GeoDataFrame

    @classmethod
    def read(cls, path: Path, problems: Problems) -> "AdminAreas | None":
        """Read a GeoJSON file; None if none of its polygons has a name or a P-code."""
        named = tuple(spelling for spellings in _SPELLINGS.values() for spelling in spellings)
        found = read_features(path, named, problems, kinds=POLYGONS, needed=True)
        units = found[["geometry"]].assign(**dict.fromkeys(COLUMNS))
        for column, spellings in _SPELLINGS.items():
            rows = found[list(spellings)].itertuples(index=False)
            units[column] = pd.Series(
                [next((one for one in row if one and pd.notna(one)), None) for row in rows], dtype=object
            )
        areas = cls(units)
        if len(found) and not areas.levels.any():
            expected = f"properties such as {', '.join(next(zip(*_SPELLINGS.values(), strict=False)))}"
            problems.add("C153", path.name, 0, "properties", "", f"{expected}; no polygon has one")
        return areas if areas.levels.any() else None

    @classmethod
    def of_outlines(cls, context: gpd.GeoDataFrame) -> "AdminAreas":
        """Return the outlines of a basemap that are admin areas, with their names."""
        units = context[["geometry"]].assign(**dict.fromkeys(COLUMNS))
        for column, kinds in ADMIN_KINDS.items():
            if kinds:
                units[column] = context["name"].where(context["kind"].isin(kinds), None)
        return cls(units)

    @cached_property
    def levels(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """The level of each unit: the lowest that it names; 0 if it names none."""
        named = [self.units[[f"admin{level}", f"admin{level}{_CODE}"]].notna().any(axis=1) for level in ADMIN_LEVELS]
        highest: np.ndarray[tuple[int], np.dtype[np.int64]] = np.max(
            [level * has for level, has in zip(ADMIN_LEVELS, named, strict=True)], axis=0, initial=0
        )
        return highest

    def of(self, points: Geometries, uncertainty_km: Sequence[float | None]) -> list[dict[str, str]]:
        """Return names and P-codes of the units of each point, by column, as far as they are known.

        A unit that is smaller than the circle of uncertainty is not known.
        """
        found: list[dict[str, str]] = [{} for _ in points]
        point, unit = self._tree.query(points, predicate="intersects")
        for at, row in sorted(
            zip(point, unit, strict=True), key=lambda pair: (pair[0], -self.levels[pair[1]], pair[1])
        ):
            for level, radius_km in zip(ADMIN_LEVELS, self._radii_km[row], strict=True):
                if (uncertainty_km[at] or 0.0) <= radius_km:
                    for column in (f"admin{level}", f"admin{level}{_CODE}"):
                        value = self.units[column].iloc[row]
                        if value is not None:
                            found[at].setdefault(column, value)
        return found

    def outline(self, level: str, point: shapely.Point) -> tuple[dict[str, str], BaseGeometry] | None:
        """Return values by column and outline of the unit of a level, such as ``admin2``, in which a point lies."""
        inside = [row for row in self._tree.query(point, predicate="intersects") if self.units[level].iloc[row]]
        if not inside:
            return None
        keys, row = self._keys(level), self.units.iloc[inside[0]]
        values = {column: row[column] for column in _down_to(level) if row[column]}
        return values, shapely.union_all(self.units.geometry[keys == keys.iloc[inside[0]]])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.units.geometry.to_numpy())

    def _keys(self, level: str) -> pd.Series:
        """Return the names and codes of each unit down to a level, as one text."""
        keys: pd.Series = self.units[_down_to(level)].fillna("").agg("\0".join, axis=1)
        return keys

    @cached_property
    def _radii_km(self) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """The radius of a disc as large as the unit of each level that each unit lies in."""
        km2 = self.units.to_crs(_EQUAL_AREA).area / KM**2
        radii = []
        for level in ADMIN_LEVELS:
            keys = self._keys(f"admin{level}")
            # the unit itself, or else the units of a lower level in it
            whole = km2.groupby([keys, self.levels]).sum().groupby(level=0).max()
            radii.append(np.sqrt(keys.map(whole).to_numpy(dtype=float) / np.pi))
        return np.stack(radii, axis=1)


def _down_to(level: str) -> list[str]:
    return [name for name in COLUMNS if name.removesuffix(_CODE) <= level]


def admin_columns(
    areas: AdminAreas | None,
    own: Mapping[str, Mapping[str, str]],
    table: gpd.GeoDataFrame,
    *,
    provinces_only: Sequence[bool] = (),
) -> gpd.GeoDataFrame:
    """Add the columns `COLUMNS` to a table of points.

    Parameters
    ----------
    areas : AdminAreas or None
        The admin areas; what they do not tell is taken from the rows of the places.
    own : mapping
        Values by column of each place of `places.csv`, by its id.
    table : GeoDataFrame
        Points with `place_id` and `uncertainty_km`.
    provinces_only : sequence of bool, optional
        True for points of which only the unit of the first level is known.
    """
    by_area = areas.of(table.geometry.to_numpy(), list(table["uncertainty_km"])) if areas else [{}] * len(table)
    units = [{**own.get(key or "", {}), **found} for key, found in zip(table["place_id"], by_area, strict=True)]
    for row in np.flatnonzero(provinces_only):
        units[row] = {column: value for column, value in units[row].items() if column.startswith("admin1")}
    columns = {column: pd.Series([unit.get(column) for unit in units], dtype=object) for column in COLUMNS}
    return table.assign(**columns)
