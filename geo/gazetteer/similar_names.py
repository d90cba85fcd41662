"""Names of the places of one country, prepared for the search of similar names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
from rapidfuzz import fuzz, process

from geo.arrays import Flags, Floats, Ints
from geo.names.romanisation import consonants_of, romanise_all, similarity, translated
from geo.names.spelling import variants

# names in Latin or Arabic script
_READABLE = re.compile("[\0-\u036f\u0600-\u06ff\u1e00-\u1eff\u2000-\u206f]+")


class SimilarNames(NamedTuple):
    """Names in columns.

    Parameters
    ----------
    rows : array
        Row of the place of each name.
    names : list of str
        The names.
    romans : list of str
        The names in plain Latin letters.
    skeletons : list of str
        Their consonants.
    has_skeleton : array
        True if a name has consonants.
    """

    rows: Ints
    names: list[str]
    romans: list[str]
    skeletons: list[str]
    has_skeleton: Flags

    @classmethod
    def of(cls, named_rows: Iterable[tuple[int, Iterable[str | None]]]) -> Self:
        """Prepare names, given with the rows of their places."""
        named = [
            (row, variant)
            for row, names in named_rows
            for name in names
            if name and _READABLE.fullmatch(name)
            for variant in variants(name)
        ]
        romans = romanise_all([name for _, name in named])
        # names that are not ASCII by now have letters of other languages, for which there is no table
        usable = [i for i, roman in enumerate(romans) if roman and roman.isascii()]
        romans = [romans[i] for i in usable]
        rows = np.array([named[i][0] for i in usable], dtype=np.int64)
        skeletons = consonants_of(romans)
        has_skeleton = np.array([bool(one) for one in skeletons], dtype=np.bool_)
        return cls(rows, [named[i][1] for i in usable], romans, skeletons, has_skeleton)

    def similar(self, name: str, at_least: float) -> dict[int, float]:
        """Return the rows of places with a similar name, each with its `geo.names.romanisation.similarity`."""
        best: dict[int, float] = defaultdict(float)
        for spelled in dict.fromkeys([name, translated(name)]):
            # the quick similarity is never below the full one, which also compares words
            for i in np.flatnonzero(self._likeness(spelled) >= at_least):
                row = int(self.rows[i])
                best[row] = max(best[row], similarity(spelled, self.names[i]))
        return {row: likeness for row, likeness in best.items() if likeness >= at_least}

    def _likeness(self, name: str) -> Floats:
        """Compute `geo.names.romanisation.similarity` of a name with all names, the words taken together."""
        [roman] = romanise_all([name])
        if not self.romans or not roman:
            return np.zeros(len(self.romans))
        ratio: Floats = process.cdist([roman], self.romans, scorer=fuzz.ratio, dtype=np.float64)[0]
        [skeleton] = consonants_of([roman])
        if skeleton:
            bare = process.cdist([skeleton], self.skeletons, scorer=fuzz.ratio, dtype=np.float64)[0]
            ratio = np.where(self.has_skeleton, (ratio + bare) / 2, ratio)
        share: Floats = ratio / 100
        return share
