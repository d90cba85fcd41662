"""The names of an index in columns, found for all names of a text at once.

Each name of a place has the fingerprint of its key (`geo.names.spelling.normalise`); entries are sorted by fingerprint,
so that look-ups are binary searches (Knuth, The Art of Computer Programming, volume 3, 6.2.1).
"""

import unicodedata
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, Self
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Flags, Ints
from geo.gazetteer.place import Place
from geo.names.spelling import in_bulk, normalise_all, variants


class How(IntEnum):
    """How a name was found, the best fit first."""

    ID = 0
    EXACT = 1
    ALIAS = 2
    NORMALISED = 3
    SHORT = 4
    SIMILAR = 5


class Found(NamedTuple):
    """Places found for names: number of the name, row of the place, and `How` it was found."""

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
        Number of the first entry of each key, and last the number of all entries.
    rows : array of uint32
        Row of the place of each entry.
    spellings : array of uint32
        Fingerprint of the name as written, without case.
    roles : array of uint8
        `How` the entry is found by a name that is written exactly like it.
    """

    keys: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    spellings: NDArray[np.uint32]
    roles: NDArray[np.uint8]

    @classmethod
    def of(cls, parts: list[tuple[NDArray[Any], ...]]) -> Self:
        """Join the columns of `entries` for batches of places, and empty the list to free memory."""
        columns = [*zip(*parts, strict=True)]
        parts.clear()
        keys, rows, spellings, roles = (np.concatenate(columns.pop(0)) for _ in range(len(columns)))
        order = np.lexsort((roles, rows, keys)).astype(np.uint32)
        keys, rows, spellings, roles = keys[order], rows[order], spellings[order], roles[order]
        # a place that has a name twice keeps it in the first of its roles
        new = is_new(keys, rows, spellings)
        keys, rows, spellings, roles = keys[new], rows[new], spellings[new], roles[new]
        first = np.flatnonzero(is_new(keys))
        return cls(keys[first], np.append(first, len(keys)).astype(np.uint32), rows, spellings, roles)

    def find(self, names: Sequence[str]) -> Found:
        """Find the places with these ids, or with these names in any spelling of the same key."""
        asked, entry = self.entries_of([*normalise_all(names), *map(_id_key, names)])
        name = asked % max(len(names), 1)
        how = self.roles[entry].astype(np.int64)
        other = (self.spellings[entry] != _spellings(names)[name]) & (how < How.NORMALISED)
        how[other] = How.NORMALISED
        return Found(name, self.rows[entry].astype(np.int64), how)

    def entries_of(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the numbers of the keys that are in the table, and the numbers of their entries, pair by pair."""
        asked = _fingerprints(keys)
        if not len(asked) or not len(self.keys):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        known = np.flatnonzero(self.keys[at] == asked)
        start = self.starts[at[known]].astype(np.int64)
        count = self.starts[at[known] + 1] - start
        name = np.repeat(known, count)
        # the entries of a key are consecutive: count from the first
        return name, np.arange(len(name)) + np.repeat(start - np.cumsum(count) + count, count)


def is_new(*columns: NDArray[Any]) -> Flags:
    """Mark rows that differ from the one before in any of the columns; the first row is marked."""
    new = np.ones(len(columns[0]), dtype=np.bool_)
    if len(new):
        new[1:] = columns[0][1:] != columns[0][:-1]
        for column in columns[1:]:
            new[1:] |= column[1:] != column[:-1]
    return new


def entries(rows: Sequence[int], places: Sequence[Place]) -> tuple[NDArray[Any], ...]:
    """Return the columns of the ids and names of some places: key, row, spelling, role."""
    owned = [dict.fromkeys(place.names) for place in places]
    names = [name for own in owned for name in own]
    counts = np.array([len(own) for own in owned], dtype=np.int64)
    # the main name comes first, then the aliases
    roles = np.full(len(names), How.ALIAS)
    roles[np.cumsum(counts) - counts] = How.EXACT
    # names without their qualifiers come last
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
    """Return a fingerprint of 64 bits, made of two checksums; two names very rarely have the same.

    Examples
    --------
    >>> fingerprint("idlib") == fingerprint("idlib") != fingerprint("edlib")
    True
    """
    data = text.encode(errors="replace")
    return crc32(data) << 32 | adler32(data)


def _id_key(place_id: str) -> str:
    """Return the key of an id, which differs from the keys of all names."""
    return "\0" + place_id


def _fingerprints(texts: Sequence[str]) -> NDArray[np.uint64]:
    return np.fromiter(map(fingerprint, texts), np.uint64, len(texts))


def _spellings(names: Sequence[str]) -> NDArray[np.uint32]:
    """Return fingerprints of 32 bits of names as written, without case and differences of composed letters."""
    plain = in_bulk(names, lambda text: unicodedata.normalize("NFC", text).casefold())
    return np.fromiter((crc32(name.strip().encode(errors="replace")) for name in plain), np.uint32, len(names))


def _short(names: Collection[str]) -> list[str]:
    """Return names without their qualifiers, except those that are names of the place already."""
    qualified = (name for name in names if "(" in name or "/" in name)
    return [variant for name in qualified for variant in variants(name) if variant not in names]
