"""Names of places in texts that capitalise names: English and Turkish."""

import numpy as np

from geo.area_names import widespread_peoples
from geo.capital_words import capital_words
from geo.cues import Beside, cues_of
from geo.gazetteer import Gazetteer
from geo.mention import Mention
from geo.mention_weights import WEIGHTS
from geo.sense import kinds_beside, sense
from geo.spans import Span, spans_of

# held out, precision and recall balance here
LIKELY = 0.38
_CALLED_AFTER = 0.2


def latin_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in a text that capitalises names."""
    found = capital_words(text)
    spans = spans_of(text, found, gazetteer)
    if not spans:
        return []
    around = [Beside.of(text, span) for span in spans]
    scores = 1 / (1 + np.exp(-(cues_of(text, found, spans, around) @ WEIGHTS)))
    likely = [
        _mention(span, beside, score)
        for span, beside, score in zip(spans, around, scores.tolist(), strict=True)
        if score >= _CALLED_AFTER or span.name in widespread_peoples()
    ]
    # what is called after a place is told, to be seen for what it is
    return [one for one in likely if one.score >= LIKELY or not one.literal]


def _mention(span: Span, beside: Beside, score: float) -> Mention:
    literal, reason = sense(span.name, beside)
    return Mention(span.start, span.end, span.name, literal, reason, round(score, 4), kinds_beside(beside))
