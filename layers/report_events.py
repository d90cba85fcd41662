"""What a report says has happened or is to happen: events proposed for review, found by the words that tell of them.

Source of truth for types, precision and numbers: the codebook of ACLED (https://acleddata.com).
"""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from geo.mention import Mention
from layers.report_actors import Actor, Cast
from layers.report_dates import When, dates
from layers.report_numbers import Toll, toll

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, STATEMENT = "Strategic developments", "Statement"
_FLAGS = re.IGNORECASE
_SENTENCE = re.compile(r"(?:[^.!?\n؟]|\.(?=\S)|\.\.\.)+[.!?؟\n]*[\"”’]*")
_CLAUSE = re.compile(r", (?:and|but|while|as|whereas) | (?:while|whereas|but) |; ")

# verbs and participles that tell an event by themselves; with `by` after it, who acts comes second
_TRIGGERS = (
    (REMOTE, r"shelled|shelling(?= (?:of|by|killed|hit))|bombarded|bombed|struck|fired (?:at|on|rockets|missiles)"),
    (REMOTE, r"air ?strikes? (?:hit|killed|on|by)|قصفت|قصف|استهدفت|bombaladı|vurdu|vuruldu"),
    (BATTLES, r"clashed|clashes (?=between)|clashes (?:erupted|broke out)|fought|repelled"),
    (BATTLES, r"captured|recaptured|retook|seized|overran|took control of|regained control of"),
    (BATTLES, r"اشتبكت|اندلعت اشتباكات|دارت اشتباكات|سيطرت على|استعادت|çatıştı|çatışma çıktı|saldırdı|ele geçirdi"),
    (STRATEGIC, r"encircled|surrounded(?! by (?:hills|mountains))|besieged|حاصرت|طوقت|kuşattı|kuşatıldı"),
    (STRATEGIC, r"withdrew from|pulled out of|set up (?:a|an|new)|established (?:a|an)|deployed|reinforced"),
    (STRATEGIC, r"انسحبت من|أرسلت|دفعت بتعزيزات|أنشأت"),
    (CIVILIANS, r"executed|massacred|abducted|kidnapped|tortured|أعدمت|اختطفت"),
)
_TRIGGER = [(kind, re.compile(rf"(?<!\w)(?:{words})", _FLAGS)) for kind, words in _TRIGGERS]
# what has not happened, or not yet
_UNREAL = re.compile(
    r"\b(?:if|would|could|might|may|will|should|unless|due to|plans? to|to be|being|to prevent|prevent\w*|threaten\w*|"
    r"yet to|expected to|not)\s*(?:also\s+)?(?:be\s+|being\s+)?(?:it\s+)?(?:also\s+)?(?:being\s+)?$|ألا |لن |سوف ",
    _FLAGS,
)
_CONDITION = re.compile(r"[\s\"“]*(?:If|Unless|إذا|لو|Eğer) ")
_MEETING = re.compile(
    r"\b(?:delegation|visit|meeting|meet|talks|summit|negotiations)\b"
    r"|(?<!\w)(?:وفد|اجتماع|زيارة|قمة)(?!\w)|\b(?:heyet|toplantı|zirve)",
    _FLAGS,
)
_FUTURE = re.compile(
    r"\b(?:due to|will|would|could|may|might|to visit|expected|plans? to|scheduled|next)\b|سوف|سي[أ-ي]|مقرر", _FLAGS
)
_DEMAND = re.compile(
    r"\b(?:urged|warn\w*|demand\w*|deadline|ultimatum|withdraw|must|called on)\b|طالب|مهلة|حذر|انسحاب", _FLAGS
)
_SAID = re.compile(
    r"\b(?P<who>(?:[A-Z][\w’'-]+ ?){1,4}|he|she)(?: (?:on|later on) \w+)?(?: later on \w+)? "
    r"(?:said|says|told|urged|warned|added|announced|insisted|stated|demanded)\b"
    r"|\b(?:said|added|told reporters|according to) (?P<after>(?:the )?(?:[A-Z][\w’'-]+(?: (?:for|of) )? ?){1,6})"
    r"|(?:قال|أكد|أعلن|ذكر)ت? (?P<ar>\w+(?: \w+)?)"
)
_PRONOUNS = {"he", "she"}
_QUOTE_MARK = re.compile('["“”«»]')
# a sentence starts with the quotation mark before it
_OPENING = 2


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event that a report tells of, for a person to check.

    Parameters
    ----------
    start_date, end_date : date
        Its first day, and for more than a day the first day after it (else None).
    time_precision : int
        1 the day is known, 2 the week, 3 the month.
    event_type : str
        One of ACLED's, or ``Statement`` for what somebody says of the future.
    mention : Mention, optional
        The name of the place where it happened.
    actor1, actor2 : str, optional
        Sides of the dossier by id, or what the text calls them.
    toll : Toll
        The dead.
    certainty : str
        ``claimed`` by whom the text names, ``reported`` as a fact, ``confirmed`` by somebody else.
    attribution : str, optional
        Who says so.
    start, end : int
        Offsets of the words that tell it.
    """

    start_date: date
    end_date: date | None
    time_precision: int
    event_type: str
    mention: Mention | None
    actor1: str | None
    actor2: str | None
    toll: Toll
    certainty: str
    attribution: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What all sentences of a text are read with: its literal names, its day, and the parties."""

    mentions: Sequence[Mention]
    published: date
    cast: Cast


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    text: str
    mentions: tuple[Mention, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find_events(text: str, mentions: Sequence[Mention], published: date, cast: Cast) -> list[ReportedEvent]:
    """Find what a text tells of.

    Parameters
    ----------
    text : str
        The report.
    mentions : sequence of Mention
        Its place names.
    published : date
        The day from which relative dates count.
    cast : Cast
        The parties.
    """
    literal = [mention for mention in mentions if mention.literal]
    told = _Told(literal, published, cast)
    found: list[ReportedEvent] = []
    named: str | None = None
    for sentence in _sentences(text, literal):
        said = _speaker(_around_quote(text, sentence.start, sentence.end) or sentence.text)
        if said and said.lower() not in _PRONOUNS:
            named = said
        # he is the one who was named last
        found += _of_sentence(sentence, told, named if said else None)
    return _distinct(found)


def _around_quote(text: str, start: int, end: int) -> str | None:
    """Give what stands around the quotation that a sentence is part of: who says it is told there."""
    line = text.rfind("\n", 0, start + 1) + 1
    stop = text.find("\n", start + 1)
    stop = stop if stop >= 0 else len(text)
    marks = [line + match.start() for match in _QUOTE_MARK.finditer(text[line:stop])]
    for opened, closed in zip(marks[::2], marks[1::2], strict=False):
        if opened <= start < closed or (opened < start + _OPENING and end <= closed):
            return text[line:opened] + text[closed + 1 : stop]
    return None


def _sentences(text: str, mentions: Sequence[Mention]) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            inside = tuple(m for m in mentions if match.start() <= m.start < match.end())
            yield _Sentence(match.start(), match[0], inside)


def _speaker(sentence: str) -> str | None:
    match = _SAID.search(sentence)
    if match is None:
        return None
    who = match["who"] or match["after"] or match["ar"]
    return re.sub(r"\s+", " ", who).strip().removeprefix("the ") if who else None


def _of_sentence(sentence: _Sentence, told: _Told, speaker: str | None) -> list[ReportedEvent]:
    # what is asked, and what would be, has not happened
    if sentence.text.rstrip().endswith(("?", "؟", '?"', "?”")) or _CONDITION.match(sentence.text):
        return []
    happened = [
        event
        for start, clause in _clauses(sentence.text)
        for event in _happenings(sentence, start, clause, told, speaker)
    ]
    return happened + (_announced(sentence, told, speaker) if not happened else [])


def _clauses(text: str) -> list[tuple[int, str]]:
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    return [(start, text[start:end]) for start, end in pairwise(cuts)]


def _happenings(
    sentence: _Sentence, offset: int, clause: str, told: _Told, speaker: str | None
) -> Iterator[ReportedEvent]:
    seen: set[str] = set()
    for kind, pattern in _TRIGGER:
        for match in pattern.finditer(clause):
            if kind in seen or _UNREAL.search(clause[: match.start()]):
                continue
            seen.add(kind)
            at = sentence.start + offset
            where = _places(told.mentions, sentence, (at, at + match.start(), at + len(clause)), kind)
            actor1, actor2 = _parties(clause, match, told.cast)
            when = _when(clause, sentence.text, match.start(), told.published)
            source = _source(sentence.text)
            for mention in where or (None,):
                yield ReportedEvent(
                    *when,
                    kind,
                    mention,
                    actor1,
                    actor2,
                    toll(clause),
                    "claimed" if speaker or source else "reported",
                    source or speaker,
                    *_trimmed(at, clause),
                )


def _source(sentence: str) -> str | None:
    found = re.search(r"according to (?:the )?((?:[A-Z][\w’'-]+(?: (?:for|of) )? ?){1,6})", sentence)
    return found[1].strip() if found else None


def _places(
    mentions: Sequence[Mention], sentence: _Sentence, clause: tuple[int, int, int], kind: str
) -> Sequence[Mention]:
    """Find where it happened: in the clause; else in the sentence; else where the text was before."""
    start, trigger, end = clause
    here = [m for m in mentions if start <= m.start < end and _is_where(m)]
    near = sorted(here, key=lambda m: abs(m.start - trigger))
    if kind == STRATEGIC and len(here) > 1:
        # the posts at A and B are encircled: two of them
        return [m for m in here if m.start < trigger] or near[:1]
    if near:
        return near[:1]
    rest = [m for m in sentence.mentions if _is_where(m)]
    before = [m for m in mentions if m.start < start and _is_where(m)]
    return rest[:1] or before[-1:]


def _is_where(mention: Mention) -> bool:
    return mention.reason != "a country"


def _parties(clause: str, match: re.Match[str], cast: Cast) -> tuple[str | None, str | None]:
    actors = [actor for actor in cast.actors(clause) if cast.is_party(clause, actor)]
    before = [actor for actor in actors if actor.at < match.start()]
    after = [actor for actor in actors if actor.at >= match.end()]
    if re.match(r"\s+by\b", clause[match.end() :]):
        return _side(after[:1]), _side(before[-1:])
    if "between" in clause[match.start() : match.end() + 10]:
        return _side(after[:1]), _side(after[1:2])
    return _side(before[-1:] or after[:1]), _side((after if before else after[1:])[:1])


def _side(actors: Sequence[Actor]) -> str | None:
    return actors[0].side if actors else None


def _when(clause: str, sentence: str, at: int, published: date) -> tuple[date, date | None, int]:
    known = [when for when in dates(clause, published) if not when.is_limit]
    known = known or [
        when for when in dates(sentence, published) if not when.is_limit and when.end <= published + timedelta(1)
    ]
    if not known:
        # reports tell what is new: of the days before
        return published, None, 2
    nearest = min(known, key=lambda when: abs(when.at - at))
    return _span(nearest)


def _span(when: When) -> tuple[date, date | None, int]:
    return when.start, when.end if when.end - when.start > timedelta(1) else None, when.precision


def _announced(sentence: _Sentence, told: _Told, speaker: str | None) -> list[ReportedEvent]:
    """Find what is said of the future: terms that are set, meetings and visits; and the dead that somebody counts."""
    text = sentence.text
    days = dates(text, told.published)
    limit = next((when for when in days if when.is_limit and when.end > told.published), None)
    dead = toll(text)
    meets = _MEETING.search(text) and _FUTURE.search(text)
    if not ((limit and _DEMAND.search(text)) or (meets and speaker) or (dead.low and speaker)):
        return []
    coming = next((when for when in days if when.end > told.published + timedelta(1)), None)
    day = limit or coming
    actors = [actor for actor in told.cast.actors(text) if told.cast.is_party(text, actor)]
    places = [m for m in sentence.mentions if _is_where(m)] or list(sentence.mentions)
    start, end, precision = _span(day) if day else (told.published, None, 1)
    mention = _destination(text, sentence) or (places[-1] if places else None)
    return [
        ReportedEvent(
            start,
            end,
            precision,
            STATEMENT,
            mention,
            _side(actors[:1]),
            next((actor.side for actor in actors[1:] if actor.side != actors[0].side), None),
            dead,
            "claimed",
            speaker,
            *_trimmed(sentence.start, text),
        )
    ]


def _trimmed(start: int, text: str) -> tuple[int, int]:
    bare = re.sub(r"^[\s,;]*(?:(?:and|but|while|as|whereas) )?", "", text)
    return start + len(text) - len(bare), start + len(text.rstrip())


def _destination(text: str, sentence: _Sentence) -> Mention | None:
    match = re.search(r"\bvisit(?:ing)? (?=[A-Z])", text)
    at = sentence.start + match.end() if match else -1
    return next((m for m in sentence.mentions if m.start == at), None)


def _distinct(found: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """Tell once what a text tells several times in the same words: a headline and its story."""
    kept: dict[tuple[object, ...], ReportedEvent] = {}
    for event in found:
        place = event.mention.name if event.mention else None
        key = (event.start_date, event.event_type, place, event.actor1, event.actor2, event.attribution, event.toll)
        kept.setdefault(key, event)
    return list(kept.values())
