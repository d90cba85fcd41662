"""The roster of parties: the names of a dossier's sides, of countries and of armed groups."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel import Locale

from geo.languages.area_names import widespread_peoples
from geo.languages.language_files import languages
from geo.languages.packaged import lists, packaged
from layers.dossier.settings.sides import Side
from layers.reading.words import codes, either, entries, filled, folded, words

# most letters of an abbreviation
_ABBREVIATED = 5
_ARABIC = "[\u0621-\u064a]"


@dataclass(frozen=True)
class Roster:
    """The words for parties in all reports, given the sides of a dossier."""

    sides: tuple[Side, ...]

    @cached_property
    def peoples(self) -> dict[str, str]:
        """Parties by the names of countries and the words for their people, folded."""
        found: dict[str, str] = {}
        peoples, short = lists("demonyms", "demonyms"), lists("abbreviations", "abbreviations")
        called: dict[str, list[str]] = {}
        for row in packaged("areas"):
            if "." not in row["code"]:
                called.setdefault(row["code"], []).append(row["name"])
        for code, names in called.items():
            known = [*names, *peoples.get(code, ()), *short.get(code, ())]
            # the last of a country's names is the one in common use
            party = self._side_named(known) or names[-1]
            for word in known:
                forms = [f"{word}ة", f"ال{word}", f"ال{word}ة"] if re.search(_ARABIC, word) else []
                for form in (folded(word), *forms):
                    found.setdefault(form, party)
        for word in widespread_peoples():
            found.setdefault(folded(word), word)
        for code, word in (*_adjectives(), *_territories()):
            if code in called:
                found.setdefault(folded(word), found[folded(called[code][-1])])
        return found | {word: found[name] for word, name in self.oblique.items() if name in found and word not in found}

    @cached_property
    def oblique(self) -> dict[str, str]:
        """The names of countries by their other cases, folded, in languages whose files have the endings."""
        found: dict[str, str] = {}
        for language in codes():
            endings = languages("mentions")[language].get("own", {}).get("endings", {})
            for _, name in _territories_of(language) if endings else ():
                # the longest ending that the nominative has; a consonant has none
                base = next((end for end in sorted(endings, key=len, reverse=True) if name.endswith(end)), "-")
                stem = name.removesuffix(base)
                found |= {folded(stem + form): folded(name) for form in endings.get(base, "").split()}
        return found

    @cached_property
    def armed_groups(self) -> dict[str, str]:
        """Parties by the words for parties and sides that name no country, folded."""
        # al-Shabaab, Al Shabaab
        found = {folded(form): word for word in words("parties.others") for form in (word.replace("-", " "), word)}
        for party in ("government", "rebels"):
            # a dossier's sides have English names, whatever the language of a text
            marks = [mark for code in languages("reports") for mark in entries(f"marks.{party}", code)]
            marked = (side.id for side in self.sides if any(m in f"{side.id} {side.name}".casefold() for m in marks))
            side = next(marked, None)
            # without such a side, parties keep the words of the text
            lists = [entries(f"parties.{party}", code) for code in codes()]
            found |= {folded(word): side or _common(word, known) for known in lists for word in known}
        armies = [army for tables in languages("reports").values() for army in tables.get("armies", {}).items()]
        for code, names in armies:
            country = next((row["name"] for row in packaged("areas") if row["code"] == code), code)
            found |= {folded(name): self.peoples.get(folded(country), country) for name in names}
        # to the: the article loses its first letter
        found |= {f"\u0644\u0644{word[2:]}": party for word, party in found.items() if word.startswith("\u0627\u0644")}
        # a side is also found by its own names
        return found | {
            folded(name): side.id for side in self.sides for name in (side.name, side.name_ar, *side.aliases) if name
        }

    @cached_property
    def in_capitals(self) -> frozenset[str]:
        """The abbreviations of parties, folded, which are written in capitals only: IS and US, not is and us."""
        countries = lists("abbreviations", "abbreviations").values()
        aliases = [alias for side in self.sides for alias in side.aliases]
        named = [*words("parties.others"), *aliases, *(word for group in countries for word in group)]
        return frozenset(
            folded(word) for word in named if word.isupper() and word.isascii() and len(word) <= _ABBREVIATED
        )

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Parties by the capitals that may be named for their governments, folded."""
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
        """The parties that the words for a government name."""
        return frozenset(self.armed_groups[folded(word)] for word in words("parties.government"))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """An expression for armies by their own names (group ``named``) and all other words for parties (``known``)."""
        listed = sorted((word for word in (*self.armed_groups, *self.peoples) if len(word) > 1), key=len, reverse=True)
        known = either(map(re.escape, listed))
        named = filled("{parties.named}")
        prefix = filled("{parties.prefix}?")
        called = filled("{parties.called}")
        return re.compile(
            rf"(?<!\w)(?P<named>(?i:{named}))|(?<![\w-]){prefix}(?P<known>(?i:{known}))(?!\w)|(?P<called>{called})"
        )

    def _side_named(self, known: Sequence[str]) -> str | None:
        """Find the side of a country; of several sides, the country's government."""
        named = [
            side
            for side in self.sides
            if any(w in side.name and re.search(rf"\b{re.escape(w)}\b", side.name) for w in known if len(w) > 2)  # noqa: PLR2004 - abbreviations are words too
        ]
        named.sort(key=lambda side: "government" not in f"{side.id} {side.name}".casefold())
        return named[0].id if named else None


def roster(sides: tuple[Side, ...]) -> Roster:
    """Return the roster for some sides, cached: making a roster takes as long as reading several reports."""
    return _roster(sides, tuple(codes()))


@lru_cache(maxsize=12)
def _roster(sides: tuple[Side, ...], _codes: tuple[str, ...]) -> Roster:
    """Make the roster for some sides, in the languages whose words are looked for."""
    return Roster(sides)


def _adjectives() -> Iterator[tuple[str, str]]:
    """Yield the forms of the adjectives of countries in languages with cases, with the code of the country."""
    for tables in languages("reports").values():
        endings = tables.get("inflection", {}).get("endings", ())
        for code, stems in tables.get("adjectives", {}).items():
            yield from ((code, stem + ending) for stem in stems for ending in endings)


def _territories() -> Iterator[tuple[str, str]]:
    """Yield the names that CLDR has for countries in the languages of reports, with their codes."""
    for language in codes():
        yield from _territories_of(language)


def _territories_of(language: str) -> Iterable[tuple[str, str]]:
    return Locale.parse(language).territories.items()


def _common(word: str, known: Sequence[str]) -> str:
    """Return the form of a word for a party that stands for all of its forms: rebels for rebel."""
    if f"{word}s" in known:
        return f"{word}s"
    if word.endswith("s"):
        return word
    return next((form for form in known if len(form) > 4 and word.startswith(form)), word)  # noqa: PLR2004 - Turkish endings
