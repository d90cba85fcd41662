"""Write layers by GDAL's OGR drivers, with typed columns."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyogrio import raw

from layers.frames import attribute_names
from layers.schema.column import Type
from layers.schema.layers import schema_of

# dtype of NumPy, and the value under the mask for missing cells
_TYPES: Mapping[Type, tuple[str, object]] = MappingProxyType(
    {
        Type.DATE: ("datetime64[D]", None),
        Type.INTEGER: ("int32", 0),
        Type.NUMBER: ("float64", 0.0),
        Type.BOOLEAN: ("bool", False),
        Type.TEXT: ("object", None),
    }
)


def write_table(table: pd.DataFrame, name: str, path: Path, *, driver: str, **options: Any) -> None:  # noqa: ANN401 - pyogrio's
    """Write one layer.

    Parameters
    ----------
    table : GeoDataFrame or DataFrame
        The layer, EPSG:4326, or a table without geometry.
    name : str
        Name of the layer.
    path : Path
        The file; drivers whose files hold several layers add the layer to an existing file.
    driver : str
        GDAL's name of the driver.
    **options
        Passed to pyogrio, such as ``dataset_options`` and ``layer_options``.
    """
    values, missing = typed_columns(table, name)
    geometry_type = schema_of(name).geometry
    raw.write(
        str(path),
        shapely.to_wkb(table.geometry.to_numpy()) if geometry_type else None,
        values,
        attribute_names(table),
        field_mask=missing,
        layer=name,
        driver=driver,
        geometry_type=geometry_type or None,
        promote_to_multi=geometry_type.startswith("Multi"),
        crs="EPSG:4326" if geometry_type else None,
        **options,
    )


def typed_columns(table: pd.DataFrame, name: str) -> tuple[list[npt.NDArray[Any]], list[npt.NDArray[np.bool_]]]:
    """Convert the columns of a layer to arrays of the types that its schema gives them.

    Parameters
    ----------
    table : DataFrame
        The layer; dates are `datetime.date`, missing values None or NaN.
    name : str
        Name of the layer.

    Returns
    -------
    values, missing
        For each column an array of its values, and a mask that is True where a value is missing.

    Examples
    --------
    >>> import datetime
    >>> roads = pd.DataFrame({"end_date": [datetime.date(2020, 2, 6), None], "open": [True, False]})
    >>> (days, _), (missing, _) = typed_columns(roads, "roads")
    >>> days.astype(str).tolist(), missing.tolist()
    (['2020-02-06', 'NaT'], [False, True])
    """
    values, masks = [], []
    for column in attribute_names(table):
        dtype, blank = _TYPES[schema_of(name).column(column).type]
        missing = table[column].isna().to_numpy()
        cells = table[column].to_numpy()
        if missing.any():
            cells = cells.astype(object)
            cells[missing] = blank
        values.append(cells.astype(dtype))
        masks.append(missing)
    return values, masks
