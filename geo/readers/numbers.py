"""Numbers as people write them in tables: digits of any script, separators of thousands, marks of no value."""

import math
import re
import unicodedata

from geo.geometry.sphere import KM_PER_DEGREE

# marks of a missing value in spreadsheets, statistics programs and forms
_MISSING = frozenset(
    ("", "-", "--", "–", "—", "?", ".", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "unknown", "not known")
)
_LONGEST_MARK = 12
# a village or a post is larger
_EXACT_KM = 0.1
_SIGNS = str.maketrans({"\u066b": ".", "\u066c": ",", "\u060c": ",", "\u2212": "-", "\u2013": "-", "\u00a0": " "})
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:([ ,.'’\u202f])\d{3})(?:\1\d{3})*")
_DECIMALS = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")


def is_missing(text: str) -> bool:
    """Return True if a cell is empty, or says in words that there is no value.

    Examples
    --------
    >>> is_missing("N/A"), is_missing("0")
    (True, False)
    """
    return len(text) <= _LONGEST_MARK and text.strip().casefold() in _MISSING


def plain_digits(text: str) -> str:
    """Write digits and signs of any script in ASCII, without marks of direction; superscripts are no digits.

    Examples
    --------
    >>> plain_digits("\u0663\u066b\u0665"), plain_digits("\u00b2")
    ('3.5', '²')
    """
    if text.isascii():
        return text
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text if unicodedata.category(c) != "Cf")
    return "".join(digits).translate(_SIGNS)


def written_number(text: str, *, whole: bool = False) -> float:
    """Read a number as people write it; NaN if the text is not a number.

    Parameters
    ----------
    text : str
        The cell.
    whole : bool
        True if the column has whole numbers only: then a point before three digits separates thousands.

    Examples
    --------
    >>> [written_number(text) for text in ("3.0", "1,200", "36,8", "1.234", "10+")]
    [3.0, 1200.0, 36.8, 1.234, nan]
    >>> written_number("1.234", whole=True), written_number("12 345", whole=True)
    (1234.0, 12345.0)
    """
    plain = plain_digits(text).strip()
    groups = _GROUPS.fullmatch(plain)
    if groups and (whole or groups[1] != "."):
        return float(plain.replace(groups[1], ""))
    if not _DECIMALS.fullmatch(plain):
        return math.nan
    value = float(plain.replace(",", "."))
    return value if math.isfinite(value) else math.nan


def written_range(text: str) -> tuple[int, int | None] | None:
    """Read a number of which only bounds are given: ``10+``, ``>10``, ``at least 10`` or ``10-15``; None if it is none.

    Examples
    --------
    >>> written_range("10+"), written_range("10 - 15"), written_range("10")
    ((10, None), (10, 15), None)
    """
    plain = plain_digits(text).strip().casefold()
    if found := re.fullmatch(r"(\d+)\s*\+|(?:>=?|at least)\s*(\d+)", plain):
        return int(found[1] or found[2]), None
    if found := re.fullmatch(r"(\d+)\s*(?:-|to)\s*(\d+)", plain):
        return (int(found[1]), int(found[2])) if int(found[1]) <= int(found[2]) else None
    return None


def rounding_km(lat: str, lon: str) -> float:
    """Return the uncertainty that the digits of a position tell: half of the diagonal of the cell of its last decimal.

    Parameters
    ----------
    lat, lon : str
        Decimal degrees as they are written. The one with more decimals counts, since spreadsheets drop zeros at the
        end.

    Returns
    -------
    float
        Distance in km; 0 if it is below 0.1 km, or a text is no number.

    Examples
    --------
    >>> [rounding_km(lat, "36.8") for lat in ("36", "35.86", "35.861")]
    [7.15, 0.72, 0.0]
    """
    decimals = max(len(plain_digits(text).strip().replace(",", ".").partition(".")[2]) for text in (lat, lon))
    cell_km = KM_PER_DEGREE * 0.1**decimals
    km = cell_km / 2 * math.hypot(1, math.cos(math.radians(written_number(lat))))
    return round(km, 2) if km >= _EXACT_KM else 0.0
