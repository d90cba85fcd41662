"""Outlines: areas with smooth borders from the classes of mesh nodes, as an exact coverage of the ground.

A border runs through the midpoints of the edges between nodes of different classes (marching triangles, after Lorensen
and Cline 1987) and is rounded there by quadratic B-spline curves. A curve stays within a circle around the midpoint
that contains neither node of the edge, and so within the two triangles beside the edge: no border is moved across a
node.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Geometries, Ints
from geo.control.mesh import Mesh
from geo.control.shore import Shore
from geo.geometry.projection import WGS84
from geo.geometry.sphere import DEGREE_M

# side, confidence, evidence, basis and area of a zone
ZoneRow = tuple[str, float, str, str | None, BaseGeometry]

# radius of that circle as a share of the distance from the midpoint to the nodes
_ROOM = 0.9
# parameters of the vertices along a curve
_ALONG = np.linspace(0, 1, 3)[:, None, None]
# a face smaller than this share of a square of one step is a sliver, and goes to its neighbour
_SLIVER = 0.25


class Outlines:
    """Borders on one mesh, within the land to be divided and beside territories that are kept whole.

    Parameters
    ----------
    mesh : Mesh
        The mesh.
    shore : Shore
        The land, and the ground beside it.

    Attributes
    ----------
    nodes : array of Point
        Nodes of the mesh, lon/lat.
    """

    def __init__(self, mesh: Mesh, shore: Shore) -> None:
        self._edges, self._shore = mesh.edges, shore
        ashore = shore.under(mesh)
        self.nodes = ashore.nodes
        self._tree = shapely.STRtree(self.nodes)
        self._sliver_deg2 = _SLIVER * (mesh.step_m / DEGREE_M) ** 2 / np.cos(np.radians(shore.lat))
        # possible vertices of borders: the midpoints of the edges, then the centroids of the triangles
        ends = mesh.nodes_m[mesh.edges]
        self._corners = np.vstack([ends.mean(axis=1), mesh.nodes_m[mesh.triangles].mean(axis=1)])
        self._room = np.zeros(len(self._corners))
        self._room[: len(ends)] = _ROOM / 2 * np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        # only triangles that touch the land, and nodes on it, matter for borders
        self._ashore, self._inland = np.flatnonzero(ashore.is_ashore), ashore.inland
        self._triangle_edges = mesh.triangle_edges[self._inland]
        self._inner_edges = mesh.edges[ashore.inner]

    def areas(self, classes: Ints, holders: Ints, kept: Ints) -> tuple[Geometries, Ints, list[Ints], list[Geometries]]:
        """Divide the land into areas.

        Parameters
        ----------
        classes : array (n,)
            Class of each node; neighbours of one class belong to one area.
        holders : array (n,)
            Holder of each node; nodes of one class have one holder. Borders between holders do not depend on the
            classes.
        kept : array of int
            Numbers of nodes whose ground is kept even where it is a sliver.

        Returns
        -------
        areas : array of Polygon
            Connected areas of one class, lon/lat.
        classes : array
            Class of each area.
        nodes : list of array
            Numbers of the nodes in each area.
        beside : list of arrays of Polygon
            Connected parts of each geometry in `beside`, with the vertices that they share with the areas.
        """
        faces = shapely.get_parts(
            shapely.polygonize([shapely.union_all([*self._shore.borders, *self._lines(classes, holders)])])
        )
        piece = self._piece_of(faces)
        beside = [_parts(faces[piece == number]) for number in range(1, len(self._shore.ground))]
        faces = faces[piece == 0]
        nodes, face = self._faces_of(classes, faces)
        face_class = np.full(len(faces), -1)
        face_class[face] = classes[nodes]
        bare = np.flatnonzero(face_class < 0)
        face_class[bare] = classes[self._tree.nearest(shapely.point_on_surface(faces[bare]))]
        small = shapely.area(faces) < self._sliver_deg2
        small[face[np.isin(nodes, kept)]] = False
        host = _hosts(faces, np.flatnonzero(small))
        face_class = face_class[host]
        # borders run between different classes only, so that only faces that changed their class can have equal
        # neighbours
        moved = np.union1d(bare, np.flatnonzero(host != np.arange(len(faces))))
        areas, area_classes, area_of = _merged(faces, face_class, np.unique(face_class[moved]))
        members = [np.sort(nodes[area_of[face] == area]) for area in range(len(areas))]
        return areas, area_classes, members, beside

    def _lines(self, classes: Ints, holders: Ints) -> Geometries:
        """Draw rounded borders between nodes of different classes, lon/lat."""
        edges = self._triangle_edges
        unlike, apart = (
            (values[self._edges[:, 0]] != values[self._edges[:, 1]])[edges] for values in (classes, holders)
        )
        crossed, parting = unlike.sum(axis=1), apart.sum(axis=1)
        through = crossed == 2  # noqa: PLR2004 - edges
        # a border between two classes of one holder ends at the midpoint of the holder's own border in this triangle
        ending = (crossed == 3) & (parting == 2)  # noqa: PLR2004 - the same
        meeting = (crossed == 3) & ~ending  # noqa: PLR2004 - the same
        passed = edges[ending][apart[ending]].reshape(-1, 2)
        one, other = self._corners[passed].transpose(1, 0, 2)
        corners = np.vstack([self._corners, one + 0.5 * (other - one)])
        middles = len(self._corners) + np.arange(len(passed))
        centres = np.repeat(len(self._edges) + self._inland[meeting], 3)
        pieces = np.vstack(
            [
                passed,
                edges[through][unlike[through]].reshape(-1, 2),
                np.column_stack([edges[meeting].ravel(), centres]),
                np.column_stack([edges[ending][~apart[ending]], middles]),
            ]
        )
        if not len(pieces):
            return np.array([], dtype=object)
        room = np.concatenate([self._room, np.zeros(len(passed))])
        return self._shore.on_earth(_rounded(corners, room, pieces, middles))

    def _piece_of(self, faces: Geometries) -> Ints:
        """Find the geometry of the ground in which each face lies, -1 for a hole between them."""
        piece = np.full(len(faces), -1)
        inside, number = shapely.STRtree(shapely.point_on_surface(faces)).query(self._shore.ground, "intersects")[::-1]
        piece[inside] = number
        return piece

    def _faces_of(self, classes: Ints, faces: Geometries) -> tuple[Ints, Ints]:
        """Nodes that lie in faces, and the face of each."""
        one, other = self._inner_edges.T
        alike = classes[one] == classes[other]
        graph = coo_array((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(classes), len(classes)))
        # no border crosses these edges, so that all nodes of a patch lie in one face
        patch = connected_components(graph, directed=False)[1][self._ashore]
        _, first, member = np.unique(patch, return_index=True, return_inverse=True)
        face, node = shapely.STRtree(self.nodes[self._ashore[first]]).query(faces, predicate="intersects")
        found = np.full(len(first), -1)
        found[node] = face
        inside = found[member] >= 0
        return self._ashore[inside], found[member][inside]


def _rounded(corners: Floats, room: Floats, pieces: Ints, middles: Ints) -> Geometries:
    """Merge straight pieces to lines, rounding the corners at which two pieces meet.

    Parameters
    ----------
    corners : array (c, 2)
        Positions.
    room : array (c,)
        Greatest distance from each corner at which its curve may begin.
    pieces : array (p, 2)
        Numbers of the corners at the ends of each piece.
    middles : array (m,)
        Numbers of the corners at the midpoints of the first m pieces, where other lines end; they are not rounded.
    """
    ends, degree = pieces.ravel(), np.bincount(pieces.ravel(), minlength=len(corners))
    room = np.where(degree == 2, room, 0.0)  # noqa: PLR2004 - pieces
    start = corners[pieces]
    way = start[:, ::-1] - start
    share = np.minimum(0.5, room[pieces] / np.hypot(way[..., 0], way[..., 1]))
    cut = start + share[..., None] * way
    # two curves that meet at the middle of a piece share that point exactly
    whole = (share == 0.5).all(axis=1)  # noqa: PLR2004 - halfway
    cut[whole, 1] = cut[whole, 0]
    rounded = np.flatnonzero(room[ends] > 0)
    begin, end = rounded[np.argsort(ends[rounded], kind="stable")].reshape(-1, 2).T
    points, corner = cut.reshape(-1, 2), corners[ends[begin]]
    curves = (1 - _ALONG) ** 2 * points[begin] + 2 * _ALONG * (1 - _ALONG) * corner + _ALONG**2 * points[end]
    plain, halved = np.flatnonzero(~whole[len(middles) :]) + len(middles), np.flatnonzero(~whole[: len(middles)])
    through = np.stack([cut[halved, 0], corners[middles[halved]], cut[halved, 1]], axis=1)
    lines = [shapely.linestrings(each) for each in (cut[plain], through, curves.transpose(1, 0, 2))]
    merged = shapely.line_merge(shapely.multilinestrings(np.concatenate(lines)))
    return np.asarray(shapely.get_parts(merged), dtype=object)


def _hosts(faces: Geometries, slivers: Ints) -> Ints:
    """Face into which each face is merged: itself, or for a sliver the larger one that shares most of its border."""
    host, size, borders = np.arange(len(faces)), shapely.area(faces), shapely.boundary(faces)
    tree = shapely.STRtree(faces)
    # the largest first, since others may be merged into it
    for sliver in slivers[np.argsort(-size[slivers], kind="stable")]:
        near = np.sort(tree.query(faces[sliver]))
        larger = near[size[near] > size[sliver]]
        shared = shapely.length(shapely.intersection(borders[larger], borders[sliver]))
        if shared.any():
            host[sliver] = host[larger[np.argmax(shared)]]
    return host


def _merged(faces: Geometries, classes: Ints, several: Ints) -> tuple[Geometries, Ints, Ints]:
    """Merge adjacent faces of one class.

    Parameters
    ----------
    faces : array of Polygon
        Faces, as a coverage.
    classes : array
        Class of each face.
    several : array
        The classes that may have adjacent faces.

    Returns
    -------
    areas : array of Polygon
        Connected areas.
    area_classes : array
        Class of each area.
    area_of : array
        Number of the area of each face.
    """
    apart = np.flatnonzero(~np.isin(classes, several))
    areas, area_classes = [faces[apart]], [classes[apart]]
    area_of = np.zeros(len(faces), dtype=np.int64)
    area_of[apart] = np.arange(len(apart))
    for one in several:
        members = np.flatnonzero(classes == one)
        parts = _parts(faces[members])
        spot, part = shapely.STRtree(parts).query(shapely.point_on_surface(faces[members]), predicate="intersects")
        area_of[members[spot]] = part + sum(map(len, areas))
        areas.append(parts)
        area_classes.append(np.full(len(parts), one))
    return np.concatenate(areas), np.concatenate(area_classes), area_of


def _parts(faces: Geometries) -> Geometries:
    """Union of the faces of a coverage, as connected parts."""
    return faces if len(faces) == 1 else shapely.get_parts(shapely.coverage_union_all(faces))


def zones_table(rows: Sequence[ZoneRow]) -> gpd.GeoDataFrame:
    """Make the table of a day's zones, in order of their sides and confidence; see `geo.control.zones`."""
    columns = ["side", "confidence", "evidence", "basis", "geometry"]
    table = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=WGS84)
    # pandas would make missing texts numbers
    table["basis"] = pd.Series([row[3] for row in rows], dtype=object)
    return table.sort_values(["side", "confidence"], kind="stable", ignore_index=True)
