"""Holders: the side that holds each node of a mesh on a day, with its probability, without patches of few nodes."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, logit

from geo.arrays import Floats, Ints
from geo.control.field import ControlField, Fit
from geo.control.mesh import Mesh
from geo.control.reported_places import PlaceStates

# ground with no side of at least this probability is contested
DECIDED = 0.51
# a place reported with at least this trust is never drawn as another side's ground
TRUSTED = 0.7
# classes of confidence: zones of one side are divided where their probability crosses one of these values
_CLASS_LIMITS = (0.75, 0.95)
_CLASSES = len(_CLASS_LIMITS) + 1
# smallest number of nodes in a patch of one holder; and in one class of confidence, which is about the ground of a
# place and its neighbours
_LEAST_NODES, _LEAST_NODES_OF_CLASS = 5, 40


@dataclass(frozen=True)
class Holders:
    """Holder of each node of a mesh.

    Parameters
    ----------
    holder : array (n,)
        Number of the side that holds each node; the two numbers after the last side stand for contested and unknown.
    probability : array (n,)
        Probability that the holder holds the node.
    """

    holder: Ints
    probability: Floats

    @classmethod
    def of(cls, states: PlaceStates, sides: int, field: ControlField, fit: Fit) -> "Holders":
        """Decide the holder of each node from the field of control and the trusted places.

        Parameters
        ----------
        states : PlaceStates
            State of the reported places.
        sides : int
            Number of sides.
        field : ControlField
            Probabilities of control on the mesh.
        fit : Fit
            The fit of the field to these states.
        """
        contested, unknown = sides, sides + 1
        if not len(fit.known):
            count = len(field.mesh.nodes_m)
            return cls(np.full(count, unknown), np.zeros(count))
        shares, aged, reached = field.probabilities(fit)
        best = shares.argmax(axis=1)
        # an upper bound: the combined odds of all places of a side
        bound = expit([logit(states.trust[states.side == side]).sum() for side in fit.sides])[best]
        by_best = np.arange(len(best)), best
        holder = np.where(np.minimum(shares[by_best], bound) < DECIDED, contested, fit.sides[best])
        probability = np.minimum(aged[by_best], bound)
        probability[holder != contested] = np.maximum(probability[holder != contested], DECIDED)
        holder[~reached] = unknown
        trusted = np.flatnonzero(states.is_reported & (states.trust >= TRUSTED))
        # a trusted place that the field gives to another side is contested
        denied = trusted[holder[trusted] != states.side[trusted]]
        holder[denied], probability[denied] = contested, 0.5
        return cls(_without_specks(holder, field.mesh, trusted, states.side[trusted], contested), probability)

    def zone_classes(self, mesh: Mesh, sides: int) -> Ints:
        """Class of each node: its holder and the holder's class of confidence, as one number.

        Neighbours of one class make one zone; `holder_of` recovers the holder.
        """
        confidence = np.where(self.holder < sides, np.searchsorted(_CLASS_LIMITS, self.probability, side="right"), 0)
        patch, merged = _merged_patches(self.holder * _CLASSES + confidence, mesh, self.holder, _LEAST_NODES_OF_CLASS)
        return merged[patch]

    @staticmethod
    def holder_of(zone_class: Ints) -> Ints:
        """Holder of the nodes of a class."""
        return zone_class // _CLASSES


def _without_specks(holder: Ints, mesh: Mesh, trusted: Ints, side: Ints, contested: int) -> Ints:
    """Merge patches of few nodes into their surroundings, unless that moves a trusted place to another side."""
    patch, merged = _merged_patches(holder, mesh, np.zeros_like(holder), _LEAST_NODES)
    taker = merged[patch[trusted]]
    wrong = patch[trusted[(taker != side) & (taker != contested)]]
    return np.where(np.isin(patch, wrong), holder, merged[patch])


def _merged_patches(zone_class: Ints, mesh: Mesh, within: Ints, least_nodes: int) -> tuple[Ints, Ints]:
    """Find the connected components of nodes of one class, and merge small ones into their surroundings.

    Parameters
    ----------
    zone_class : array (n,)
        Class of each node.
    mesh : Mesh
        The mesh.
    within : array (n,)
        Patches merge only with neighbours that have the same value here.
    least_nodes : int
        Patches of fewer nodes are merged: they are below the resolution of the reports.

    Returns
    -------
    patch : array (n,)
        Number of the patch of each node.
    merged : array (p,)
        Class of each patch after merging: of a small one, the class of most nodes around it that belong to no small
        patch.
    """
    one, other = mesh.edges.T
    alike = zone_class[one] == zone_class[other]
    graph = coo_array((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(zone_class), len(zone_class)))
    count, patch = connected_components(graph, directed=False)
    merged = np.zeros(count, dtype=np.int64)
    merged[patch] = zone_class
    small = np.bincount(patch) < least_nodes
    one, other = np.vstack([mesh.edges, mesh.edges[:, ::-1]]).T
    rim = small[patch[one]] & ~small[patch[other]] & (within[one] == within[other])
    classes = int(zone_class.max()) + 1
    votes = np.bincount(patch[one[rim]] * classes + zone_class[other[rim]], minlength=count * classes)
    votes = votes.reshape(count, classes)
    specks = small & votes.any(axis=1)
    merged[specks] = votes[specks].argmax(axis=1)
    return patch, merged
