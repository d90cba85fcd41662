"""Copies among the texts of a corpus: an agency's text that others print, with lines added, changed or left out.

Texts are compared by MinHash (A. Broder, On the resemblance and containment of documents, 1997): the share of runs of
three words that two texts have in common, estimated from 64 numbers of each.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np

_WORDS, _NUMBERS = 3, 64
# the share of common runs from which a text is a copy, estimated: a third of the words may differ
_COPY = 0.6
# how datasketch makes the numbers; those of other schemes cannot be compared
_SCHEME = "affine32"
_WORD = re.compile(r"\w+")


@cache
def _blank() -> Any:  # noqa: ANN401 - datasketch publishes no types
    from datasketch import MinHash  # noqa: PLC0415 - optional

    # several times faster than SHA-1, which is the default
    return MinHash(num_perm=_NUMBERS, scheme=_SCHEME, hashfunc=crc32)


def signature(text: str) -> str:
    """Return the numbers by which a text is compared, in hexadecimal."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[i : i + _WORDS]) for i in range(max(len(words) - _WORDS, 0) + 1)}
    made = _blank().copy()
    made.update_batch([run.encode() for run in sorted(runs)])
    return str(made.hashvalues.astype("<u4").tobytes().hex())


def copies(signatures: Iterable[tuple[str, str]]) -> list[tuple[str, str, float]]:
    """Find the copies among texts.

    Parameters
    ----------
    signatures : iterable of (str, str)
        Key and `signature` of each text, the earliest first.

    Returns
    -------
    list of (str, str, float)
        Key of the copy, of the most similar text before that is no copy itself, and their similarity, 0 to 1.
    """
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - optional

    first = MinHashLSH(threshold=_COPY, num_perm=_NUMBERS)
    known: dict[str, tuple[int, Any]] = {}
    found = []
    for number, (key, written) in enumerate(signatures):
        values = np.frombuffer(bytes.fromhex(written), dtype="<u4").astype(np.uint32)
        made = MinHash(num_perm=_NUMBERS, hashvalues=values, scheme=_SCHEME)
        alike = [(made.jaccard(known[other][1]), -known[other][0], other) for other in first.query(made)]
        similarity, _, original = max(alike, default=(0.0, 0, ""))
        if similarity >= _COPY:
            found.append((key, original, round(float(similarity), 3)))
        else:
            first.insert(key, made)
            known[key] = number, made
    return found
