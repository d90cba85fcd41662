"""Candidates: the places that the names of a text may mean, in columns, name after name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Ints
from geo.gazetteer.name_table import Found, How, is_new
from geo.gazetteer.place import Place
from geo.gazetteer.place_columns import DTYPE, PlaceColumns, country_of
from geo.gazetteer.place_index import PlaceIndex
from geo.names.romanisation import similarity

HowFound = Literal["id", "exact", "normalised", "short", "similar"]

_HOW: dict[How, HowFound] = {
    How.ID: "id",
    How.EXACT: "exact",
    How.ALIAS: "exact",
    How.NORMALISED: "normalised",
    How.SHORT: "short",
    How.SIMILAR: "similar",
}
# the similarity from which names count as similar
SIMILAR = 0.8
# of one name no more candidates than these are weighed, the first gazetteer's and the largest first (there are 200
# towns called San José; a limit that is met by less would cut off the small one nearby)
_MOST = 200


class NameFit(NamedTuple):
    """One place that a name may mean, and how well the name fits it."""

    place: Place
    how: HowFound
    similarity: float
    rank: int
    """Which of the joined gazetteers it comes from; 0 is the first."""
    country: str | None = None
    """Where it lies: its own country, or where nobody said it, that of the nearest place of which it is known."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places that names may mean.

    Parameters
    ----------
    indexes : tuple of PlaceIndex
        Where they stand.
    name : array
        The number of the name, candidate by candidate; it never falls.
    rank, row : array
        In which of the indexes the candidate stands, and in which row.
    how : array
        How the name was found, as `geo.gazetteer.name_table.How` numbers it.
    similarity : array
        How well the name fits, 0 to 1.
    qualified : array
        Whether the name came with a qualifier, such as its country, that confirms this place.
    places : array
        Position, codes, size and kind (`geo.gazetteer.place_columns.DTYPE`).
    """

    indexes: tuple[PlaceIndex, ...]
    name: Ints
    rank: Ints
    row: Ints
    how: Ints
    similarity: NDArray[np.float64]
    qualified: NDArray[np.bool_]
    places: PlaceColumns

    @classmethod
    def found(cls, indexes: tuple[PlaceIndex, ...], rank: int, found: Found) -> Self:
        """Take what one of the indexes has found."""
        count = len(found.name)
        return cls(
            indexes,
            found.name,
            np.full(count, rank),
            found.row,
            found.how,
            np.ones(count),
            np.zeros(count, dtype=np.bool_),
            indexes[rank].columns[found.row],
        )

    @classmethod
    def of_service(
        cls, indexes: tuple[PlaceIndex, ...], names: Sequence[str], answers: Sequence[Sequence[Place]]
    ) -> list[Self]:
        """Take what a service answers when it is asked for some names: the candidates of each, all in one index."""
        index = PlaceIndex.build(chain.from_iterable(answers))
        found, taken, start = index.find(names), [], 0
        for number, (name, places) in enumerate(zip(names, answers, strict=True)):
            mine = (found.name == number) & (start <= found.row) & (found.row < start + len(places))
            how = np.full(len(places), How.SIMILAR)
            np.minimum.at(how, found.row[mine] - start, found.how[mine])
            # the service took it for an answer, so it is at least as good as what we would have called similar
            alike = [max(SIMILAR, *(similarity(name, other) for other in place.names)) for place in places]
            rows = np.arange(start, start + len(places))
            one = cls.found((*indexes, index), len(indexes), Found(np.zeros_like(rows), rows, how))
            taken.append(replace(one, similarity=np.where(how == How.SIMILAR, alike, 1.0)))
            start += len(places)
        return taken

    @classmethod
    def none(cls, indexes: tuple[PlaceIndex, ...]) -> Self:
        """Give no candidates."""
        no = np.zeros(0, dtype=np.int64)
        return cls(indexes, no, no, no, no, no.astype(np.float64), no.astype(np.bool_), np.zeros(0, dtype=DTYPE))

    def __len__(self) -> int:
        return len(self.name)

    def some(self, which: NDArray[np.bool_] | Ints) -> "Candidates":
        """Give some of them."""
        return Candidates(self.indexes, *(getattr(self, column)[which] for column in _COLUMNS))

    def joined(self, other: "Candidates") -> "Candidates":
        """Add others, which may stand in more indexes."""
        if not len(other) or not len(self):
            return other if len(other) else self
        return Candidates(
            max(self.indexes, other.indexes, key=len),
            *(np.concatenate([getattr(self, column), getattr(other, column)]) for column in _COLUMNS),
        )

    def of_name(self, name: int) -> "Candidates":
        """Count them as candidates of one name, by its number."""
        return replace(self, name=np.full(len(self), name))

    def distinct(self, most: int = _MOST) -> "Candidates":
        """Name every place once, by its surest fit, the largest places of each name first, and not too many of them."""
        if len(self) < 2:  # noqa: PLR2004 - it takes two
            return self
        order = np.lexsort((self.how, self.row, -self.places["population"], self.rank, self.name))
        name, rank, row = self.name[order], self.rank[order], self.row[order]
        new = is_new(row, rank, name)
        order, name = order[new], name[new]
        # of how many of its name a candidate is one, counted from the first
        nth = np.arange(len(name)) - np.searchsorted(name, name)
        return self.some(order[nth < most])

    def fits(self) -> list[NameFit]:
        """Give all of them, one by one."""
        return [
            NameFit(self.place(i), self.how_found(i), float(self.similarity[i]), int(self.rank[i]), self.country(i))
            for i in range(len(self))
        ]

    def place(self, i: int) -> Place:
        """Give the place of a candidate."""
        place: Place = self.indexes[self.rank[i]].place(int(self.row[i]))
        return place

    def country(self, i: int) -> str | None:
        """Give the country in which a candidate lies."""
        return country_of(self.places["country"][i])

    def how_found(self, i: int) -> HowFound:
        """Tell how a candidate was found."""
        return _HOW[How(self.how[i])]

    def of(self, name: int) -> range:
        """Tell which are the candidates of a name."""
        start, end = np.searchsorted(self.name, [name, name + 1])
        return range(start, end)


_COLUMNS: Sequence[str] = ("name", "rank", "row", "how", "similarity", "qualified", "places")
