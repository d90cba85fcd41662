"""Verbs of lists in `data/words.toml`, in all their forms."""

from enum import Flag, auto
from functools import lru_cache
from itertools import chain

from geo.languages.words import words


class Form(Flag):
    """What a form of a verb may be; said is past and participle, cut is everything but says."""

    BASE = auto()
    THIRD = auto()
    PAST = auto()
    ING = auto()
    FINITE = THIRD | PAST


@lru_cache
def forms(name: str) -> dict[str, Form]:
    """Give the forms of the verbs of a list; a list writes irregular ones as ``take/took/taken``.

    Examples
    --------
    >>> {word for word, form in forms("says").items() if form & Form.PAST} >= {"said", "denied", "agreed", "claimed"}
    True
    """
    found: dict[str, Form] = {}
    for entry in sorted(words(name)):
        base, *past = entry.split("/")
        third, regular, ing = _regular(base)
        told = chain([(base, Form.BASE), (third, Form.THIRD)], ((one, Form.PAST) for one in past or [regular]))
        for word, form in chain(told, [(_doubled(base, past[0]) if past else ing, Form.ING)]):
            found[word] = found.get(word, form) | form
    return found


def _regular(base: str) -> tuple[str, str, str]:
    """Give the third person, the past and the form in -ing of a verb."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    if base.endswith("e"):
        return third, f"{base}d", f"{base if base.endswith('ee') else base[:-1]}ing"
    return third, f"{base}ed", f"{base}ing"


def _doubled(base: str, past: str) -> str:
    """Give the form in -ing of an irregular verb: plan, planned and hit, hit double their last letter."""
    if past.startswith(base + base[-1]) or past == base:
        return f"{base}{base[-1]}ing"
    return _regular(base)[2]
