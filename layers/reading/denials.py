"""What a report says has not happened: it is told with a not, or somebody denies or rejects it."""

import re
from collections.abc import Iterator

from layers.reading.words import either, words

_DENIALS = words("denials")
# a sentence goes on with what did happen
_ON = r"[;\n]|,? but | while |, (?:and |saying|adding|claiming|insisting|instead)|$"
_RULES = (
    # what is denied as told by others is denied to the end of the sentence
    re.compile(rf"(?<!\w){either(_DENIALS['rejected'])}(?!\w).*?(?={_ON})", re.IGNORECASE | re.DOTALL),
    re.compile(rf"(?<!\w){either(_DENIALS['denied'])}(?!\w)[^,]*?(?=,|{_ON})", re.IGNORECASE),
    re.compile(rf"{either(_DENIALS['not'])}(?! {either(_DENIALS['uncertain'])})[^,]*?(?=,|{_ON})", re.IGNORECASE),
    re.compile(rf"(?<!\w){either(_DENIALS['false'])}", re.IGNORECASE),
    re.compile(rf"(?<!\w){either(_DENIALS['ar'])}(?!\w)[^،.]*"),
)
# in Turkish what is denied is told before
_BEFORE = re.compile(rf"(?<!\w){either(_DENIALS['tr'])}(?!\w)", re.IGNORECASE)
# what is not done by a term is a demand
_IF = re.compile(r"\b(?:if|unless|until|why)\b[^,]{0,60}$", re.IGNORECASE)


def denied(sentence: str) -> Iterator[tuple[int, int]]:
    """Find what is told as not having happened.

    Examples
    --------
    >>> text = "Rebels did not shell Hama on Monday, a spokesman said."
    >>> [text[start:end] for start, end in denied(text)]
    ['did not shell Hama on Monday']
    """
    turkish = _BEFORE.search(sentence)
    if turkish:
        yield 0, turkish.end()
    for rule in _RULES:
        for match in rule.finditer(sentence):
            if not _IF.search(sentence[max(0, match.start() - 80) : match.start()]):
                yield match.span()
