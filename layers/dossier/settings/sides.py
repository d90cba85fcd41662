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
    """Other names that reports use for the side, in any language."""

    @property
    def passable(self) -> frozenset[str]:
        """Ids of all sides whose ground the side may pass, including itself."""
        return frozenset({self.id, *self.friendly})
