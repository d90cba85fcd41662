"""Connected components of a mesh in up to 64 worlds at once, one bit a world."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.arrays import Flags, Ints

Bits = NDArray[np.uint64]


def as_bits(worlds: Flags) -> Bits:
    """Pack flags (n, w), w up to 64, into bits (n,): the first world is the lowest bit.

    Examples
    --------
    >>> as_bits(np.array([[True, False, True], [False, True, False]])).tolist()
    [5, 2]
    """
    packed = np.zeros((len(worlds), 8), dtype=np.uint8)
    bits = np.packbits(worlds, axis=1, bitorder="little")
    packed[:, : bits.shape[1]] = bits
    return packed.view("<u8")[:, 0].astype(np.uint64)


def reached(passable: Bits, edges: Ints, sources: Ints) -> Bits:
    """Find the worlds in which each node is connected to a source over passable nodes.

    Parameters
    ----------
    passable : array (n,)
        Worlds in which each node is passable.
    edges : array (e, 2)
        Numbers of neighbouring nodes.
    sources : array of int
        Numbers of the source nodes.

    Examples
    --------
    >>> row = np.array([[0, 1], [1, 2]])
    >>> reached(np.array([0b11, 0b01, 0b11], dtype=np.uint64), row, np.array([0])).tolist()
    [3, 1, 1]
    """
    one, other = edges.T
    always = np.bitwise_or.reduce(passable, initial=np.uint64(0))
    sure = (passable[one] == always) & (passable[other] == always)
    graph = coo_array((np.ones(sure.sum()), (one[sure], other[sure])), shape=(len(passable), len(passable)))
    # nodes that are connected in all worlds are treated as one
    count, node = connected_components(graph, directed=False)
    open_to = np.zeros(count, dtype=np.uint64)
    np.bitwise_or.at(open_to, node, passable)
    source, target = np.vstack([node[edges], node[edges[:, ::-1]]]).T
    useful = (source != target) & ((open_to[source] & open_to[target]) != 0)
    source, target = source[useful], target[useful]
    found = np.zeros(count, dtype=np.uint64)
    np.bitwise_or.at(found, node[sources], passable[sources])
    before = np.zeros_like(found)
    while (found != before).any():
        before = found.copy()
        np.bitwise_or.at(found, target, before[source] & open_to[target])
    return np.asarray(found[node], dtype=np.uint64)
