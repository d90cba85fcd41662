"""A pool: the names of one country's places, made ready to be compared with a name that nobody spells so."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from geo.names.romanisation import consonants_of, romanise_all, similarity, translated
from geo.names.spelling import variants

# names in Latin or Arabic script
_READABLE = re.compile("[\0-\u036f\u0600-\u06ff\u1e00-\u1eff\u2000-\u206f]+")


class NamePool(NamedTuple):
    """Names with the rows of their places, romanised, and as skeletons of consonants."""

    rows: NDArray[np.int64]
    names: list[str]
    romans: list[str]
    skeletons: list[str]
    has_bones: NDArray[np.bool_]

    @classmethod
    def of(cls, named_rows: Iterable[tuple[int, Iterable[str | None]]]) -> Self:
        """Make names ready, given with the rows of their places."""
        named = [
            (row, variant)
            for row, names in named_rows
            for name in names
            if name and _READABLE.fullmatch(name)
            for variant in variants(name)
        ]
        romans = romanise_all([name for _, name in named])
        # whatever is not ASCII by now has letters of other languages, for which we have no table
        usable = [i for i, roman in enumerate(romans) if roman and roman.isascii()]
        romans = [romans[i] for i in usable]
        rows = np.array([named[i][0] for i in usable], dtype=np.int64)
        bones = consonants_of(romans)
        has_bones = np.array([bool(one) for one in bones], dtype=np.bool_)
        return cls(rows, [named[i][1] for i in usable], romans, bones, has_bones)

    def similar(self, name: str, at_least: float) -> dict[int, float]:
        """Return the rows of places with a similar name, each with its `geo.names.romanisation.similarity`."""
        best: dict[int, float] = defaultdict(float)
        for spelled in dict.fromkeys([name, translated(name)]):
            # the quick measure never falls below the full one, which has to look at words
            for i in np.flatnonzero(self._likeness(spelled) >= at_least):
                row = int(self.rows[i])
                best[row] = max(best[row], similarity(spelled, self.names[i]))
        return {row: likeness for row, likeness in best.items() if likeness >= at_least}

    def _likeness(self, name: str) -> NDArray[np.float64]:
        """Compute `geo.names.romanisation.similarity` of a name with all names, the words taken together."""
        [roman] = romanise_all([name])
        if not self.romans or not roman:
            return np.zeros(len(self.romans))
        ratio: NDArray[np.float64] = process.cdist([roman], self.romans, scorer=fuzz.ratio, dtype=np.float64)[0]
        [bones] = consonants_of([roman])
        if bones:
            bare = process.cdist([bones], self.skeletons, scorer=fuzz.ratio, dtype=np.float64)[0]
            ratio = np.where(self.has_bones, (ratio + bare) / 2, ratio)
        share: NDArray[np.float64] = ratio / 100
        return share
