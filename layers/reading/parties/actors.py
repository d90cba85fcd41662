"""Who acts in a report: words for sides, mapped to the sides of a dossier; those of none by their names."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from layers.dossier.settings.sides import Side
from layers.reading.fatalities.numbers import NUMBERS
from layers.reading.parties.roster import NAMED, Roster, roster
from layers.reading.words import either, folded, whole, words

_SHORTENED = re.compile(rf"(?P<full>{NAMED}) \((?:the )?[\"“]?(?P<short>[A-Z][\w-]{{1,7}})[\"”]?\)")
# a party that is known by its abbreviation
_SPELLED_OUT = re.compile(
    r"(?P<full>[A-Z][\w’'-]+(?: (?:of |for |the |al-)?[A-Z][\w’'-]+){1,4}) \((?P<short>[A-Z][\w-]{1,7})\)"
)
_FORCES_AFTER = re.compile(rf"['’]?s?(?: [\w-]+){{0,2}}? {either(words('forces')['en'])}\b", re.IGNORECASE)
# what is called after a party and is none: Turkish-backed rebels, a government spokesman, the Syrian capital
_NO_PARTY = re.compile(
    rf"(?:-|\s){either(words('after_parties')['participles'])}\b"
    rf"|['’]?s? (?:\w+ ){{0,2}}?{either(words('after_parties')['offices'])}\b",
    re.IGNORECASE,
)
_PEACEFUL = re.compile(
    rf"(?:,? (?:and )?(?-i:[A-Z])[\w’-]+){{0,3}} (?:[a-z-]+ )?{either(words('after_parties')['peaceful'])}\b",
    re.IGNORECASE,
)
# in a town, and in which country it lies
_OF_TOWN = re.compile(
    r"\b(?:in|at|near|of|from|on|to|into|outside|around|over)(?: the)?(?: [a-z-]+){0,4}(?: [A-Z][\w’'-]+){1,4},"
    r"(?: in)? (?:the )?$"
)
_HELPERS = re.compile(
    r"(?:with (?:the )?(?:help|support|backing|aid) (?:of|from)|(?:backed|supported|aided|accompanied) by|alongside|"
    r"بدعم|بمساندة|desteğiyle|desteğinde)\W+(?:[\w-]+\W+){0,3}?$",
    re.IGNORECASE,
)
# in Iraq, from Iraq, of those in Iraq: in Turkish an ending of the name
_LOCATIVE = re.compile(r"['’]n?[dt][ae](?:n|ki\w*)?(?!\w)", re.IGNORECASE)
# an army of lawyers
_CROWD_OF = re.compile(r" of (?!the |liberation)[a-z]")
_POLITICAL = frozenset(words("parties")["political"])
_POLITICS = re.compile(rf"['’]?s? {either(words('after_parties')['politics'])}\b", re.IGNORECASE)
_ARMED = whole(
    *words("means").values(),
    words("kinds")["fighters"],
    words("kinds")["arms"],
    ["bomb(?:ed|ing)", "(?:shell|bombard)(?:ed|ing)"],
)
# so many letters around a party tell what it is
_NEARBY = 200
_BESIDE, _BETWEEN = 2, re.compile(r"[,;/،]")
_PLACE_BEFORE = {"in", "to", "from", "into", "at", "near", "of", "across", "inside", "with", "for", "في", "إلى", "من"}
_COUNT = re.compile(
    rf"(?:\d|\b{either(map(re.escape, NUMBERS['en']))}|\b(?:dozens|hundreds|thousands|scores) of) $", re.IGNORECASE
)
_DIRECTION = re.compile("(?:north|south|east|west|central)[a-z-]*|(?:جنوب|شمال|شرق|غرب|وسط)ي?")
_ABROAD = {"in", "to", "from", "into", "at", "near"}


@dataclass(frozen=True, slots=True)
class Actor:
    """A party in a text, with its offsets: a side's id, or where the dossier has none, what the text calls it."""

    at: int
    end: int
    side: str
    is_people: bool = False
    """Whether the word names a country or its people, and only with its forces a party."""


@dataclass(frozen=True)
class Cast:
    """The parties that a dossier knows, and the words that stand for them."""

    sides: Sequence[Side] = ()
    text: str = ""
    """The report, which may say how it shortens their names: Rapid Support Forces (RSF)."""
    places: Sequence[str] = ()
    """Names of places in it that may have a country's name within: Port Sudan."""
    governments: Sequence[str] = ()
    """Capitals that it names for their governments: Moscow denied it."""

    @cached_property
    def _roster(self) -> Roster:
        return roster(tuple(self.sides))

    @cached_property
    def _bands(self) -> dict[str, str]:
        """What words for parties stand for, those that the report itself explains among them."""
        found = dict(self._roster.bands)
        for match in _SPELLED_OUT.finditer(self.text):
            name, short = match["full"].removeprefix("The "), folded(match["short"])
            if short in found and folded(name) not in found:
                side = found[short] if found[short] in self._roster.ids else name
                found |= {folded(name): side, short: side}
        return found | {
            folded(match["short"]): self._called(match["full"], found) for match in _SHORTENED.finditer(self.text)
        }

    @cached_property
    def _rulers(self) -> dict[str, str]:
        """What the capitals stand for that are named for their governments."""
        known = self._roster.capitals
        return {folded(name): known[folded(name)] for name in self.governments if folded(name) in known}

    @cached_property
    def _explained(self) -> re.Pattern[str] | None:
        """Finds the words that are parties in this report only."""
        new = sorted((self._bands.keys() - self._roster.bands.keys()) | self._rulers.keys(), key=len, reverse=True)
        known = either(map(re.escape, new))
        return re.compile(rf"(?P<named>(?!))?(?<![\w-])(?P<known>(?i:{known}))(?!\w)") if new else None

    def _called(self, name: str, bands: dict[str, str]) -> str:
        """Find what an army or front is called: by the id of its side, or its own name."""
        name = re.sub("^[Tt]he ", "", name)
        side = bands.get(folded(name)) or self._roster.peoples.get(folded(name.split()[0]))
        # an army that is called after a country is the country's only where that is a side
        return side if side in self._roster.ids else bands.get(folded(name), name)

    def _matches(self, text: str) -> list[re.Match[str]]:
        found = list(self._roster.pattern.finditer(text))
        own = list(self._explained.finditer(text)) if self._explained else []
        others = [m for m in found if not any(m.start() < one.end() and one.start() < m.end() for one in own)]
        return sorted([*own, *others], key=re.Match.start)

    def actors(self, text: str) -> list[Actor]:
        """Find the parties in a text, in order.

        Examples
        --------
        >>> [actor.side for actor in Cast().actors("Clashes between Turkish and Syrian forces")]
        ['Turkey', 'Syria']
        """
        return list(self._found(text))

    def _found(self, text: str) -> Iterator[Actor]:
        for match in self._matches(text):
            if match["named"]:
                yield Actor(*match.span("named"), self._called(match["named"], self._bands))
                continue
            word = match["known"]
            if folded(word) in self._bands:
                yield Actor(*match.span("known"), self._bands[folded(word)])
            elif folded(word) in self._rulers:
                yield Actor(*match.span("known"), self._rulers[folded(word)], is_people=True)
            # us and it are no countries; and some letters are the same only where case is left out of account
            elif (
                folded(word) in self._roster.peoples
                and not (word.islower() and word.isascii())
                and not self._is_in_place(text, match.start("known"), word)
            ):
                yield Actor(*match.span("known"), self._roster.peoples[folded(word)], is_people=True)

    def _is_in_place(self, text: str, at: int, word: str) -> bool:
        return any(word in place and text.startswith(place, max(0, at - place.index(word))) for place in self.places)

    def is_party(self, text: str, actor: Actor) -> bool:
        """Whether a word stands for a party, and not for a country that something happens in."""
        before = text[max(0, actor.at - 5) : actor.at].casefold().split()
        return not before or before[-1] not in _ABROAD

    def _is_politics(self, text: str, actor: Actor) -> bool:
        """Tell whether a word may stand for a party in parliament, or a crowd: nobody near it has forces or arms."""
        word, after = folded(text[actor.at : actor.end]), text[actor.end : actor.end + _NEARBY]
        if word in {"army", "armies"}:
            return bool(_CROWD_OF.match(after))
        if word in _POLITICAL and _POLITICS.match(after):
            return True
        if word not in _POLITICAL or actor.side in self._roster.ids or _FORCES_AFTER.match(after):
            return False
        return not (_ARMED.search(text[max(0, actor.at - _NEARBY) : actor.at]) or _ARMED.search(after))

    def fighting(self, text: str) -> list[Actor]:
        """Find the parties that fight: not who is named after one, helps one, or speaks for one.

        Examples
        --------
        >>> [actor.side for actor in Cast().fighting("Turkish-backed rebels shelled Russian troops in Syria")]
        ['rebels', 'Russia']
        """
        found: list[Actor] = []
        for actor in self._found(text):
            after, before = text[actor.end : actor.end + _NEARBY], text[max(0, actor.at - _NEARBY) : actor.at]
            if _NO_PARTY.match(after) or _HELPERS.search(before) or self._is_politics(text, actor):
                continue
            if actor.is_people and (_PEACEFUL.match(after) or _is_place(before, after)):
                continue
            ahead = before.casefold().split()[-1:]
            if (
                actor.is_people
                and ahead
                and (ahead[0] in _PLACE_BEFORE or _DIRECTION.fullmatch(ahead[0]))
                and not _FORCES_AFTER.match(after)
            ):
                continue
            # of a people that is counted nobody says that they fight: 54 Palestinians
            if actor.is_people and _COUNT.search(before) and not _FORCES_AFTER.match(after):
                continue
            # Syrian rebels, Turkish government and National Army (NA) are one party each
            if found and actor.at - found[-1].end <= _BESIDE and not _BETWEEN.search(text[found[-1].end : actor.at]):
                if not found[-1].is_people or actor.side in self._roster.governments:
                    continue
                found.pop()
            # Yemen's Houthi rebels
            if found and found[-1].is_people and re.fullmatch("['’]s? ", text[found[-1].end : actor.at]):
                if actor.side in self._roster.governments:
                    continue
                found.pop()
            found.append(actor)
        return found


def _is_place(before: str, after: str) -> bool:
    """Tell whether a country is named for where a town lies, or where something happens."""
    return bool(_LOCATIVE.match(after) or (_OF_TOWN.search(before) and not _FORCES_AFTER.match(after)))
