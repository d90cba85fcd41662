"""What is said of the future in a report: terms that are set, plans, threats, meetings and visits."""

import re
from datetime import timedelta

from layers.reading.dates.when import When
from layers.reading.event import ReportedEvent, time_span
from layers.reading.fatalities.fatalities import Toll, toll
from layers.reading.scene import COUNTRY, Scene
from layers.reading.sentences import Sentence
from layers.reading.triggers import STATEMENT
from layers.reading.words import either, whole, words

_MEETING, _FUTURE, _DEMAND, _THREAT = (
    whole(words("future")[name]) for name in ("meetings", "signs", "demands", "threats")
)
# who counts his own dead
_OWN = re.compile(
    r"\b(?:we|our|us|ours)\b|\bof (?:its|his|their) (?:own )?(?:soldiers|troops|fighters|men|forces)\b"
    r"|(?<!\w)(?:شهداؤنا|جنودنا|لنا)(?!\w)|\b(?:askerimiz|şehidimiz)\w*",
    re.IGNORECASE,
)
_AGREED = re.compile(
    rf"\b(?:{either(words('speech')['en'])}|agreed|decided|met|spoke)(?: \w+){{0,2}}? (?:on )?$", re.IGNORECASE
)


def announced(sentence: Sentence, scene: Scene) -> list[ReportedEvent]:
    """Find what is said of the future: terms that are set, meetings and visits; and the dead that somebody counts."""
    text = sentence.text
    future = _FUTURE.search(text)
    if not (future or _DEMAND.search(text) or sentence.speaker or _THREAT.search(text)):
        return []
    died, speaker, demand = toll(sentence.words), sentence.speaker, _DEMAND.search(text)
    # nobody dies in what is to come; and the dead that somebody counts belong to an event, unless they are his own
    own = died.low and speaker and _OWN.search(text)
    died = died if own else Toll()
    meeting = future and _MEETING.search(text)
    threat = scene.at_war and _THREAT.search(text) and scene.cast.actors(text)
    plan = scene.at_war and future and speaker and scene.cast.fighting(text)
    if not (demand or meeting or own or threat or plan):
        return []
    days = [_to_come(when, sentence, scene) if future else when for when in scene.dates(sentence)]
    limit = next((when for when in days if when.is_limit and when.end > scene.published), None)
    coming = next((when for when in days if when.end > scene.published + timedelta(1) and not when.is_limit), None)
    if not ((limit and (demand or plan)) or (meeting and (speaker or coming)) or own or threat):
        return []
    sides = [*dict.fromkeys(a.side for a in scene.cast.actors(text) if scene.cast.is_party(text, a)), None, None]
    mention = scene.destination(sentence)
    # a country that plans or threatens is not where it is to be
    mention = mention if demand or meeting or (mention and mention.reason != COUNTRY) else None
    return [
        ReportedEvent(
            *time_span(limit or coming, scene.published, unknown=1),
            STATEMENT,
            mention,
            mention is not None and scene.is_near(mention),
            sides[0],
            sides[1],
            died,
            "claimed" if speaker else "reported",
            speaker,
            *sentence.bare,
        )
    ]


def _to_come(when: When, sentence: Sentence, scene: Scene) -> When:
    """Give the day that is meant; who agreed on Wednesday to meet did so last Wednesday."""
    past = _AGREED.search(sentence.text[: when.at - sentence.start])
    return when if past else when.to_come(scene.published)
