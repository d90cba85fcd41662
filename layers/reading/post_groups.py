"""Groups of posts in a report: "12 observation posts in Idlib"."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Sequence

from geo.mentions.mention import GROUP, Mention
from layers.reading.fatalities.numbers import NUMBERS, number
from layers.reading.words import either


def _number(language: str) -> str:
    return rf"(?<!\w)(?P<{language}>\d+|{either(sorted(NUMBERS[language], key=len, reverse=True))})"


_GROUP = re.compile(
    rf"{_number('en')} (?:\w+ )?(?:observation |military |army )?(?:posts|outposts|checkpoints|bases)\b"
    rf"|{_number('ar')} (?:نقطة|نقاط) مراقبة"
    rf"|{_number('tr')} gözlem noktası",
    re.IGNORECASE,
)


def groups(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Find groups of posts; where one of its places is named behind it, the reason says so."""
    found = []
    for match in _GROUP.finditer(text):
        where = next((m.name for m in mentions if m.literal and 0 <= m.start - match.end() <= 4), None)  # noqa: PLR2004 - " in "
        count = number(match["en"] or match["ar"] or match["tr"])
        reason = f"a group of {count} posts" + (f" in {where}" if where else "")
        found.append(Mention(match.start(), match.end(), match[0], reason, figure=GROUP))
    return found
