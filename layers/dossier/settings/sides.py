"""Sides of a conflict, as a dossier declares them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """A party, or an alliance of them, that holds ground."""

    id: str
    name: str
    name_ar: str | None
    colour: str
    friendly: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    """Other names that reports use for the side, in any language."""

    @property
    def passable(self) -> frozenset[str]:
        """Ids of all sides whose ground the side may pass, including itself."""
        return frozenset({self.id, *self.friendly})


def blocs_of(sides: Iterable[Side]) -> tuple[frozenset[str], ...]:
    """Find the sides that name each other as friendly, directly or through others; each side is in one bloc."""
    friendly = {side.id: frozenset(side.friendly) for side in sides}
    blocs: dict[str, frozenset[str]] = {}
    for side in friendly:
        if side not in blocs:
            bloc, found = {side}, [side]
            while found:
                one = found.pop()
                new = {other for other in friendly[one] if one in friendly.get(other, ())} - bloc
                bloc |= new
                found += sorted(new)
            blocs |= dict.fromkeys(bloc, frozenset(bloc))
    return tuple(dict.fromkeys(blocs.values()))
