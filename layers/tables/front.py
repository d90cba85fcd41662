"""The bands in which the front lies on each day, with given probabilities, from the map of probabilities."""

from datetime import date
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Ints
from geo.control.mesh import Mesh
from geo.control.model import ControlModel
from geo.geometry.projection import WGS84, unwrapped
from geo.sides import UNKNOWN

# the front lies within a band so probably, in percent: beyond it one bloc holds the ground with the probability beside
_BANDS = {50: 0.75, 90: 0.95}
# bands are simplified by this share of the step at which control is judged, and lie on a grid of about 200 m
_TOLERANCE, _GRID_DEG = 0.35, 0.002
_FINEST_M = 1.0


class Front:
    """The bands of the front, drawn day by day.

    Parameters
    ----------
    model : ControlModel
        Control by all reports.
    """

    def __init__(self, model: ControlModel) -> None:
        self._model = model
        self._found: dict[date, list[BaseGeometry]] = {}

    def draw(self, day: date, zones: gpd.GeoDataFrame) -> None:
        """Draw the bands of a day, which stand for those after it until control changes; none in unknown ground."""

        def found() -> list[BaseGeometry]:
            known = zones.geometry[zones["side"] != UNKNOWN].to_numpy()
            return _bands(self._model, day, shapely.union_all(known))

        self._found[day] = self._model.results.recall(day, "front", found)

    def table(self, end: date) -> gpd.GeoDataFrame:
        """Return the bands of all days, the last of which lasts until a day.

        Returns
        -------
        GeoDataFrame
            Columns percent (50, 90), start_date, end_date and geometry (polygons, EPSG:4326), a row for each band and
            each run of days on which control does not change.
        """
        rows = [
            (percent, first, after, band)
            for first, after in pairwise([*sorted(self._found), end])
            for percent, band in zip(_BANDS, self._found[first], strict=True)
        ]
        columns = ["percent", "start_date", "end_date", "geometry"]
        return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=WGS84)


def _bands(model: ControlModel, day: date, ground: BaseGeometry) -> list[BaseGeometry]:
    """Return the part of some ground that no bloc holds, on a day, as surely as each of `_BANDS` says."""
    mesh, shares = model.sides_at(day)
    # a bloc's probability stands with one of its sides
    surest = shares.max(axis=1, initial=0.0)
    # only ground that is fixed as that of a side without reports is nobody's among the others
    surest[~shares.any(axis=1)] = 1.0
    bands, lon = [], 0.0 if ground.is_empty else ground.centroid.x
    for limit in _BANDS.values():
        band = shapely.simplify(below(mesh, surest, limit), _TOLERANCE * model.step_m)
        on_earth = unwrapped(shapely.transform(band, model.on_earth), lon)
        drawn = shapely.intersection(on_earth, ground, grid_size=_GRID_DEG)
        parts = shapely.get_parts(shapely.simplify(drawn, _GRID_DEG))
        # where the band and the ground only touch there are lines
        bands.append(shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2]))  # noqa: PLR2004 - of polygons
    return bands


def below(mesh: Mesh, values: Floats, limit: float) -> BaseGeometry:
    """Return the ground on which values at nodes, interpolated in the triangles between them, are below a limit.

    Examples
    --------
    >>> mesh = Mesh(np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]]), np.array([[0, 1, 2]]), 4.0)
    >>> round(below(mesh, np.array([0.0, 1.0, 1.0]), 0.5).area, 6)
    2.0
    """
    # no node lies on the outline itself
    limit -= 1e-9
    under = values < limit

    def crossing(one: Ints, other: Ints) -> Floats:
        # from the smaller number, so that neighbouring triangles have the same point
        first, last = np.minimum(one, other), np.maximum(one, other)
        share = (limit - values[first]) / (values[last] - values[first])
        return np.asarray(mesh.nodes_m[first] + share[:, None] * (mesh.nodes_m[last] - mesh.nodes_m[first]))

    # through a triangle, around its corner on the one side
    count = under[mesh.triangles].sum(axis=1)
    cut = np.flatnonzero((count == 1) | (count == 2))  # noqa: PLR2004 - corners
    corners = mesh.triangles[cut]
    lone = (under[corners] == (count[cut] == 1)[:, None]).argmax(axis=1)
    apart, one, other = (np.take_along_axis(corners, (lone + n)[:, None] % 3, axis=1)[:, 0] for n in range(3))
    lines = [np.stack([crossing(apart, one), crossing(apart, other)], axis=1)]
    # along the rim of the mesh
    rim = mesh.edges[np.bincount(mesh.triangle_edges.ravel(), minlength=len(mesh.edges)) == 1]
    lines.append(mesh.nodes_m[rim[under[rim].all(axis=1)]])
    for low, high in (rim.T, rim.T[::-1]):
        some = under[low] & ~under[high]
        lines.append(np.stack([mesh.nodes_m[low[some]], crossing(low[some], high[some])], axis=1))
    # triangles of nodes on one circle may overlap by a hair
    return shapely.build_area(shapely.union_all(shapely.linestrings(np.concatenate(lines)), grid_size=_FINEST_M))
