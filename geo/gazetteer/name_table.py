"""The names of an index in columns: which places have which name, found for all names of a text at once.

Every name of a place stands in it by a fingerprint of its key (`geo.names.spelling.normalise`), in the order of the
fingerprints, so that look-ups are binary searches (Knuth, The Art of Computer Programming, volume 3, 6.2.1).
"""

import unicodedata
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, Self
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Ints
from geo.gazetteer.place import Place
from geo.names.spelling import in_bulk, normalise_all, variants


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
    def of(cls, parts: list[tuple[NDArray[Any], ...]]) -> Self:
        """Put together what `entries` gave for batches of places, and empty the list: it may be a world of names."""
        columns = [*zip(*parts, strict=True)]
        parts.clear()
        keys, rows, spellings, roles = (np.concatenate(columns.pop(0)) for _ in range(len(columns)))
        order = np.lexsort((roles, rows, keys)).astype(np.uint32)
        keys, rows, spellings, roles = keys[order], rows[order], spellings[order], roles[order]
        # a place that has a name twice has it in the first of its roles
        new = is_new(keys, rows, spellings)
        keys, rows, spellings, roles = keys[new], rows[new], spellings[new], roles[new]
        first = np.flatnonzero(is_new(keys))
        return cls(keys[first], np.append(first, len(keys)).astype(np.uint32), rows, spellings, roles)

    def find(self, names: Sequence[str]) -> Found:
        """Find the places that have these ids, or these names, however they are written down."""
        asked, entry = self.entries_of([*normalise_all(names), *map(_id_key, names)])
        name = asked % max(len(names), 1)
        how = self.roles[entry].astype(np.int64)
        other = (self.spellings[entry] != _spellings(names)[name]) & (how < How.NORMALISED)
        how[other] = How.NORMALISED
        return Found(name, self.rows[entry].astype(np.int64), how)

    def entries_of(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Give the numbers of the keys that are known, and of their entries: one row an entry."""
        asked = _fingerprints(keys)
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


def entries(rows: Sequence[int], places: Sequence[Place]) -> tuple[NDArray[Any], ...]:
    """Give the columns of the ids and names of some places: key, row, spelling, role."""
    owned = [dict.fromkeys(place.names) for place in places]
    names = [name for own in owned for name in own]
    counts = np.array([len(own) for own in owned], dtype=np.int64)
    # the name comes first, and then what else the place is called
    roles = np.full(len(names), How.ALIAS)
    roles[np.cumsum(counts) - counts] = How.EXACT
    # a name without its qualifier comes after the names
    short = [(row, name) for row, own in zip(rows, owned, strict=True) for name in _short(own)]
    names += [name for _, name in short]
    keys, ids = normalise_all(names), [place.id for place in places]
    some = np.array([*map(bool, keys), *[True] * len(ids)], dtype=np.bool_)
    columns = (
        np.concatenate([_fingerprints(keys), _fingerprints([*map(_id_key, ids)])]),
        np.concatenate([np.repeat(rows, counts), [row for row, _ in short], rows]).astype(np.uint32),
        _spellings([*names, *ids]),
        np.concatenate([roles, np.full(len(short), How.SHORT), np.full(len(ids), How.ID)]).astype(np.uint8),
    )
    return tuple(column[some] for column in columns)


def fingerprint(text: str) -> int:
    """Give 64 bits that tell texts apart: two checksums, which two names share by the rarest chance only.

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


def _fingerprints(texts: Sequence[str]) -> NDArray[np.uint64]:
    return np.fromiter(map(fingerprint, texts), np.uint64, len(texts))


def _spellings(names: Sequence[str]) -> NDArray[np.uint32]:
    """Give 32 bits for names as they are written, but for capital letters and the way of composing letters."""
    plain = in_bulk(names, lambda text: unicodedata.normalize("NFC", text).casefold())
    return np.fromiter((crc32(name.strip().encode(errors="replace")) for name in plain), np.uint32, len(names))


def _short(names: Collection[str]) -> list[str]:
    """Give the names without their qualifiers, where that is none of the names."""
    qualified = (name for name in names if "(" in name or "/" in name)
    return [variant for name in qualified for variant in variants(name) if variant not in names]
