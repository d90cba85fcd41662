"""Ways: the probability of the weakest ground on the best way from anywhere to supply anchors.

The widest path of a graph (the bottleneck or max-min path; Pollack 1960, The maximum capacity through a network,
Operations Research 8) lies in its maximum spanning tree (Hu 1961, The maximum capacity route problem, same journal 9).
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array, eye_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.spatial import cKDTree
from scipy.special import expit, logit

from geo.arrays import Floats, Ints
from geo.control.holders import DECIDED

# how fast the probability that no way is left falls with the log-odds of the way; chosen on generated wars
_STEEP = 1.0
# the share of a width below which distances do not count
_SAME = 0.04


class WidestWays(NamedTuple):
    """The best way of each node to any anchor.

    Parameters
    ----------
    way : array (n,)
        Probability of the weakest node on it; 0 where no way leads to an anchor at all.
    weakest : array (n,)
        Number of that node, of several the one nearest to the anchor; -1 where no way leads to an anchor.
    """

    way: Floats
    weakest: Ints


def widest_ways(edges: Ints, share: Floats, anchors: Ints) -> WidestWays:
    """Find the best way of each node to any anchor: that on which the weakest node is most probably passable.

    Parameters
    ----------
    edges : array (e, 2)
        Pairs of neighbouring nodes.
    share : array (n,)
        Probability that each node is passable.
    anchors : array (a,)
        Numbers of the nodes that are supply anchors.

    Examples
    --------
    >>> row = np.array([[0, 1], [1, 2], [2, 3]])
    >>> ways = widest_ways(row, np.array([1.0, 0.4, 0.9, 0.7]), np.array([0]))
    >>> ways.way.tolist(), ways.weakest.tolist()
    ([1.0, 0.4, 0.4, 0.4], [0, 1, 1, 1])
    """
    root = len(share)
    one = np.concatenate([edges[:, 0], anchors])
    other = np.concatenate([edges[:, 1], np.full(len(anchors), root)])
    weakest = np.minimum(share[one], np.append(share, 1.0)[other])
    # the tree's weights must not be 0, which stands for no edge
    cost = coo_array((2.0 - weakest, (one, other)), shape=(root + 1, root + 1)).tocsr()
    tree = minimum_spanning_tree(cost)
    tree = tree + tree.T
    order, before = breadth_first_order(tree, root, directed=False)
    # from the anchors outwards: a way is at most as good as the way of the node before, and as the node itself
    way, node = np.append(share, 2.0), np.append(np.arange(root), -1)
    reached = np.zeros(root + 1, dtype=bool)
    reached[order] = True
    way[~reached], node[~reached] = 0.0, -1
    # each step doubles the part of the way that is looked at
    former = np.where(reached & (before >= 0), before, root)
    while (former != root).any():
        is_weaker = way[former] <= way
        way, node = np.where(is_weaker, way[former], way), np.where(is_weaker, node[former], node)
        former = former[former]
    return WidestWays(way[:root], node[:root])


class Surroundings:
    """Nodes within a disc of some width around each node.

    Parameters
    ----------
    nodes_m : array (n, 2)
        Positions, in metres.
    width_m : float
        Width of the discs.

    Examples
    --------
    >>> row = np.column_stack([np.arange(4) * 1000.0, np.zeros(4)])
    >>> Surroundings(row, 2500.0).least(np.array([1.0, 0.4, 0.9, 0.7])).tolist()
    [0.4, 0.4, 0.4, 0.7]
    """

    def __init__(self, nodes_m: Floats, width_m: float) -> None:
        # nodes much nearer to each other than the width are one: a small area would have many millions of pairs
        cells = np.floor(nodes_m / max(width_m * _SAME, 1.0))
        _, cell, size = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
        self._cell = cell.ravel()
        self._nodes, self._starts = np.argsort(self._cell, kind="stable"), np.cumsum(size) - size
        centres, count = np.add.reduceat(nodes_m[self._nodes], self._starts) / size[:, None], len(size)
        pairs = cKDTree(centres).query_pairs(width_m / 2, output_type="ndarray")
        near = coo_array((np.ones(len(pairs), dtype=bool), pairs.T), shape=(count, count)).tocsr()
        near = near + near.T + eye_array(count, dtype=bool, format="csr")
        self._others, self._first = near.indices, near.indptr[:-1]

    def least(self, share: Floats) -> Floats:
        """Least probability within the disc around each node: that all of the disc is passable."""
        of_cells = np.minimum.reduceat(share[self._nodes], self._starts)
        return np.asarray(np.minimum.reduceat(of_cells[self._others], self._first)[self._cell])


def probability_cut(way: Floats) -> Floats:
    """Probability that no way is left, by the probability of the weakest ground on the best way.

    One half exactly where the lenient way ends, at 0.35.

    Examples
    --------
    >>> probability_cut(np.array([0.0, 0.35, 0.65, 1.0])).round(2).tolist()
    [1.0, 0.5, 0.22, 0.0]
    """
    with np.errstate(divide="ignore"):
        return np.asarray(expit(_STEEP * (logit(1 - way) - logit(DECIDED))), dtype=np.float64)
