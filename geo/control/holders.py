"""Probabilities of control at the nodes of a mesh on a day, and who holds each node."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.arrays import Flags, Floats, Ints
from geo.control.covariance import Reach
from geo.control.field import Field
from geo.control.field_history import LocalField
from geo.control.mesh import Mesh
from geo.control.reported_places import NO_POSTS, NOBODY, PlaceStates, Posts
from geo.sides import BASES, NO_BASIS, NOT_JUDGED

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


class Chart(NamedTuple):
    """Probabilities of control at the nodes of a mesh on a day.

    Parameters
    ----------
    mesh : Mesh
        The mesh.
    shares : array (n, b)
        Probability of each bloc.
    reached : array (n,)
        True where any known place is within reach.
    own_m : array (k,)
        Radius of each known place's own ground; see `own_ground_m`.
    posts : Posts
        Those that stand on the day.
    """

    mesh: Mesh
    shares: Floats
    reached: Flags
    own_m: Floats
    posts: Posts = NO_POSTS

    @classmethod
    def of(  # noqa: PLR0913 - each is its own
        cls,
        field: Field | LocalField,
        mesh: Mesh,
        places_m: Floats,
        states: PlaceStates,
        *,
        blocs: int,
        reach: Reach | None,
        posts: Posts = NO_POSTS,
    ) -> "Chart":
        """Compute probabilities from the field of control and from own ground.

        Parameters
        ----------
        field : Field or LocalField
            The field of these places.
        mesh : Mesh
            The mesh; it may be that of more places.
        places_m : array (k, 2)
            Positions of the known places.
        states : PlaceStates
            Their states.
        blocs : int
            Number of blocs.
        reach : Reach or None
            How the nodes relate to the places, if it is known already.
        posts : Posts
            Those that stand on the day.
        """
        shares, reached = field.probabilities(mesh.nodes_m, blocs, reach)
        own = own_ground_m(places_m, states, posts)
        for bloc in range(blocs):
            held = np.flatnonzero((own > 0) & (states.bloc == bloc))
            # ground that is as probable anyway need not be claimed
            some = np.flatnonzero(shares[:, bloc] < states.trust[held].max(initial=0.0))
            place, node = _inside(mesh, some, places_m[held], own[held])
            reached[node] = True
            _claim(shares, node, bloc, states.trust[held[place]])
        held = np.flatnonzero((own > 0) & (states.bloc == NOBODY))
        _, node = _inside(mesh, np.arange(len(shares)), places_m[held], own[held])
        reached[node] = True
        shares[node] = np.minimum(shares[node], _CONTESTED)
        post, node = _inside(mesh, np.arange(len(shares)), posts.points_m, posts.hold_m)
        reached[node] = True
        shares[node], shares[node, posts.bloc[post]] = 0.0, 1.0
        return cls(mesh, shares, reached, own, posts)

    def side_at(self, nodes: Ints, bloc: int, states: PlaceStates) -> Ints:
        """Find which side of a bloc the ground at nodes is: that of its nearest place, or post where it has none."""
        known, post = (np.flatnonzero(some.bloc == bloc) for some in (states, self.posts))
        points_m, side = self.mesh.nodes_m[known], states.side[known]
        if not len(known):
            points_m, side = self.posts.points_m[post], self.posts.side[post]
        _, near = cKDTree(points_m).query(self.mesh.nodes_m[nodes])
        return np.asarray(side[near])

    def by_side(self, states: PlaceStates, count: int) -> Floats:
        """Split the probabilities of blocs among sides, (n, count): ground is that of the nearest place of its bloc."""
        shares, nodes = np.zeros((len(self.shares), count)), np.arange(len(self.shares))
        blocs = np.append(states.bloc, self.posts.bloc)
        for bloc in np.unique(blocs[blocs != NOBODY]).tolist():
            shares[nodes, self.side_at(nodes, bloc, states)] = self.shares[:, bloc]
        return shares


@dataclass(frozen=True)
class Holders:
    """Who holds each node of a mesh.

    Parameters
    ----------
    mesh : Mesh
        The mesh; its first nodes are the known places.
    holder : array (n,)
        Number of the side that holds each node; the next numbers stand for contested and for unknown ground.
    sure : array (n,)
        Probability of the holder's bloc.
    basis : array (n,)
        Number in `geo.sides.BASES` of the basis on which the nearest place of that bloc is the holder's.
    """

    mesh: Mesh
    holder: Ints
    sure: Floats
    basis: Ints

    @classmethod
    def of(cls, chart: Chart, states: PlaceStates, sides: int, decided: float) -> "Holders":
        """Decide by the probabilities of a day.

        Parameters
        ----------
        chart : Chart
            Probabilities; the first nodes of its mesh are the places of `states`.
        states : PlaceStates
            The known places.
        sides : int
            Number of sides.
        decided : float
            Probability from which ground is a bloc's.
        """
        mesh, shares = chart.mesh, chart.shares
        contested, unknown = sides, sides + 1
        if not shares.shape[1]:
            nobody, count = np.full(len(mesh.nodes_m), unknown), len(mesh.nodes_m)
            return cls(mesh, nobody, np.zeros(count), np.full(count, NOT_JUDGED))
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(best)), best]
        holder = np.full(len(best), contested)
        for bloc in range(shares.shape[1]):
            mine = np.flatnonzero((best == bloc) & (sure >= decided))
            if len(mine):
                holder[mine] = chart.side_at(mine, bloc, states)
        holder[~chart.reached] = unknown
        settled = _settled(holder, mesh, np.flatnonzero(chart.own_m > 0))
        sure = np.where(settled == holder, sure, np.minimum(sure, decided))
        return cls(mesh, settled, sure, _bases(settled, mesh, states))

    def shaded(self, sides: int) -> Ints:
        """Assign classes to nodes so that those of one side differ by how sure and on what basis; see `kinds`."""
        shade = np.where(self.holder < sides, np.searchsorted(_STEPS, self.sure, side="right"), 0)
        patch, given = _patches(self.holder * _SHADES + shade, self.mesh, self.holder, _SHADE)
        return given[patch] * len(BASES) + self.basis

    @staticmethod
    def kinds(classes: Ints) -> tuple[Ints, Ints]:
        """Return the holder and the basis that each class stands for."""
        return classes // len(BASES) // _SHADES, classes % len(BASES)


def _bases(holder: Ints, mesh: Mesh, states: PlaceStates) -> Ints:
    """Find the basis of the place nearest to each node that its holder's bloc holds, by a report of up to that day."""
    basis, places_m = np.full(len(holder), NOT_JUDGED), mesh.nodes_m[: len(states.places)]
    for bloc in np.unique(states.bloc[states.bloc != NOBODY]):
        known = np.flatnonzero(states.bloc == bloc)
        mine = np.flatnonzero(np.isin(holder, states.side[known]))
        known = known[states.basis[known] != NO_BASIS]
        if len(mine) and (states.basis[known] != NOT_JUDGED).any():
            _, near = cKDTree(places_m[known]).query(mesh.nodes_m[mine])
            basis[mine] = states.basis[known[near]]
    return basis


def own_ground_m(places_m: Floats, states: PlaceStates, posts: Posts = NO_POSTS) -> Floats:
    """Radius of the ground around each place that is its holder's, or contested, whatever its neighbours are; or 0.

    It ends before the next place of another bloc, and before the next post of one.
    """
    radius = np.zeros(len(places_m))
    for bloc in np.unique(states.bloc):
        mine = np.flatnonzero((states.bloc == bloc) & ((states.trust >= SURE) | (bloc == NOBODY)))
        rivals = np.flatnonzero((states.bloc != bloc) & (states.bloc != NOBODY))
        rivals_m = np.vstack([places_m[rivals], posts.points_m[(posts.bloc != bloc) & (bloc != NOBODY)]])
        if len(mine) and len(rivals_m):
            away, _ = cKDTree(rivals_m).query(places_m[mine])
            share = np.where((states.agreeing[mine] > 1) & (bloc != NOBODY), _AGREED, _ALONE)
            radius[mine] = share * away
    return radius


def rivals_m(places_m: Floats, blocs: Ints) -> Floats:
    """Distance of each place to the nearest of another bloc, infinite if there is none."""
    away = np.full(len(places_m), np.inf)
    for bloc in np.unique(blocs):
        mine = blocs == bloc
        if not mine.all():
            away[mine], _ = cKDTree(places_m[~mine]).query(places_m[mine])
    return away


def _inside(mesh: Mesh, some: Ints, places_m: Floats, radius_m: Floats) -> tuple[Ints, Ints]:
    """Pair places with those of some nodes that lie within a radius around them."""
    if not len(some) or not len(places_m):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    inside = cKDTree(mesh.nodes_m[some]).query_ball_point(places_m, radius_m, return_sorted=True)
    place = np.repeat(np.arange(len(places_m)), [len(nodes) for nodes in inside])
    return place, some[np.concatenate(inside).astype(np.int64)]


def _claim(shares: Floats, nodes: Ints, bloc: int, trust: Floats) -> None:
    """Write own ground of a bloc into the probabilities of nodes, each of which may stand there several times."""
    most = np.zeros(len(shares))
    np.maximum.at(most, nodes, trust)
    nodes = np.flatnonzero(most)
    before = shares[nodes, bloc]
    after = np.maximum(before, most[nodes])
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
    choice = patch[one[rim]] * kinds + kind[other[rim]]
    # of two kinds with as many neighbours, that of the first one: what sides are called decides nothing
    first = np.full(count * kinds, len(kind))
    np.minimum.at(first, choice, other[rim])
    votes = (np.bincount(choice, minlength=count * kinds) - first / (len(kind) + 1)).reshape(count, kinds)
    specks = small & (votes > 0).any(axis=1)
    given[specks] = votes[specks].argmax(axis=1)
    return patch, given
