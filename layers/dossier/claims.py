"""Claims: whose word a control report is, by the leanings of its sources.

A source that names the loser, a third party or nobody's interest confirms a report; the side that gains only claims it.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from geo.readers.row import Row
from geo.sides import CONTESTED
from layers.dossier.settings.sides import Side, blocs_of, side_names

NEUTRAL = "neutral"


class Claims:
    """Leanings of the sources of a dossier.

    Parameters
    ----------
    sides : sequence of Side
        The sides, whose ids, names and aliases a leaning may name.
    """

    def __init__(self, sides: Sequence[Side]) -> None:
        self._side = side_names(sides)
        self._blocs = blocs_of(sides)
        self._unknown: set[str] = set()
        self._leanings: dict[str, frozenset[str]] = {}

    def read(self, row: Row, key: str) -> None:
        """Read the leaning of a row of `sources.csv`; a word that is no side is reported once, and is not judged."""
        found = set()
        for word in row.items("leaning"):
            side = NEUTRAL if word.casefold() == NEUTRAL else self._side.get(word.casefold())
            if side:
                found.add(side)
            elif self._side and word.casefold() not in self._unknown:
                self._unknown.add(word.casefold())
                sides = ", ".join(dict.fromkeys(self._side.values()))
                why = f"not judged, as it is no side; expected {NEUTRAL}, or sides ({sides}) with '; ' between them"
                row.wrong("C208", "leaning", f"{why}; free words go into the column about", word)
        if row.text("url") or row.text("archive_url"):
            self._leanings[key] = frozenset(found)

    def basis(self, side: str, from_side: str | None, keys: Iterable[str]) -> str | None:
        """Find the basis of a report by its own sources; see `geo.sides.BASES`.

        Parameters
        ----------
        side : str
            The side that gains; if contested, all that are not in the bloc of `from_side` do.
        from_side : str or None
            The holder until then.
        keys : iterable of str
            Keys of the sources.
        """
        opened = [self._leanings[key] for key in keys if key in self._leanings]
        if not opened:
            return "record"
        named = frozenset[str]().union(*opened)
        if side == CONTESTED:
            gains = [bloc for bloc in self._blocs if from_side not in bloc]
        else:
            gains = [bloc for bloc in self._blocs if side in bloc]
        if named - frozenset[str]().union(*gains) or sum(not named.isdisjoint(bloc) for bloc in gains) > 1:
            return "confirmed"
        return "claimed" if named else None

    def of_areas(self, areas: pd.DataFrame) -> "pd.Series[Any]":
        """Find the basis of each control area, by its column `source`: keys, or a name."""
        rows = zip(areas["side"], areas["source"], strict=True)
        bases = [self.basis(str(side), None, split_keys(source)) for side, source in rows]
        return pd.Series(bases, dtype=object, index=areas.index)


def split_keys(joined: object) -> Collection[str]:
    """Return the keys of sources that are joined by semicolons."""
    return [key.strip() for key in joined.split(";")] if isinstance(joined, str) else []
