"""The roster of parties: what a dossier's sides, countries and armed groups are called."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel import Locale

from geo.languages.area_names import widespread_peoples
from geo.languages.packaged import lists, packaged
from layers.dossier.settings.sides import Side
from layers.reading.words import either, folded, words

NAMED = (
    r"(?:[A-Z][\w’'-]+ (?:of |for |the ){0,2}){1,4}?(?:Armed Forces|Defen[cs]e Forces|Forces|Army|Front|Brigades?|"
    r"Movement|Militia|Guards?|Corps|Coalition)\b"
    r"|(?i:forces|fighters|troops|militias?) loyal to (?:the )?(?:[a-z-]+ ){0,4}(?:[A-Z][\w’'-]+ ?){1,3}(?<! )"
)
"""An expression for armies and fronts by their own names."""
_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True)
class Roster:
    """What the parties of all reports are called, by the sides of a dossier."""

    sides: tuple[Side, ...]

    @cached_property
    def peoples(self) -> dict[str, str]:
        """What each country's names, and the words for its people, stand for, in small letters."""
        found: dict[str, str] = {}
        peoples, short = lists("demonyms", "demonyms"), lists("abbreviations", "abbreviations")
        called: dict[str, list[str]] = {}
        for row in packaged("areas"):
            if "." not in row["code"]:
                called.setdefault(row["code"], []).append(row["name"])
        for code, names in called.items():
            words = [*names, *peoples.get(code, ()), *short.get(code, ())]
            side = self._side_named(words)
            for word in words:
                # the last of its names is the one in common use
                found.setdefault(folded(word), side or names[-1])
                if _ARABIC.search(word):
                    found.setdefault(f"{word}ة", side or names[-1])
                    found.setdefault(f"ال{word}", side or names[-1])
                    found.setdefault(f"ال{word}ة", side or names[-1])
        for word in widespread_peoples():
            found.setdefault(folded(word), word)
        for language in ("en", "ar", "tr"):
            for code, name in Locale(language).territories.items():
                # of every country by the name that is in use for it above
                if code in called:
                    found.setdefault(folded(name), found[folded(called[code][-1])])
        return found

    @cached_property
    def bands(self) -> dict[str, str]:
        """What the words stand for that name a party and no country, in small letters."""
        parties = words("parties")
        found = {folded(word): word for word in parties["others"]}
        for party, marks in words("marks").items():
            told = (side.id for side in self.sides if any(m in f"{side.id} {side.name}".casefold() for m in marks))
            side = next(told, None)
            # where the dossier has no such side, they stay as they are written
            found |= {folded(word): side or _common(word, parties[party]) for word in parties[party]}
        for code, names in words("armies").items():
            country = next((row["name"] for row in packaged("areas") if row["code"] == code), code)
            found |= {folded(name): self.peoples.get(folded(country), country) for name in names}
        # a side is known by its own names as well
        return found | {
            folded(name): side.id for side in self.sides for name in (side.name, side.name_ar, *side.aliases) if name
        }

    @cached_property
    def capitals(self) -> dict[str, str]:
        """What capitals stand for that are named for their governments, in small letters."""
        return {
            folded(name): self.peoples[folded(row["name"])]
            for row in packaged("areas")
            if row["capital"] and "." not in row["code"]
            for name in row["capital"].split(";")
        }

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the sides."""
        return frozenset(side.id for side in self.sides)

    @cached_property
    def governments(self) -> frozenset[str]:
        """What the words for a government stand for."""
        return frozenset(self.bands[folded(word)] for word in words("parties")["government"])

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds armies by their names as ``named``, and all other words for parties as ``known``."""
        words = sorted((word for word in (*self.bands, *self.peoples) if len(word) > 1), key=len, reverse=True)
        known = either(map(re.escape, words))
        return re.compile(rf"(?<!\w)(?P<named>{NAMED})|(?<![\w-])(?:[وبل](?=\w{{4}}))?(?P<known>(?i:{known}))(?!\w)")

    def _side_named(self, words: Sequence[str]) -> str | None:
        """Find the side of a country: of several the one that is its government."""
        named = [
            side
            for side in self.sides
            if any(w in side.name and re.search(rf"\b{re.escape(w)}\b", side.name) for w in words if len(w) > 2)  # noqa: PLR2004 - abbreviations are words too
        ]
        named.sort(key=lambda side: "government" not in f"{side.id} {side.name}".casefold())
        return named[0].id if named else None


@lru_cache(maxsize=8)
def roster(sides: tuple[Side, ...]) -> Roster:
    """Give the roster for some sides; making one takes as long as reading several reports."""
    return Roster(sides)


def _common(word: str, known: Sequence[str]) -> str:
    """Give the form of a word for a party that stands for all of its forms: rebels for rebel."""
    if f"{word}s" in known:
        return f"{word}s"
    if word.endswith("s"):
        return word
    return next((form for form in known if len(form) > 4 and word.startswith(form)), word)  # noqa: PLR2004 - Turkish endings
