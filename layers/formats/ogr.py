"""Layers through GDAL's OGR drivers, with the types of their fields."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from pyogrio import raw

from layers.schema import columns_of, typed

# a layer's type is the same whatever its rows are
GEOMETRY = {
    "places": "Point",
    "posts": "Point",
    "events": "Point",
    "zones": "MultiPolygon",
    "contact": "MultiLineString",
    "verdicts": "Point",
    "corridors": "MultiLineString",
    "roads": "MultiLineString",
}


def write_table(table: gpd.GeoDataFrame, name: str, path: Path, *, driver: str, **options: Any) -> None:  # noqa: ANN401 - pyogrio's
    """Write one layer.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, EPSG:4326.
    name : str
        Its name.
    path : Path
        The file; drivers of many layers add it to one that exists.
    driver : str
        GDAL's name of the format.
    **options
        Passed to pyogrio, such as ``dataset_options`` and ``layer_options``.
    """
    columns = columns_of(table)
    values, missing = typed(table, columns)
    kind = GEOMETRY[name]
    raw.write(
        str(path),
        shapely.to_wkb(table.geometry.to_numpy()),
        values,
        columns,
        field_mask=missing,
        layer=name,
        driver=driver,
        geometry_type=kind,
        promote_to_multi=kind.startswith("Multi"),
        crs="EPSG:4326",
        **options,
    )
