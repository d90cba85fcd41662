"""Words of probability: the seven steps of ICD 203 (Analytic Standards, 2015), chosen by the whole per cent.

The words of a probability and of its complement mirror each other, since halves of a per cent are rounded towards 50.
"""

from bisect import bisect_right
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

# the least whole per cent of each step but the first
LIMITS = (5, 20, 45, 56, 81, 96)
EVEN = 3
_DIGITS = 6


def per_cent(probability: float) -> int:
    """Round a probability to a whole per cent, halves towards 50.

    Examples
    --------
    >>> per_cent(0.045), per_cent(0.955), per_cent(0.5)
    (5, 95, 50)
    """
    exact = Decimal(str(round(probability * 100, _DIGITS)))
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP if exact < 50 else ROUND_HALF_DOWN))  # noqa: PLR2004


def step(probability: float) -> int:
    """Find the number of the words for a probability, 0 for almost no chance to 6 for almost certain.

    Examples
    --------
    >>> [step(share / 100) for share in (4, 5, 44, 45, 55, 56, 95, 96)]
    [0, 1, 2, 3, 3, 4, 5, 6]
    """
    return bisect_right(LIMITS, per_cent(probability))


def is_even(probability: float) -> bool:
    """Return True if a probability is about one half, 45 to 55 per cent."""
    return step(probability) == EVEN
