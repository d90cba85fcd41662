"""A mention: a place name or a group of posts in a text, with its offsets and the sense in which it stands there."""

from dataclasses import dataclass

# what is meant where the place itself is not
GOVERNMENT = "government"
PEOPLE = "people"
MOVEMENT = "movement"
BACKER = "backer"
PART_OF_NAME = "part of a name"
GROUP = "group"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text, or a group of posts (``"12 observation posts"``).

    Parameters
    ----------
    start, end : int
        Offsets into the text, the end excluded.
    name : str
        What stands there.
    reason : str
        What tells so, in a few words.
    score : float
        How likely it is a place name at all, 0 to 1. In English it is fitted to marked news: of names with 0.8 about
        eight of ten are. In Arabic and Turkish it tells the kind of evidence: 0.9 and more where a preposition, a
        word like *town* or the ending of places announces a known name; 0.5 to 0.8 where only a list, another
        ending or its being well known speaks for it; 0.4 for an unknown name that a Turkish ending alone announces.
    kinds : frozenset of str
        The kinds of places that the text calls it (``"the province of Idlib"``); empty where it says nothing.
    respelled : str, optional
        Set where only the suffix tells that a Turkish word is a place: how it is looked up, since Turkish spells names
        its own way (``Jarablus`` for Cerablus).
    is_part : bool
        Whether the text speaks of a part of it, or of what lies about it: ``northern Idlib``. Then the middle of a town
        is not where something was, even where no larger place of the name is known.
    figure : str, optional
        What is meant where the place itself is not: ``"government"`` (Moscow denied it), ``"people"`` (Syrian),
        ``"movement"`` (Hamas), ``"backer"`` (Iran-backed), ``"part of a name"`` (Aleppo Pharmacy) or ``"group"``
        (12 observation posts).

    Examples
    --------
    >>> Mention(0, 6, "Moscow", figure="government").literal, Mention(0, 5, "Idlib").literal
    (False, True)
    """

    start: int
    end: int
    name: str
    reason: str = "a place name"
    score: float = 1.0
    kinds: frozenset[str] = frozenset()
    respelled: str | None = None
    is_part: bool = False
    figure: str | None = None

    @property
    def literal(self) -> bool:
        """Whether the place itself is meant, and not a people, a government, a shop or a treaty called after it."""
        return self.figure is None

    @property
    def asked(self) -> str:
        """The name as it is looked up."""
        return self.respelled or self.name
