"""Who acts in a report: words for sides, mapped to the sides of a dossier."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.tables import lists, packaged
from layers.sides import Side

# words for a party that name no country, and what marks the side that they mean in its id or name
_GENERIC = {
    "government": ("regime", "government", "assad", "النظام", "الحكومة", "rejim", "قوات النظام", "esad"),
    "opposition": (
        "rebel",
        "rebels",
        "opposition",
        "militants",
        "jihadists",
        "HTS",
        "المعارضة",
        "الفصائل",
        "muhalifler",
    ),
    "sdf": ("SDF", "YPG", "Kurdish", "قسد", "الوحدات الكردية"),
}
_FORCES = r"(?:forces|troops|soldiers|army|military|jets|warplanes|fighters|artillery|aircraft|helicopters|planes)"


@dataclass(frozen=True, slots=True)
class Actor:
    """A party in a text, with its offset: a side's id, or where the dossier has none, what the text calls it."""

    at: int
    side: str


@dataclass(frozen=True)
class Cast:
    """The parties that a dossier knows, and the words that stand for them."""

    sides: Sequence[Side] = ()

    @cached_property
    def _names(self) -> dict[str, str]:
        """What each word stands for, in small letters."""
        found: dict[str, str] = {}
        peoples = lists("demonyms", "demonyms")
        called: dict[str, list[str]] = {}
        for row in packaged("areas"):
            if "." not in row["code"]:
                called.setdefault(row["code"], []).append(row["name"])
        for code, names in called.items():
            words = [*names, *peoples.get(code, ()), *lists("abbreviations", "abbreviations").get(code, ())]
            side = self._side_named(words)
            for word in words:
                # the last of its names is the one in common use
                found.setdefault(word.casefold(), side or names[-1])
        for mark, marked in _GENERIC.items():
            side = next((one.id for one in self.sides if mark in f"{one.id} {one.name}".casefold()), None)
            found |= {word.casefold(): side or mark for word in marked}
        return found

    def _side_named(self, words: Sequence[str]) -> str | None:
        """Find the side of a country: of several the one that is its government."""
        named = [
            side
            for side in self.sides
            if any(re.search(rf"\b{re.escape(w)}\b", side.name) for w in words if len(w) > 2)  # noqa: PLR2004 - abbreviations are words too
        ]
        named.sort(key=lambda side: "government" not in f"{side.id} {side.name}".casefold())
        return named[0].id if named else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self._names, key=len, reverse=True) if len(word) > 1)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)

    def actors(self, text: str) -> list[Actor]:
        """Find the parties in a text, in order.

        Examples
        --------
        >>> [actor.side for actor in Cast().actors("Clashes between Turkish and Syrian forces")]
        ['Turkey', 'Syria']
        """
        found = []
        for match in self._pattern.finditer(text):
            word = match[0]
            # us and it are no countries
            if word.islower() and word.casefold() not in {
                name.casefold() for names in _GENERIC.values() for name in names
            }:
                continue
            found.append(Actor(match.start(), self._names[word.casefold()]))
        return found

    def is_party(self, text: str, actor: Actor) -> bool:
        """Whether a word stands for those who fight, and not for a country that something happens in."""
        before = text[max(0, actor.at - 5) : actor.at].casefold().split()
        return not before or before[-1] not in {"in", "to", "from", "into", "at", "near"}
