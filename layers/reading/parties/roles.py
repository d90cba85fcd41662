"""Who acts on whom in a clause: by the words between, and by the order of words, which differs by language."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Sequence

from layers.reading.parties.actors import Actor, Cast
from layers.reading.sentences import Clause, Sentence
from layers.reading.triggers import BATTLES, Trigger
from layers.reading.words import either, words

Parties = tuple[str | None, str | None]

_FLAGS = re.IGNORECASE
_BETWEEN = re.compile(r"\bbetween\b|(?<!\w)بين(?!\w)|\barasında\b", _FLAGS)
_BY = re.compile(r"(?:\W+[\w’'-]+){0,3}?\W+by\b|.{0,40}\bthe hands of\b|.{0,40}(?<!\w)(?:من قبل|على يد)(?!\w)", _FLAGS)
# repelled an attack by rebels, captured a town that is held by them: what an active verb acts on
_OBJECT = re.compile(
    r"\s+(?:(?:an?|the|another|several|many|its|their|all|some|two|three|four|five|\d+)\s"
    r"(?!(?:same|next|previous|following|day|week|month|year|night|morning|few|early)\b)"
    r"|(?:[a-z-]+\s)?(?:attack|assault|offensive|raid|attempt|advance|incursion|ambush|push)(?:e?s)?\s"
    r"|(?!\w+day\b|in |on |at |by )(?-i:[A-Z]))",
    _FLAGS,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|remain(?:s|ed)?|now|fully|reportedly)\s+(?:\w+ly\s+)?(?:now\s+)?$", _FLAGS
)
_TURKISH_PASSIVE = re.compile(r"(?:[ıiuü]l|(?<=al)ın)(?:[dt][ıiuü]|m[ıiuü]ş)", _FLAGS)
_TURKISH_BY = re.compile(r"\btarafından\b|\w+l[ae]r[ıi]nca\b", _FLAGS)
_KILLS = re.compile("kill|execut|behead|massacr|slaughter|gunned", _FLAGS)
_KILLS_TR = re.compile(r"öldürd|etkisiz hale getirdi|şehit etti|yol aç|neden ol", _FLAGS)
# killed in Homs: those who are told before did not kill, but died
_NO_OBJECT = re.compile(
    r"\s*(?:$|[,.;]|(?:in|on|at(?! least)|by|near|when|after|during|outside|around(?! \d)|across|from|as(?! many)|and"
    r"|or|while|since|this|last|over(?! \d))\b)",
    _FLAGS,
)
# killed in Israeli strikes, in clashes with Turkish forces
_CAUSE = re.compile(r"[^,.;]{0,40}?\b(?:in|by|during|with)\b", _FLAGS)
_COUNTED = re.compile(
    rf"\s*(?:\d|\w+ (?:من|جنود|مدني)|{either(*(words('people')[name] for name in ('counted', 'one', 'two')))})"
)
_AGREED = re.compile("agreed|signed|clashed|fought|exchanged|traded", _FLAGS)
# what went before or along is another matter, unless somebody fights with it
_LATER = re.compile(
    r"\b(?:following|after|amid|despite|before|in response|since|when|with)\b"
    r"(?!\s+(?:the )?(?:\w+ )?(?:forces|troops|rebels))"
    r"|(?<!\w)(?:بعد|عقب|إثر)(?!\w)"
)
_DIED = re.compile(
    r"[^.;]{0,40}?\b(?:(?:was|were|been)\b[^.;]{0,40}?\b(?:killed|wounded|injured|hit|targeted|martyred)|died)\b"
)
_KILLED = re.compile(r"\b(?:killed|killing|wounded|wounding|injur\w+) (?:[\w-]+ ){0,4}$", _FLAGS)
_DIED_TR = re.compile(
    r"(?!\s+(?:\w+\s+)?(?:saldırı|bombardıman|ateş|pusu))"
    r"[^.,;]{0,25}\b(?:şehit|öldü|öldürüldü|hayatını kaybe|yaralan)",
    _FLAGS,
)
_ITSELF = re.compile(
    r"\b(?:said|says|announced|claimed|that)\s(?:(?:late |early )?on \w+ )?(?:that )?(?:it|they|its|their)\b"
    r"|(?<!\w)و?(?:أعلنت?|أكدت?) .{0,80}?(?:ال)?(?:سيطر|استعاد|تحرير)\w*"
    r"|(?<!\w)(?:إن|أن|بأن)(?:ها|ه|هم)(?!\w)|(?<!\w)(?:إن|أن) (?:قواته|قواتها|مقاتليه|مقاتليها)(?!\w)"
)
_NEARBY = 40
# who says it is told at most so far before
_SAID_WITHIN = 400


def parties(trigger: Trigger, clause: Clause, sentence: Sentence, cast: Cast) -> Parties:
    """Find who acts, and on whom.

    Parameters
    ----------
    trigger : Trigger
        The word that tells what they do.
    clause : Clause
        Where it stands.
    sentence : Sentence
        Where the clause stands.
    cast : Cast
        The parties that are known.

    Returns
    -------
    tuple of str or None
        Sides of the dossier by id, or what the text calls them; None where nobody is told.
    """
    text = clause.words
    actors = cast.fighting(text)
    later = _LATER.search(text, trigger.end)
    before = [actor for actor in actors if actor.end <= trigger.start]
    after = [actor.side for actor in actors if trigger.end <= actor.at < (later.start() if later else len(text))]
    # soldiers who were killed in a strike did not carry it out, nor did militants of whom troops killed ten
    dead = [actor for actor in actors if _is_dead(text, actor, trigger)] if not trigger.is_death else []
    struck = [actor.side for actor in dead]
    before = [actor for actor in before if actor not in dead]
    after = after if trigger.language == "en" else [side for side in after if side not in struck]
    whose = _killing if trigger.is_death else _who
    first, second = whose(trigger, text, [actor.side for actor in before], after)
    if (
        first is None
        and not trigger.is_death
        and _ITSELF.search(
            sentence.text,
            max(0, clause.start - sentence.start - _SAID_WITHIN),
            clause.start - sentence.start + trigger.start,
        )
    ):
        first = _side(cast.actors(sentence.speaker or "")) or sentence.speaker
    second = second or _first(struck)
    return first, second if second != first else None


def _is_dead(text: str, actor: Actor, trigger: Trigger) -> bool:
    """Tell whether a party is named for those of it who died in an event; in English before it."""
    if trigger.language == "tr":
        return bool(_DIED_TR.match(text, actor.end))
    if trigger.language != "en" or actor.end > trigger.start:
        return False
    return bool(
        _DIED.match(text[actor.end : trigger.start]) or (not trigger.is_verb and _KILLED.search(text[: actor.at]))
    )


def is_itself(clause: Clause, sentence: Sentence, cast: Cast) -> list[Actor]:
    """Find the party that tells what it did itself: rebels said they had captured a town."""
    told = _ITSELF.search(
        sentence.text, max(0, clause.start - sentence.start - _SAID_WITHIN), clause.end - sentence.start
    )
    return cast.fighting(sentence.speaker) if told and sentence.speaker else []


def _who(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Parties:
    following = text[trigger.end :]
    if _BY.match(following) and after:
        active = trigger.is_verb and trigger.language == "en" and not _PASSIVE.search(text[: trigger.start])
        if active and _OBJECT.match(following):
            return _first(before[::-1]), after[0]
        return after[0], _first(before[::-1])
    if _BETWEEN.search(text[max(trigger.start - _NEARBY, 0) :]) or (trigger.kind == BATTLES and not trigger.is_verb):
        both = list(dict.fromkeys(after if len(set(after)) > 1 else [*before, *after]))
        return _first(both), _first(both[1:])
    return {"ar": _arabic, "tr": _turkish}.get(trigger.language, _english)(trigger, text, before, after)


def _killing(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Parties:
    """Tell those who killed from those who died: who is counted among the dead did not kill them."""
    word, following = text[trigger.start : trigger.end], text[trigger.end :]
    if _BY.match(following) and after:
        return after[0], _first(before[::-1])
    if trigger.language == "ar":
        return (None, _first(after)) if _COUNTED.match(following) else _arabic(trigger, text, before, after)
    if trigger.language == "tr":
        acts = _KILLS_TR.search(text, trigger.start, trigger.end + _NEARBY)
        return _turkish(trigger, text, before, after) if acts else (None, _first(before[::-1]))
    if _KILLS.match(word) and not _PASSIVE.search(text[: trigger.start]) and not _NO_OBJECT.match(following):
        return _first(before[::-1]), _first(after)
    if before and after and _CAUSE.match(following):
        return after[0], before[-1]
    return None, _first(before[::-1]) or _first(after)


def _english(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Parties:
    if _PASSIVE.search(text[: trigger.start]):
        return None, _first(before[::-1])
    both = list(dict.fromkeys(before))
    if _AGREED.match(text, trigger.start) and len(both) > 1:
        return both[-2], both[-1]
    return _first(before[::-1]), _first(after)


def _arabic(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Parties:
    """Take the subject after the verb, but in headlines before it; of Russian raids Russian comes second."""
    del text
    subject = (before or after) if trigger.is_verb else (after or before)
    return _first(subject), _first([side for side in (*before, *after) if side != subject[0]])


def _turkish(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Parties:
    """Take both before the verb: the subject, and then what it acts on."""
    del after
    if _TURKISH_PASSIVE.search(text, trigger.start, trigger.end) and not _TURKISH_BY.search(text, 0, trigger.start):
        return None, _first(before[::-1])
    return _first(before), _first(before[1:])


def _first(sides: Sequence[str]) -> str | None:
    return sides[0] if sides else None


def _side(actors: Sequence[Actor]) -> str | None:
    return actors[0].side if actors else None
