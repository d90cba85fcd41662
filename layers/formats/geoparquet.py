"""Layers as GeoParquet 1.1 (https://geoparquet.org), with typed columns.

Needs pyarrow, which the extra `parquet` installs; it is as large as all other dependencies together.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import MissingExtraError
from layers.frames import attribute_names
from layers.schema.column import Type
from layers.schema.layers import LAYERS


def write_geoparquet(table: gpd.GeoDataFrame, name: str, path: Path) -> Path:
    """Write one layer, with a bounding box for each row, by which readers skip rows outside of their view.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, EPSG:4326.
    name : str
        Name of the layer.
    path : Path
        The file, which is replaced.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional, and heavy
    except ImportError as error:
        raise MissingExtraError(f"{name}: GeoParquet needs pyarrow: pip install 'sitmap[parquet]'") from error
    types = {
        Type.TEXT: pa.string(),
        Type.DATE: pa.date32(),
        Type.INTEGER: pa.int32(),
        Type.NUMBER: pa.float64(),
        Type.BOOLEAN: pa.bool_(),
    }
    # with from_pandas, None and NaN are missing values in a column of any type
    cells = {
        column: pd.arrays.ArrowExtensionArray(
            pa.array(table[column].to_numpy(), type=types[LAYERS[name].column(column).type], from_pandas=True)
        )
        for column in attribute_names(table)
    }
    frame = gpd.GeoDataFrame(pd.DataFrame(cells), geometry=table.geometry.to_numpy(), crs=table.crs)
    frame.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)
    return path
