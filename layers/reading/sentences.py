"""Cut a text into sentences and clauses, and blank out asides and denials, which report no event."""

import re
from collections.abc import Iterator
from itertools import pairwise

from layers.reading.speakers import asides
from layers.reading.words import by_language, expression, expressions, remembered, words

LONGEST = 1_200
"""The length of a sentence, in characters, beyond which it is read in pieces."""
_VERB = r"(?<![\w-]){verbs+clauses.verbs}(?!\w)"


@by_language
def _end() -> re.Pattern[str]:
    no_abbreviation = "".join(rf"(?<!\b{re.escape(word)})" for word in words("clauses.short"))
    return re.compile(rf"(?=[.!?؟\n])(?:{no_abbreviation}[.!?؟]+[\"”’»]*(?=\s+[^\sa-z])|\n+)")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Return the offsets of the sentences of a text, in order; an abbreviation does not end a sentence.

    Text without an end of a sentence for 1,200 characters is cut between words: time grows faster than a sentence.
    """
    for start, end in _whole_spans(text):
        while end - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            cut = start + LONGEST if space < 0 else space
            yield start, cut
            start = cut  # noqa: PLW2901 - the rest of the sentence
        if text[start:end].strip():
            yield start, end


def _whole_spans(text: str) -> Iterator[tuple[int, int]]:
    return pairwise([0, *(match.end() for match in _end().finditer(text)), len(text)])


def has_cut_sentence(text: str) -> bool:
    """Return True if a sentence of a text is so long that it is read in pieces."""
    return len(text) > LONGEST and any(end - start > LONGEST for start, end in _whole_spans(text))


@remembered
def clause_spans(text: str, words: str) -> list[tuple[int, int]]:
    """Return the offsets of the clauses of a sentence, without clauses that are only asides or denials.

    Examples
    --------
    >>> text = "Rebels took Homs, but the army shelled Hama."
    >>> [text[start:end] for start, end in clause_spans(text, text)]
    ['Rebels took Homs', ', but the army shelled Hama.']
    """
    between = expression(r"(?-i:;\s|{clauses.cuts})")
    # "and" begins a clause only if there is a verb in the clause before
    ends = {match.start(): True for match in expression("{clauses.and}").finditer(words)}
    ends |= {match.start(): False for match in between.finditer(text)}
    cuts = [0]
    for end in sorted(ends):
        if not ends[end] or expression(_VERB).search(words, cuts[-1], end):
            cuts.append(end)
    return [(start, end) for start, end in pairwise([*cuts, len(text)]) if words[start:end].strip()]


@remembered
def blanked(text: str) -> str:
    """Blank out the asides and denials of a sentence; all offsets stay the same.

    Examples
    --------
    >>> blanked("Rebels shelled Hama, an official said.")
    'Rebels shelled Hama,             said.'
    """
    letters = list(text)
    for start, end in (*asides(text), *denied(text)):
        letters[start:end] = re.sub(r"\S", " ", text[start:end])
    return "".join(letters)


def denied(text: str) -> Iterator[tuple[int, int]]:
    """Find the offsets of the denials in a sentence: acts that are negated, or denied by somebody.

    Examples
    --------
    >>> text = "Rebels did not shell Hama on Monday, a spokesman said."
    >>> [text[start:end] for start, end in denied(text)]
    ['did not shell Hama on Monday']
    """
    for pattern in expressions("denials.spans"):
        for match in pattern.finditer(text):
            if not expression("{denials.conditions}").search(text[max(0, match.start() - 80) : match.start()]):
                yield match.span()
