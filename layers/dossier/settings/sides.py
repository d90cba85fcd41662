"""Sides of a conflict, as a dossier declares them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


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
    translated: Mapping[str, str] = field(default_factory=dict)
    """Names in languages beside English and Arabic, by language code."""

    @property
    def passable(self) -> frozenset[str]:
        """Ids of all sides whose ground the side may pass, including itself."""
        return frozenset({self.id, *self.friendly})


def side_names(sides: Iterable[Side]) -> dict[str, str]:
    """Return the ids of sides by their names, aliases and ids, in small letters; a name of two sides is left out.

    Examples
    --------
    >>> north = Side("north", "Northern side", None, "#0072b2", (), ("Northerners", "army"))
    >>> side_names([north, Side("south", "Southern side", None, "#d55e00", (), ("Army",))])
    {'north': 'north', 'south': 'south', 'northern side': 'north', 'northerners': 'north', 'southern side': 'south'}
    """
    sides = tuple(sides)
    names: dict[str, set[str]] = {}
    for side in sides:
        for name in filter(None, (side.name, side.name_ar, *side.aliases)):
            names.setdefault(name.casefold(), set()).add(side.id)
    own = {side.id.casefold(): side.id for side in sides}
    return own | {name: min(ids) for name, ids in names.items() if len(ids) == 1 and name not in own}


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
