"""Holders: the probability of each bloc at each node of a mesh on a day, and who holds the node."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.arrays import Floats, Ints
from geo.control.field import Field
from geo.control.mesh import Mesh
from geo.control.reported_places import NOBODY, PlaceStates

# ground is a bloc's if that is at least this probable
DECIDED = 0.65
# a place that is reported to be a bloc's, as surely as this, is that bloc's own ground
SURE = 0.7
# own ground reaches this share of the way to the next place of another bloc: where reports agree, or only one speaks
_AGREED, _ALONE = 0.5, 0.35
# nobody is more probable than this on ground that is reported to be contested
_CONTESTED = 0.5
# confidence is told in steps: zones of one side are cut where it falls below these
_STEPS = (0.75, 0.95)
_SHADES = len(_STEPS) + 1
# patches of fewer nodes than this are specks; of confidence, what is less than the ground of a place and its neighbours
_SPECK, _SHADE = 5, 40


@dataclass(frozen=True)
class Holders:
    """Who holds each node of a mesh.

    Parameters
    ----------
    mesh : Mesh
        The mesh; its first nodes are the known places.
    shares : array (n, b)
        Probability of each bloc.
    holder : array (n,)
        Number of the side that holds each node; the next numbers stand for contested and for unknown ground.
    sure : array (n,)
        Probability of the holder's bloc.
    """

    mesh: Mesh
    shares: Floats
    holder: Ints
    sure: Floats

    @classmethod
    def of(cls, mesh: Mesh, field: Field, states: PlaceStates, counts: tuple[int, int], decided: float) -> "Holders":
        """Decide by the field of control and by own ground.

        Parameters
        ----------
        mesh : Mesh
            Its first nodes are the places of `states`.
        field : Field
            Probabilities of control.
        states : PlaceStates
            The known places.
        counts : tuple of int
            How many sides and how many blocs there are.
        decided : float
            Probability from which ground is a bloc's.
        """
        sides, blocs = counts
        contested, unknown = sides, sides + 1
        shares, reached = field.probabilities(mesh.nodes_m, blocs)
        places_m = mesh.nodes_m[: len(states.places)]
        own = own_ground_m(places_m, states)
        for place, (bloc, trust, radius) in enumerate(zip(states.bloc, states.trust, own, strict=True)):
            if radius > 0:
                nodes = mesh.tree.query_ball_point(places_m[place], radius, return_sorted=True)
                _claim(shares, nodes, int(bloc), float(trust))
                reached[nodes] = True
        if not blocs:
            return cls(mesh, shares, np.full(len(mesh.nodes_m), unknown), np.zeros(len(mesh.nodes_m)))
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(best)), best]
        holder = np.full(len(best), contested)
        for bloc in range(blocs):
            mine = np.flatnonzero((best == bloc) & (sure >= decided))
            known = np.flatnonzero(states.bloc == bloc)
            if len(mine):
                _, near = cKDTree(places_m[known]).query(mesh.nodes_m[mine])
                holder[mine] = states.side[known[near]]
        holder[~reached] = unknown
        kept = np.flatnonzero(own > 0)
        settled = _settled(holder, mesh, kept)
        return cls(mesh, shares, settled, np.where(settled == holder, sure, np.minimum(sure, decided)))

    def shaded(self, sides: int) -> Ints:
        """Assign classes to nodes so that those of one side differ by how sure it is; see `holder_of`."""
        shade = np.where(self.holder < sides, np.searchsorted(_STEPS, self.sure, side="right"), 0)
        patch, given = _patches(self.holder * _SHADES + shade, self.mesh, self.holder, _SHADE)
        return given[patch]

    @staticmethod
    def holder_of(kind: Ints) -> Ints:
        """Return the holder that a kind stands for."""
        return kind // _SHADES


def own_ground_m(places_m: Floats, states: PlaceStates) -> Floats:
    """Radius of the ground around each place that is its holder's, or contested, whatever its neighbours are; or 0."""
    radius = np.zeros(len(places_m))
    for bloc in np.unique(states.bloc):
        mine = np.flatnonzero((states.bloc == bloc) & ((states.trust >= SURE) | (bloc == NOBODY)))
        rivals = np.flatnonzero((states.bloc != bloc) & (states.bloc != NOBODY))
        if len(mine) and len(rivals):
            away, _ = cKDTree(places_m[rivals]).query(places_m[mine])
            share = np.where((states.agreeing[mine] > 1) & (bloc != NOBODY), _AGREED, _ALONE)
            radius[mine] = share * away
    return radius


def rivals_m(places_m: Floats, states: PlaceStates) -> Floats:
    """Distance of each place to the nearest of another bloc, infinite if there is none."""
    away = np.full(len(places_m), np.inf)
    for bloc in np.unique(states.bloc):
        mine = states.bloc == bloc
        if not mine.all():
            away[mine], _ = cKDTree(places_m[~mine]).query(places_m[mine])
    return away


def _claim(shares: Floats, nodes: list[int], bloc: int, trust: float) -> None:
    """Write own ground of a bloc, or contested ground, into the probabilities of some nodes."""
    if bloc == NOBODY:
        shares[nodes] = np.minimum(shares[nodes], _CONTESTED)
        return
    before = shares[nodes, bloc]
    after = np.maximum(before, trust)
    # the others share what is left as they did before
    rest = np.where(before < 1, (1 - after) / np.maximum(1 - before, 1e-12), 1.0)
    shares[nodes] *= rest[:, None]
    shares[nodes, bloc] = after


def _settled(holder: Ints, mesh: Mesh, kept: Ints) -> Ints:
    """Merge specks into their surroundings, but for those with a place whose own ground they are."""
    patch, given = _patches(holder, mesh, np.zeros_like(holder), _SPECK)
    return np.where(np.isin(patch, patch[kept]), holder, given[patch])


def _patches(kind: Ints, mesh: Mesh, within: Ints, speck: int) -> tuple[Ints, Ints]:
    """Find the patches of nodes of one kind, and the kind that each gets: a speck that of its surroundings.

    Specks, of fewer nodes than `speck`, are finer than anybody can know. Nodes that differ in `within` do not surround
    each other.
    """
    one, other = mesh.edges.T
    alike = kind[one] == kind[other]
    linked = coo_array((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(kind), len(kind)))
    count, patch = connected_components(linked, directed=False)
    given = np.zeros(count, dtype=np.int64)
    given[patch] = kind
    small = np.bincount(patch) < speck
    # the surroundings of a speck are the kind of most of its neighbours that are none
    one, other = np.vstack([mesh.edges, mesh.edges[:, ::-1]]).T
    rim = small[patch[one]] & ~small[patch[other]] & (within[one] == within[other])
    kinds = int(kind.max()) + 1
    votes = np.bincount(patch[one[rim]] * kinds + kind[other[rim]], minlength=count * kinds).reshape(count, kinds)
    specks = small & votes.any(axis=1)
    given[specks] = votes[specks].argmax(axis=1)
    return patch, given
