"""A mention: a place name or a group of posts in a text, with its offsets and its meaning there."""

from dataclasses import dataclass

# meanings other than the place itself
GOVERNMENT = "government"
PEOPLE = "people"
MOVEMENT = "movement"
BACKER = "backer"
PART_OF_NAME = "part of a name"
OUTLET = "outlet"
GROUP = "group"
UNKNOWN = "a place that no gazetteer has"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text, or a group of posts (``"12 observation posts"``).

    Parameters
    ----------
    start, end : int
        Offsets into the text, the end excluded.
    name : str
        The name as written.
    reason : str
        The reason for its meaning, in a few words.
    score : float
        Probability that it is a place name, 0 to 1. In English it is fitted to marked news: about eight of ten names
        with a score of 0.8 are place names. In Arabic and Turkish it depends on the kind of evidence: 0.9 and more if a
        preposition, a word like *town* or the ending of places announces a known name; 0.5 to 0.8 if the only evidence
        is a list, another ending or the size of the place; 0.4 if it is a Turkish ending of an unknown name.
    kinds : frozenset of str
        The kinds of place that the text states for it (``"the province of Idlib"``); empty if it states none.
    respelled : str, optional
        The spelling by which a Turkish name is looked up (``Jarablus`` for Cerablus), if only its ending shows that it
        is a place.
    is_part : bool
        True if the text speaks of a part of it or of its surroundings: ``northern Idlib``. Then an event is not in the
        middle of the town, even if no larger place of the name is known.
    figure : str, optional
        Its meaning if it does not mean the place itself: ``"government"`` (Moscow denied it), ``"people"`` (Syrian),
        ``"movement"`` (Hamas), ``"outlet"`` (SANA), ``"backer"`` (Iran-backed), ``"part of a name"`` (Aleppo Pharmacy)
        or ``"group"`` (12 observation posts).

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
        """True if the place itself is meant, and not a people, a government, a shop or a treaty called after it."""
        return self.figure is None

    @property
    def asked(self) -> str:
        """The spelling by which the name is looked up."""
        return self.respelled or self.name
