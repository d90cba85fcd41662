"""Find the parties in a report: as sides of the dossier, or else by their own names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from layers.dossier.settings.sides import Side
from layers.reading.parties.roster import Roster, roster
from layers.reading.words import either, expression, folded, whole, words

_SHORT = r"(?P<short>[A-Z][\w-]{1,7})"
_FORCES_AFTER = r"['’]?s?(?: [\w-]+){0,2}? {parties.forces}\b"
# Turkish-backed rebels, a government spokesman, the Syrian capital
_NO_PARTY = (
    r"(?:-|\s){parties.participles}\b|['’]?s? (?:\w+ ){0,2}?{parties.offices}\b"
    r"|(?: of (?-i:[A-Z]\w+))?\s(?:\w+ly )?{parties.judges}\b"
)
# length of context by which a word is decided to be a party
_NEARBY = 200
# greatest distance of two words for one party
_BESIDE = 2
# number of sentences and clauses whose parties are kept
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Actor:
    """A party in a text: the id of a side of the dossier, or its words, with their offsets.

    ``is_people`` is True for words for a country or its people, which is a party only if its forces are meant.
    """

    start: int
    end: int
    party: str
    is_people: bool = False


@dataclass(frozen=True)
class Actors:
    """The words for parties in one report.

    The text may explain abbreviations: Rapid Support Forces (RSF). Names of places in it may contain that of a country:
    Port Sudan. Capitals may stand for governments: Moscow denied it.
    """

    sides: Sequence[Side] = ()
    text: str = ""
    places: Sequence[str] = ()
    governments: Sequence[str] = ()

    @cached_property
    def _roster(self) -> Roster:
        return roster(tuple(self.sides))

    @cached_property
    def _groups(self) -> dict[str, str]:
        """Parties by the words for armed groups, including abbreviations that the report explains."""
        found = dict(self._roster.armed_groups)
        spelled_out = expression(rf"(?-i:(?P<full>{{parties.spelled_out}}) \({_SHORT}\))")
        shortened = expression(rf"(?P<full>{{parties.named}}) \((?-i:(?:the )?[\"“]?{_SHORT}[\"”]?)\)")
        for match in spelled_out.finditer(self.text):
            name, short = match["full"].removeprefix("The "), folded(match["short"])
            if short in found and folded(name) not in found:
                side = found[short] if found[short] in self._roster.ids else name
                found |= {folded(name): side, short: side}
        return found | {
            folded(match["short"]): self._named(match["full"], found) for match in shortened.finditer(self.text)
        }

    @cached_property
    def _governments(self) -> dict[str, str]:
        known = self._roster.capitals
        return {folded(name): known[folded(name)] for name in self.governments if folded(name) in known}

    @cached_property
    def _explained(self) -> re.Pattern[str] | None:
        """An expression for the words that are parties in this report only."""
        new = sorted((self._groups.keys() - self._roster.armed_groups.keys()) | self._governments.keys(), key=len)
        known = either(map(re.escape, new[::-1]))
        return re.compile(rf"(?P<named>(?!))?(?<![\w-])(?P<known>(?i:{known}))(?!\w)") if new else None

    def _named(self, name: str, groups: dict[str, str]) -> str:
        """Return the party of an army or front: the id of its side, or its own name."""
        # Myanmar's Arakan Army, the Arakan Army
        name = expression("^(?:(?:{parties.generic}){parties.of_group}|(?-i:{speech.article}|[^ ]+['’]s ))").sub(
            "", name
        )
        side = groups.get(folded(name)) or self._roster.peoples.get(folded(name.split()[0]))
        # an army named after a country belongs to that country only if the country is a side
        return side if side in self._roster.ids else groups.get(folded(name), name)

    def find(self, text: str) -> list[Actor]:
        """Find the parties in a text, in order.

        Examples
        --------
        >>> [actor.party for actor in Actors().find("Clashes between Turkish and Syrian forces")]
        ['Turkey', 'Syria']
        """
        return self._find(text)

    @cached_property
    def _find(self) -> Callable[[str], list[Actor]]:
        # a sentence of one clause is asked for twice, and a text repeats sentences
        return lru_cache(_REMEMBERED)(lambda text: list(self._found(text)))

    def _matches(self, text: str) -> list[re.Match[str]]:
        found = list(self._roster.pattern.finditer(text))
        own = list(self._explained.finditer(text)) if self._explained else []
        others = [m for m in found if not any(m.start() < one.end() and one.start() < m.end() for one in own)]
        return sorted([*own, *others], key=re.Match.start)

    def _found(self, text: str) -> Iterator[Actor]:
        for match in self._matches(text):
            group = match.lastgroup or ""
            if group != "known":
                yield Actor(*match.span(group), self._named(match[group], self._groups))
                continue
            written = match["known"]
            word = folded(written)
            if word in self._roster.in_capitals and not written.isupper():
                continue
            if word in self._groups:
                yield Actor(*match.span("known"), self._groups[word])
            elif word in self._governments:
                yield Actor(*match.span("known"), self._governments[word], is_people=True)
            # "us" and "it" are no countries; matching in any case may also find words that are not in the table
            elif (
                word in self._roster.peoples
                and not (written.islower() and written.isascii())
                and not any(
                    written in place and text.startswith(place, max(0, match.start("known") - place.index(written)))
                    for place in self.places
                )
            ):
                yield Actor(*match.span("known"), self._roster.peoples[word], is_people=True)

    def fighting(self, text: str) -> list[Actor]:
        """Find the parties of a text that fight, without backers (Turkish-backed), spokesmen and parties of politics.

        Examples
        --------
        >>> [actor.party for actor in Actors().fighting("Turkish-backed rebels shelled Russian troops in Syria")]
        ['rebels', 'Russia']
        """
        return self.of_those_fighting(text, self.find(text))

    def of_those_fighting(self, text: str, actors: Sequence[Actor]) -> list[Actor]:
        """Return the parties out of `actors`, found in the text, that fight."""
        found: list[Actor] = []
        for actor in actors:
            if not self._fights(text, actor):
                continue
            last = found[-1] if found else None
            between = text[last.end : actor.start] if last else ""
            # "Syrian rebels", "Turkish government" and "National Army (NA)" are one party each
            is_one = last and actor.start - last.end <= _BESIDE and not re.search("[,;/،\u0648]", between)
            # "Yemen's Houthi rebels"
            is_owned = last and last.is_people and expression("{parties.possessive}").fullmatch(between)
            # rebels of the Allied Democratic Forces
            is_named = last and not last.is_people and expression("{parties.of_group}").fullmatch(between)
            if is_named and folded(text[last.start : last.end]) in words("parties.generic"):
                found.pop()
            elif is_one or is_owned:
                if not (last and last.is_people) or actor.party in self._roster.governments:
                    continue
                found.pop()
            found.append(actor)
        return found

    def _fights(self, text: str, actor: Actor) -> bool:
        after, before = text[actor.end : actor.end + _NEARBY], text[max(0, actor.start - _NEARBY) : actor.start]
        helped = expression(r"{parties.helped}\W+(?:[\w-]+\W+){0,3}?[\u0628\u0644]?$")
        if expression(_NO_PARTY).match(after) or helped.search(before) or self._is_politics(text, actor):
            return False
        if not actor.is_people:
            return True
        # the army of Russia acts; the border of Russia does not
        is_oblique = folded(text[actor.start : actor.end]) in self._roster.oblique
        if is_oblique and not expression("{parties.forces_before}").search(before):
            return False
        if expression("{parties.peaceful_after}").match(after) or expression("{parties.locative}").match(after):
            return False
        last = before.casefold().split()[-1:]
        may_be_place = (
            (last and (last[0] in words("where.before_places") or expression("{where.direction}").fullmatch(last[0])))
            or expression("(?-i:{parties.of_town})").search(before)
            # people who are counted do not fight: 54 Palestinians
            or expression("{parties.counted_before}").search(before)
        )
        return not may_be_place or bool(expression(_FORCES_AFTER).match(after))

    def _is_politics(self, text: str, actor: Actor) -> bool:
        """Return True if a word may stand for a party in parliament or a crowd: no forces or arms are named nearby."""
        word, after = folded(text[actor.start : actor.end]), text[actor.end : actor.end + _NEARBY]
        if word in words("parties.crowds"):
            return bool(expression("{parties.crowd_of}").match(after))
        if word not in words("parties.political"):
            return False
        if expression(r"['’]?s? {parties.politics}\b").match(after):
            return True
        if actor.party in self._roster.ids or expression(_FORCES_AFTER).match(after):
            return False
        armed = whole("weapons+types.fighters")
        return not (armed.search(text[max(0, actor.start - _NEARBY) : actor.start]) or armed.search(after))


def is_party(text: str, actor: Actor) -> bool:
    """Return True if a word stands for a party, and not for a country in which something happens."""
    before = text[max(0, actor.start - 5) : actor.start].casefold().split()
    return not before or before[-1] not in words("where.abroad")
