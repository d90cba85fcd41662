"""Layers as FlatGeobuf (https://flatgeobuf.org): one file per layer, with a spatial index to read parts by HTTP."""

from pathlib import Path

import geopandas as gpd

from layers.formats.ogr import write_table


def write_flatgeobuf(table: gpd.GeoDataFrame, name: str, path: Path) -> Path:
    """Write one layer.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, EPSG:4326. The rows of the file are in the order of its spatial index.
    name : str
        Name of the layer.
    path : Path
        The file, which is replaced.
    """
    write_table(table, name, path, driver="FlatGeobuf")
    return path
