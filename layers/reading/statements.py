"""Find statements about the future in a report: deadlines, plans, threats, meetings and visits."""

from datetime import timedelta

from layers.reading.dates.when import When
from layers.reading.document import COUNTRY, Sentence
from layers.reading.event import ReportedEvent, proposed
from layers.reading.fatalities.fatalities import Fatalities
from layers.reading.parties.actors import is_party
from layers.reading.places import destination
from layers.reading.times import interval
from layers.reading.triggers import STATEMENT
from layers.reading.words import expression, whole


def statements(sentence: Sentence) -> list[ReportedEvent]:
    """Find the statement of a sentence: about the future, or about the speaker's own fatalities."""
    text, document, speaker = sentence.text, sentence.document, sentence.speaker
    future, demand = whole("future.signs").search(text), whole("future.demands").search(text)
    threat = whole("future.threats").search(text)
    if not (future or demand or threat or speaker):
        return []
    meeting = future and whole("future.meetings").search(text)
    # fatalities belong to an event, not to a statement, unless they are the speaker's own
    own = speaker and expression("{speech.own}").search(text) and sentence.fatalities.low
    threatens = threat and document.at_war and document.actors.find(text)
    plan = document.at_war and future and speaker and document.actors.fighting(text)
    if not (demand or meeting or own or threatens or plan):
        return []
    days = [_to_come(when, sentence) if future else when for when in sentence.dates]
    limit = next((when for when in days if when.is_limit and when.end > document.published), None)
    tomorrow = document.published + timedelta(1)
    coming = next((when for when in days if when.end > tomorrow and not when.is_limit), None)
    if not ((limit and (demand or plan)) or (meeting and (speaker or coming)) or own or threatens):
        return []
    place = destination(sentence)
    # a country that plans or threatens an event is not the place of the event
    is_there = demand or meeting or (place and place.reason != COUNTRY)
    named = (actor.party for actor in document.actors.find(text) if is_party(text, actor))
    first, second, *_ = [*dict.fromkeys(named), None, None]
    event = proposed(
        sentence,
        STATEMENT,
        interval(limit or coming, document.published, unknown=1),
        place=place if is_there else None,
        roles=(first, second),
        fatalities=sentence.fatalities if own else Fatalities(),
        certainty="claimed" if speaker else "reported",
        speaker=speaker,
    )
    return [event]


def _to_come(when: When, sentence: Sentence) -> When:
    """Return a date as a future one, except that of an agreement: "agreed on Wednesday to meet" is last Wednesday."""
    past = expression("{future.agreed}").search(sentence.text[: when.at - sentence.start])
    return when if past else when.to_come(sentence.document.published)
