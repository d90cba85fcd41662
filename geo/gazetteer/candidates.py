"""Candidates: the places that the names of a text may mean, in columns, sorted by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, NamedTuple, Self

import numpy as np

from geo.arrays import Flags, Floats, Ints
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
# least similarity of names that count as similar
SIMILAR = 0.8
# most candidates of one name, the first gazetteer's and the largest first (there are 200 towns called San José; a lower
# limit would cut off the small one nearby)
_MOST = 200


class NameFit(NamedTuple):
    """A place that a name may mean, with the fit of the name.

    Parameters
    ----------
    place : Place
        The place.
    how : str
        How the name was found; see `geo.geocoding.match.Candidate`.
    similarity : float
        Similarity of the name to the place's name, 0 to 1.
    rank : int
        Number of the joined gazetteer that the place comes from; 0 is the first.
    country : str, optional
        Code of its country; if its country is unknown, of the country of the nearest place whose country is known.
    """

    place: Place
    how: HowFound
    similarity: float
    rank: int
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places that names may mean.

    Parameters
    ----------
    indexes : tuple of PlaceIndex
        Indexes of the places.
    name : array
        Number of the name of each candidate, in ascending order.
    rank, row : array
        Number of the index, and row of the place in it.
    how : array
        How the name was found, a number of `geo.gazetteer.name_table.How`.
    similarity : array
        Similarity of the name, 0 to 1.
    qualified : array
        True if a qualifier of the name, such as a country, confirms the place.
    places : array
        Position, codes, size and kind (`geo.gazetteer.place_columns.DTYPE`).
    """

    indexes: tuple[PlaceIndex, ...]
    name: Ints
    rank: Ints
    row: Ints
    how: Ints
    similarity: Floats
    qualified: Flags
    places: PlaceColumns

    @classmethod
    def found(cls, indexes: tuple[PlaceIndex, ...], rank: int, found: Found) -> Self:
        """Make candidates of the names found in one of the indexes."""
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
        """Make candidates of the answers of a service to some names: one object for each name, all in one index."""
        index = PlaceIndex.build(chain.from_iterable(answers))
        found, taken, start = index.find(names), [], 0
        for number, (name, places) in enumerate(zip(names, answers, strict=True)):
            is_own_answer = (found.name == number) & (start <= found.row) & (found.row < start + len(places))
            how = np.full(len(places), How.SIMILAR)
            np.minimum.at(how, found.row[is_own_answer] - start, found.how[is_own_answer])
            # an answer of the service fits at least as well as a similar name
            alike = [max(SIMILAR, *(similarity(name, other) for other in place.names)) for place in places]
            rows = np.arange(start, start + len(places))
            one = cls.found((*indexes, index), len(indexes), Found(np.zeros_like(rows), rows, how))
            taken.append(replace(one, similarity=np.where(how == How.SIMILAR, alike, 1.0)))
            start += len(places)
        return taken

    @classmethod
    def none(cls, indexes: tuple[PlaceIndex, ...]) -> Self:
        """Return an empty set of candidates."""
        no = np.zeros(0, dtype=np.int64)
        return cls(indexes, no, no, no, no, no.astype(np.float64), no.astype(np.bool_), np.zeros(0, dtype=DTYPE))

    def __len__(self) -> int:
        return len(self.name)

    def some(self, which: Flags | Ints) -> "Candidates":
        """Return some of the candidates, by a mask or by their numbers."""
        return Candidates(self.indexes, *(getattr(self, column)[which] for column in _COLUMNS))

    def joined(self, other: "Candidates") -> "Candidates":
        """Append other candidates, which may come from more indexes."""
        if not len(other) or not len(self):
            return other if len(other) else self
        return Candidates(
            max(self.indexes, other.indexes, key=len),
            *(np.concatenate([getattr(self, column), getattr(other, column)]) for column in _COLUMNS),
        )

    def of_name(self, name: int) -> "Candidates":
        """Assign all candidates to one name, by its number."""
        return replace(self, name=np.full(len(self), name))

    def distinct(self, most: int = _MOST) -> "Candidates":
        """Keep each place once, by its best fit; of each name the largest places first, and at most `most` of them."""
        if len(self) < 2:  # noqa: PLR2004 - one place is distinct
            return self
        order = np.lexsort((self.how, self.row, -self.places["population"], self.rank, self.name))
        name, rank, row = self.name[order], self.rank[order], self.row[order]
        new = is_new(row, rank, name)
        order, name = order[new], name[new]
        # number of a candidate among the candidates of its name
        nth = np.arange(len(name)) - np.searchsorted(name, name)
        return self.some(order[nth < most])

    def fits(self) -> list[NameFit]:
        """Return all candidates as objects."""
        return [
            NameFit(self.place(i), self.how_found(i), float(self.similarity[i]), int(self.rank[i]), self.country(i))
            for i in range(len(self))
        ]

    def place(self, i: int) -> Place:
        """Return the place of a candidate, by its number."""
        place: Place = self.indexes[self.rank[i]].place(int(self.row[i]))
        return place

    def country(self, i: int) -> str | None:
        """Return the code of the country of a candidate."""
        return country_of(self.places["country"][i])

    def how_found(self, i: int) -> HowFound:
        """Return how a candidate was found."""
        return _HOW[How(self.how[i])]

    def of(self, name: int) -> range:
        """Return the numbers of the candidates of a name."""
        start, end = np.searchsorted(self.name, [name, name + 1])
        return range(start, end)


_COLUMNS: Sequence[str] = ("name", "rank", "row", "how", "similarity", "qualified", "places")
