"""Outlines: from what each node of a mesh is to areas with smooth borders, an exact coverage of the ground.

A border runs through the middles of the edges between unlike nodes (marching triangles; Lorensen and Cline 1987 for the
idea) and is rounded there by quadratic curves (a B-spline where there is room). A curve stays within a circle around
the middle that neither node of the edge is in, and so within the triangles beside it: no border is moved over a node.
"""

import numpy as np
import shapely
from pyproj import Transformer
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Geometries, Ints
from geo.control.mesh import Mesh
from geo.geometry.projection import around, project

# radius of that circle as a share of the way to the nodes
_ROOM = 0.9
# where on a curve its corners are
_ALONG = np.linspace(0, 1, 3)[:, None, None]
# a smaller piece of ground, as a share of a square of one step, goes to its neighbour
_SLIVER = 0.25
# metres in a degree of latitude
_DEGREE_M = 111_000


class Outlines:
    """Borders on one mesh, within one piece of ground beside others that are kept whole.

    Parameters
    ----------
    mesh : Mesh
        The mesh.
    to_degrees : Transformer
        From its metres to lon/lat.
    land : Polygon or MultiPolygon
        Ground to be shared out among the nodes, lon/lat.
    beside : array of Polygon or MultiPolygon
        Ground that borders on it and must keep to the same corners, lon/lat.
    """

    def __init__(self, mesh: Mesh, to_degrees: Transformer, land: BaseGeometry, beside: Geometries) -> None:
        self._edges, self._to_degrees = mesh.edges, to_degrees
        self._lon = land.centroid.x if not land.is_empty else 0.0
        self._ground = np.array([land, *beside], dtype=object)
        self._borders = shapely.boundary(self._ground)
        self.nodes = self._on_earth(shapely.points(mesh.nodes_m))
        self._tree = shapely.STRtree(self.nodes)
        lat = land.centroid.y if not land.is_empty else 0.0
        self._sliver_deg2 = _SLIVER * (mesh.step_m / _DEGREE_M) ** 2 / np.cos(np.radians(lat))
        # corners of borders: the middles of the edges, then those of the triangles
        ends = mesh.nodes_m[mesh.edges]
        self._corners = np.vstack([ends.mean(axis=1), mesh.nodes_m[mesh.triangles].mean(axis=1)])
        self._room = np.zeros(len(self._corners))
        self._room[: len(ends)] = _ROOM / 2 * np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        # borders are needed in triangles that touch the land, nodes on it
        shapely.prepare(land)
        triangles = shapely.polygons(shapely.get_coordinates(self.nodes)[mesh.triangles])
        self._inland = np.flatnonzero(shapely.intersects(land, triangles))
        self._triangle_edges = mesh.triangle_edges[self._inland]
        self._ashore = np.flatnonzero(shapely.intersects(land, self.nodes))
        along = shapely.linestrings(shapely.get_coordinates(self.nodes)[mesh.edges])
        self._inner_edges = mesh.edges[shapely.contains_properly(land, along)]

    def areas(self, kinds: Ints, holders: Ints, kept: Ints) -> tuple[Geometries, Ints, list[Ints], list[Geometries]]:
        """Share out the ground.

        Parameters
        ----------
        kinds : array (n,)
            What each node is; neighbours that are alike hang together.
        holders : array (n,)
            Whose each node is: nodes of one kind have one holder. Where holders meet does not depend on the kinds.
        kept : array of int
            Numbers of nodes whose ground, however small, is not given to a neighbour.

        Returns
        -------
        areas : array of Polygon
            Connected areas of one kind, lon/lat.
        kinds : array
            What each of them is.
        nodes : list of array
            Numbers of the nodes in each of them.
        beside : list of arrays of Polygon
            Connected areas of each piece of the ground beside, with the same corners.
        """
        faces = shapely.get_parts(
            shapely.polygonize([shapely.union_all([*self._borders, *self._lines(kinds, holders)])])
        )
        piece = self._piece_of(faces)
        beside = [_parts(faces[piece == number]) for number in range(1, len(self._ground))]
        faces = faces[piece == 0]
        nodes, face = self._faces_of(kinds, faces)
        kind = np.full(len(faces), -1)
        kind[face] = kinds[nodes]
        bare = np.flatnonzero(kind < 0)
        kind[bare] = kinds[self._tree.nearest(shapely.point_on_surface(faces[bare]))]
        small = shapely.area(faces) < self._sliver_deg2
        small[face[np.isin(nodes, kept)]] = False
        host = _hosts(faces, np.flatnonzero(small))
        kind = kind[host]
        # lines run between unlike nodes only, so that all other faces are apart from those of their kind
        moved = np.union1d(bare, np.flatnonzero(host != np.arange(len(faces))))
        areas, area_kinds, area_of = _joined(faces, kind, np.unique(kind[moved]))
        members = [np.sort(nodes[area_of[face] == area]) for area in range(len(areas))]
        return areas, area_kinds, members, beside

    def _on_earth(self, geometries: Geometries) -> Geometries:
        return around(project(geometries, self._to_degrees), self._lon)

    def _lines(self, kinds: Ints, holders: Ints) -> Geometries:
        """Draw rounded borders between unlike nodes, lon/lat."""
        edges = self._triangle_edges
        unlike, apart = ((what[self._edges[:, 0]] != what[self._edges[:, 1]])[edges] for what in (kinds, holders))
        crossed, parting = unlike.sum(axis=1), apart.sum(axis=1)
        through = crossed == 2  # noqa: PLR2004 - edges
        # a line between kinds of one holder ends in the middle of what the holder's border is without it
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
        return self._on_earth(_rounded(corners, room, pieces, middles))

    def _piece_of(self, faces: Geometries) -> Ints:
        """Tell which piece of ground each face lies in, -1 for a hole between them."""
        piece = np.full(len(faces), -1)
        inside, number = shapely.STRtree(shapely.point_on_surface(faces)).query(self._ground, "intersects")[::-1]
        piece[inside] = number
        return piece

    def _faces_of(self, kinds: Ints, faces: Geometries) -> tuple[Ints, Ints]:
        """Find the nodes that lie in faces, and the face of each."""
        one, other = self._inner_edges.T
        alike = kinds[one] == kinds[other]
        joined = coo_array((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(kinds), len(kinds)))
        # no border crosses these edges, so that one node of a patch stands for all
        patch = connected_components(joined, directed=False)[1][self._ashore]
        _, first, member = np.unique(patch, return_index=True, return_inverse=True)
        face, node = shapely.STRtree(self.nodes[self._ashore[first]]).query(faces, predicate="intersects")
        found = np.full(len(first), -1)
        found[node] = face
        inside = found[member] >= 0
        return self._ashore[inside], found[member][inside]


def _rounded(corners: Floats, room: Floats, pieces: Ints, middles: Ints) -> Geometries:
    """Join straight pieces to lines and round their corners where two meet.

    Parameters
    ----------
    corners : array (c, 2)
        Positions.
    room : array (c,)
        How far from each corner its curve may begin.
    pieces : array (p, 2)
        Numbers of the corners at the ends of each piece.
    middles : array (m,)
        Numbers of the corners in the middles of the first pieces, which bend nothing.
    """
    ends, degree = pieces.ravel(), np.bincount(pieces.ravel(), minlength=len(corners))
    room = np.where(degree == 2, room, 0.0)  # noqa: PLR2004 - pieces
    start = corners[pieces]
    way = start[:, ::-1] - start
    share = np.minimum(0.5, room[pieces] / np.hypot(way[..., 0], way[..., 1]))
    cut = start + share[..., None] * way
    # curves that meet halfway do so in one point
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
    """Tell which face each goes with: itself, or of a sliver the larger one that it shares most of its border with."""
    host, size, borders = np.arange(len(faces)), shapely.area(faces), shapely.boundary(faces)
    # the largest first: it may be host to others
    for sliver in slivers[np.argsort(-size[slivers], kind="stable")]:
        larger = np.flatnonzero(size > size[sliver])
        shared = shapely.length(shapely.intersection(borders[larger], borders[sliver]))
        if shared.any():
            host[sliver] = host[larger[np.argmax(shared)]]
    return host


def _joined(faces: Geometries, kinds: Ints, several: Ints) -> tuple[Geometries, Ints, Ints]:
    """Join faces to connected areas, those of the kinds that may have several faces side by side.

    Also what each area is, and the area of each face.
    """
    apart = np.flatnonzero(~np.isin(kinds, several))
    areas, area_kinds = [faces[apart]], [kinds[apart]]
    area_of = np.zeros(len(faces), dtype=np.int64)
    area_of[apart] = np.arange(len(apart))
    for kind in several:
        members = np.flatnonzero(kinds == kind)
        parts = _parts(faces[members])
        spot, part = shapely.STRtree(parts).query(shapely.point_on_surface(faces[members]), predicate="intersects")
        area_of[members[spot]] = part + sum(map(len, areas))
        areas.append(parts)
        area_kinds.append(np.full(len(parts), kind))
    return np.concatenate(areas), np.concatenate(area_kinds), area_of


def _parts(faces: Geometries) -> Geometries:
    """Join faces to connected areas."""
    return faces if len(faces) == 1 else shapely.get_parts(shapely.coverage_union_all(faces))
