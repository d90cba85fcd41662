"""Judgement: who holds the ground at each node of a mesh on a day, and how surely."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, logit

from geo.arrays import Floats, Ints
from geo.control.field import ControlField, Fit
from geo.control.mesh import Mesh
from geo.control.reported_places import Told

# ground is a side's if that is more probable than this
DECIDED = 0.51
# a place that is reported to be a side's, as surely as this, is never drawn as another side's
SURE = 0.7
# confidence is told in steps: zones of one side are cut where it falls below these
_STEPS = (0.75, 0.95)
_SHADES = len(_STEPS) + 1
# patches of fewer nodes than this are specks; of confidence, what is less than the ground of a place and its neighbours
_SPECK, _SHADE = 5, 40


@dataclass(frozen=True)
class Judgement:
    """Who holds each node of a mesh.

    Parameters
    ----------
    holder : array (n,)
        Number of the side that holds each node; the next numbers stand for contested and for unknown ground.
    sure : array (n,)
        How probable it is that the holder holds the node.
    """

    holder: Ints
    sure: Floats

    @classmethod
    def of(cls, told: Told, sides: int, field: ControlField, fit: Fit) -> "Judgement":
        """Judge by the field of control; what is surely reported of a place is not drawn over.

        Parameters
        ----------
        told : Told
            What the places say.
        sides : int
            How many sides there are.
        field : ControlField
            How probable each side is.
        fit : Fit
            What the field makes of what is told.
        """
        contested, unknown = sides, sides + 1
        if not len(fit.known):
            count = len(field.mesh.nodes_m)
            return cls(np.full(count, unknown), np.zeros(count))
        shares, aged, reached = field.probabilities(fit)
        best = shares.argmax(axis=1)
        # nothing is surer than all that is told of places of a side together
        told_of = expit([logit(told.trust[told.side == side]).sum() for side in fit.sides])[best]
        by_best = np.arange(len(best)), best
        holder = np.where(np.minimum(shares[by_best], told_of) < DECIDED, contested, fit.sides[best])
        sure = np.minimum(aged[by_best], told_of)
        sure[holder != contested] = np.maximum(sure[holder != contested], DECIDED)
        holder[~reached] = unknown
        reported = np.flatnonzero(told.made & (told.trust >= SURE))
        # even if all others speak against it
        denied = reported[holder[reported] != told.side[reported]]
        holder[denied], sure[denied] = contested, 0.5
        return cls(_settled(holder, field.mesh, reported, told.side[reported], contested), sure)

    def shaded(self, mesh: Mesh, sides: int) -> Ints:
        """Tell nodes of one side apart by how sure it is: neighbours of one kind make one zone; see `holder_of`."""
        shade = np.where(self.holder < sides, np.searchsorted(_STEPS, self.sure, side="right"), 0)
        patch, given = _patches(self.holder * _SHADES + shade, mesh, self.holder, _SHADE)
        return given[patch]

    @staticmethod
    def holder_of(kind: Ints) -> Ints:
        """Tell which holder a kind stands for."""
        return kind // _SHADES


def _settled(holder: Ints, mesh: Mesh, reported: Ints, side: Ints, contested: int) -> Ints:
    """Give specks to what surrounds them, but for those with a reported place that would become another's."""
    patch, given = _patches(holder, mesh, np.zeros_like(holder), _SPECK)
    taker = given[patch[reported]]
    wrong = patch[reported[(taker != side) & (taker != contested)]]
    return np.where(np.isin(patch, wrong), holder, given[patch])


def _patches(kind: Ints, mesh: Mesh, within: Ints, speck: int) -> tuple[Ints, Ints]:
    """Find the patches of nodes of one kind, and what each becomes: a speck what surrounds it.

    Specks, of fewer nodes than `speck`, are finer than anybody can know. What is unlike `within` does not surround
    them.
    """
    one, other = mesh.edges.T
    alike = kind[one] == kind[other]
    joined = coo_array((np.ones(alike.sum()), (one[alike], other[alike])), shape=(len(kind), len(kind)))
    count, patch = connected_components(joined, directed=False)
    given = np.zeros(count, dtype=np.int64)
    given[patch] = kind
    small = np.bincount(patch) < speck
    # what surrounds a speck is the kind of most of its neighbours that are none
    one, other = np.vstack([mesh.edges, mesh.edges[:, ::-1]]).T
    rim = small[patch[one]] & ~small[patch[other]] & (within[one] == within[other])
    kinds = int(kind.max()) + 1
    votes = np.bincount(patch[one[rim]] * kinds + kind[other[rim]], minlength=count * kinds).reshape(count, kinds)
    specks = small & votes.any(axis=1)
    given[specks] = votes[specks].argmax(axis=1)
    return patch, given
