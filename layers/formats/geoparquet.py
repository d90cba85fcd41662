"""Layers as GeoParquet 1.1 (https://geoparquet.org), columns typed.

Needs pyarrow, as large as all else together, which the extra `parquet` installs.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import MissingExtraError
from layers.schema import FIELDS, Kind, columns_of


def write_geoparquet(table: gpd.GeoDataFrame, name: str, path: Path) -> Path:
    """Write one layer, with a bounding box for each row so that readers can skip what they do not need.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, EPSG:4326.
    name : str
        Its name, for the message of an error.
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
        Kind.TEXT: pa.string(),
        Kind.DATE: pa.date32(),
        Kind.WHOLE: pa.int32(),
        Kind.NUMBER: pa.float64(),
        Kind.TRUTH: pa.bool_(),
    }
    # pyarrow takes None and NaN for missing by itself, whatever a column's type
    cells = {
        column: pd.arrays.ArrowExtensionArray(
            pa.array(table[column].to_numpy(), type=types[FIELDS[column].kind], from_pandas=True)
        )
        for column in columns_of(table)
    }
    frame = gpd.GeoDataFrame(pd.DataFrame(cells), geometry=table.geometry.to_numpy(), crs=table.crs)
    frame.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)
    return path
