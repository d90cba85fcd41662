"""Sides of a conflict, as a dossier declares them."""

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
    """Other names that reports have for it, in any language."""

    @property
    def passable(self) -> frozenset[str]:
        """Every side whose ground it may pass, its own included."""
        return frozenset({self.id, *self.friendly})
