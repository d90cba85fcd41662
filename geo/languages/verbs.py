"""English verbs of the lists of `en.toml`, in all their forms."""

from enum import Flag, auto
from functools import cache
from itertools import chain

from geo.languages.words import word_list


class Form(Flag):
    """Forms of a verb. One word may have several: *said* is PAST (also the participle), *cut* is BASE and PAST."""

    BASE = auto()
    THIRD = auto()
    PAST = auto()
    ING = auto()
    FINITE = THIRD | PAST


@cache
def forms(name: str) -> dict[str, Form]:
    """Return the forms of the verbs of a list; a list writes irregular ones as ``take/took/taken``.

    Examples
    --------
    >>> {word for word, form in forms("says").items() if form & Form.PAST} >= {"said", "denied", "agreed", "claimed"}
    True
    """
    found: dict[str, Form] = {}
    for entry in sorted(word_list(name)):
        base, *past = entry.split("/")
        third, regular, ing = _regular(base)
        known = chain([(base, Form.BASE), (third, Form.THIRD)], ((one, Form.PAST) for one in past or [regular]))
        for word, form in chain(known, [(_doubled(base, past[0]) if past else ing, Form.ING)]):
            found[word] = found.get(word, form) | form
    return found


def _regular(base: str) -> tuple[str, str, str]:
    """Return the third person, the past and the form in -ing of a regular verb."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    if base.endswith("e"):
        return third, f"{base}d", f"{base if base.endswith('ee') else base[:-1]}ing"
    return third, f"{base}ed", f"{base}ing"


def _doubled(base: str, past: str) -> str:
    """Return the form in -ing of an irregular verb: plan, planned and hit, hit double their last letter."""
    if past.startswith(base + base[-1]) or past == base:
        return f"{base}{base[-1]}ing"
    return _regular(base)[2]
