"""Groups of posts in a report: "12 observation posts in Idlib"."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Sequence

from geo.mention import Mention
from layers.report_numbers import number

_GROUP = re.compile(
    r"\b(?P<count>\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen) "
    r"(?:\w+ )?(?:observation |military |army )?(?:posts|outposts|checkpoints|bases)\b"
    r"|(?P<ar>\d+|اثنتي عشرة|ثلاث|أربع|خمس|ست|سبع|ثماني|تسع|عشر) (?:نقطة|نقاط) مراقبة"
    r"|\b(?P<tr>\d+|üç|dört|beş|altı|yedi|sekiz|dokuz|on|on iki) gözlem noktası",
    re.IGNORECASE,
)


def groups(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Find groups of posts; where one of its places is named behind it, the reason says so."""
    found = []
    for match in _GROUP.finditer(text):
        where = next((m.name for m in mentions if m.literal and 0 <= m.start - match.end() <= 4), None)  # noqa: PLR2004 - " in "
        reason = f"a group of {number(match['count'] or match['ar'] or match['tr'])} posts" + (
            f" in {where}" if where else ""
        )
        found.append(Mention(match.start(), match.end(), match[0], literal=False, reason=reason))
    return found
