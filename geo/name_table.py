"""The names of an index in columns: which places have which name, found for all names of a text at once.

Every name of a place stands in it by a fingerprint of its key (`geo.spelling.normalise`), in the order of the
fingerprints, so that look-ups are binary searches (Knuth, The Art of Computer Programming, volume 3, 6.2.1).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, Self
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

from geo.place import Place
from geo.spelling import normalise_all, variants

Ints = NDArray[np.int64]


class How(IntEnum):
    """How a name was found, the surest first."""

    ID = 0
    EXACT = 1
    ALIAS = 2
    NORMALISED = 3
    SHORT = 4
    SIMILAR = 5


class Found(NamedTuple):
    """What names may mean: the number of the name, the row of a place, and how the name fits."""

    name: Ints
    row: Ints
    how: Ints


class NameTable(NamedTuple):
    """Names in columns.

    Parameters
    ----------
    keys : array of uint64
        Fingerprints of the keys, in order.
    starts : array of uint32
        Where the entries of each key start, and where the last ones end.
    rows : array of uint32
        The row of the place, entry by entry.
    spellings : array of uint32
        A fingerprint of the name as it is written, but for capital letters.
    roles : array of uint8
        `How` a name is found that is written exactly so.
    """

    keys: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    spellings: NDArray[np.uint32]
    roles: NDArray[np.uint8]

    @classmethod
    def of(cls, parts: Sequence[tuple[NDArray[np.generic], ...]]) -> Self:
        """Put together what `entries` gave for batches of places."""
        keys, rows, spellings, roles = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((roles, rows, keys))
        entry = np.column_stack([keys, rows, spellings])[order]
        # a place that has a name twice has it in the first of its roles
        order = order[is_new(*entry.T)]
        unique, starts = np.unique(keys[order], return_index=True)
        return cls(
            unique,
            np.append(starts, len(order)).astype(np.uint32),
            rows[order],
            spellings[order],
            roles[order],
        )

    def find(self, names: Sequence[str]) -> Found:
        """Find the places that have these ids, or these names, however they are written down."""
        asked, entry = self.entries_of([*normalise_all(names), *map(_id_key, names)])
        name = asked % max(len(names), 1)
        how = self.roles[entry].astype(np.int64)
        spellings = np.array([spelling(one) for one in names], dtype=np.uint32)
        other = (self.spellings[entry] != spellings[name]) & (how < How.NORMALISED)
        how[other] = How.NORMALISED
        return Found(name, self.rows[entry].astype(np.int64), how)

    def entries_of(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Give the numbers of the keys that are known, and of their entries: one row an entry."""
        asked = np.array([fingerprint(key) for key in keys], dtype=np.uint64)
        if not len(asked) or not len(self.keys):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        known = np.flatnonzero(self.keys[at] == asked)
        start = self.starts[at[known]].astype(np.int64)
        count = self.starts[at[known] + 1] - start
        name = np.repeat(known, count)
        # each key's entries follow one another: count on from where they start
        return name, np.arange(len(name)) + np.repeat(start - np.cumsum(count) + count, count)


def is_new(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which rows differ from the one before, in any of the columns; the first one does."""
    new = np.ones(len(columns[0]), dtype=np.bool_)
    if len(new):
        new[1:] = columns[0][1:] != columns[0][:-1]
        for column in columns[1:]:
            new[1:] |= column[1:] != column[:-1]
    return new


def entries(rows: Iterable[int], places: Iterable[Place]) -> tuple[NDArray[np.generic], ...]:
    """Give the columns of the names of some places: key, row, spelling, role."""
    named = [(row, *entry) for row, place in zip(rows, places, strict=True) for entry in _named(place)]
    names = [name for _, _, name in named]
    keys = [
        _id_key(name) if role == How.ID else key
        for (_, role, name), key in zip(named, normalise_all(names), strict=True)
    ]
    some = [i for i, key in enumerate(keys) if key]
    return (
        np.array([fingerprint(keys[i]) for i in some], dtype=np.uint64),
        np.array([named[i][0] for i in some], dtype=np.uint32),
        np.array([spelling(names[i]) for i in some], dtype=np.uint32),
        np.array([named[i][1] for i in some], dtype=np.uint8),
    )


def fingerprint(text: str) -> int:
    """Give 64 bits that tell texts apart: of a million names, one in millions of others is taken for one of them.

    Examples
    --------
    >>> fingerprint("idlib") == fingerprint("idlib") != fingerprint("edlib")
    True
    """
    data = text.encode(errors="replace")
    return crc32(data) << 32 | adler32(data)


def _id_key(place_id: str) -> str:
    """Give a key that no name has."""
    return "\0" + place_id


def spelling(name: str) -> int:
    """Give 32 bits for a name as it is written: only capital letters and the way of composing letters are levelled."""
    return crc32(plain(name).encode(errors="replace"))


def plain(name: str) -> str:
    """Level capital letters and the way in which unicode composes letters, and nothing else."""
    return unicodedata.normalize("NFC", name).casefold().strip()


def _named(place: Place) -> Iterable[tuple[How, str]]:
    """Give the id and the names of a place with their roles; a name without its qualifier comes after the names."""
    own = dict.fromkeys(place.names)
    yield How.ID, place.id
    yield How.EXACT, place.name
    for name in own:
        if name != place.name:
            yield How.ALIAS, name
        for variant in variants(name):
            if variant not in own:
                yield How.SHORT, variant
