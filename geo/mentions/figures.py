"""Figures of speech: meanings of a place name other than the place, such as a people, a government, a shop."""

from typing import NamedTuple

from geo.languages.area_names import peoples
from geo.languages.words import word_list
from geo.mentions.beside import Beside
from geo.mentions.mention import BACKER, GOVERNMENT, MOVEMENT, OUTLET, PART_OF_NAME, PEOPLE
from geo.mentions.place_kinds import kinds_of


class Figure(NamedTuple):
    """The meaning of a name as in `Mention.figure`, None for the place itself; and the reason."""

    kind: str | None
    reason: str


LITERAL = Figure(None, "a place name")
RULERS = Figure(GOVERNMENT, "a government, by its capital")
A_PEOPLE = Figure(PEOPLE, "a people or what belongs to a country")


def part_of(longer: str) -> Figure:
    """Return the figure of a name that is part of a longer one."""
    return Figure(PART_OF_NAME, f"part of a longer name ({longer})")


def figure_of(name: str, beside: Beside, *, in_facility: bool = False) -> Figure:
    """Return the figure of a name by the words beside it; `in_facility` if it is the town of a building named next.

    Examples
    --------
    >>> figure_of("Geneva", Beside(before="the", second_before="of", after="Convention"))
    Figure(kind='part of a name', reason='the name of something called after it (Geneva Convention)')
    """
    after = beside.after.casefold()
    found = figure_of_name(name)
    if not found.kind and _is_outlet(beside):
        found = Figure(OUTLET, f"an agency or channel ({name} {beside.after})")
    if found.kind:
        return found
    if beside.joined in word_list("behind"):
        return Figure(BACKER, f"who stands behind somebody ({name}-{beside.joined})")
    if in_facility:
        return LITERAL
    # the Damascus-Aleppo road lies between the two
    is_way = beside.is_end and beside.after in word_list("roads")
    if after in word_list("processes") and not is_way:
        return Figure(PART_OF_NAME, f"the name of something called after it ({name} {beside.after})")
    if beside.after[:1].isupper() and after in word_list("organisations") and not kinds_of([after]):
        return part_of(f"{name} {beside.after}")
    return LITERAL


def _is_outlet(beside: Beside) -> bool:
    """Return True for a name in front of a word for a newspaper or channel; but there is radio in Kabul, too."""
    is_called = beside.after.casefold() in word_list("media") and beside.after != "Network"
    return is_called and beside.before not in word_list("elsewhere")


def figure_of_name(name: str) -> Figure:
    """Return the figure of a name of a people or a movement, which does not depend on the words beside the name."""
    if name.casefold() in word_list("movements"):
        return Figure(MOVEMENT, "a movement, not a place")
    if name in word_list("outlets"):
        return Figure(OUTLET, "an agency or channel, not a place")
    return A_PEOPLE if name in peoples() else LITERAL
