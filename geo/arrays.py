"""Types of arrays, by the values that they hold; shapes stand in the docstrings."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Complexes = NDArray[np.complex128]
Flags = NDArray[np.bool_]
# numbers of rows, as numpy's own sorting and searching return them
Rows = NDArray[np.intp]
# shapely geometries
Geometries = NDArray[np.object_]
