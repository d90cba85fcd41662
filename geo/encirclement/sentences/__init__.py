"""Sentences on verdicts, one file a language: a file more in this folder is a language more."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import shapely

from geo.encirclement.chance import is_even, per_cent, step

_MOST = 99


class Sentences:
    """Sentences and clauses in one language, by section and key; see `en.toml`.

    Parameters
    ----------
    language : str
        Language code of a file in this folder, such as ``en``; see `languages`.

    Examples
    --------
    >>> english = sentences("en")
    >>> english("reason", "friendly", km=2.5)
    'The nearest friendly ground is 2.5 km away.'
    >>> english.day(date(2020, 2, 6)), english.position(shapely.Point(36.8, -35.607))
    ('6 February 2020', '35.61 S 36.80 E')
    """

    def __init__(self, language: str) -> None:
        text = (files(__name__) / f"{language}.toml").read_text(encoding="utf-8")
        self._texts: dict[str, Any] = tomllib.loads(text)

    def section(self, name: str) -> dict[str, Any]:
        """Return the sentences and words of a section by key, with braces where values are filled in."""
        return dict(self._texts[name])

    def __call__(self, section: str, key: str, **values: object) -> str:
        """Return a sentence or clause with its values filled in."""
        return str(self._texts[section][key]).format(**values)

    def day(self, day: date) -> str:
        """Format a date, the month in words."""
        values = {"day": day.day, "month": self._texts["months"][day.month - 1], "year": day.year}
        return str(self._texts["day"]).format(**values)

    def position(self, point: shapely.Point) -> str:
        """Format a position, lon/lat, in degrees of latitude and longitude."""
        lon = (point.x + 180) % 360 - 180
        letters = self._texts["letters"]
        north, east = letters["south" if point.y < 0 else "north"], letters["west" if lon < 0 else "east"]
        return str(self._texts["position"]).format(lat=abs(point.y), lon=abs(lon), north=north, east=east)

    def percent(self, share: float) -> str:
        """Format a share or probability in whole per cent; never 0 or 100.

        Examples
        --------
        >>> [sentences("en").percent(share) for share in (0.004, 0.5, 0.997)]
        ['under 1 %', '50 %', 'over 99 %']
        """
        whole = per_cent(share)
        key = "under" if whole < 1 else "over" if whole > _MOST else "percent"
        return self("chance", key, n=min(max(whole, 1), _MOST))

    def chance(self, probability: float) -> str:
        """Return the words for a probability, with its per cent in brackets.

        Examples
        --------
        >>> sentences("en").chance(0.88)
        'very likely (88 %)'
        """
        words = self._texts["chance"]["words"][step(probability)]
        return self("chance", "said", words=words, percent=self.percent(probability))

    def chance_that(self, clause: str, probability: float, state: str) -> str:
        """Return the sentence on the chance of a clause (``way``, ``no_way``); with the state if the chance is even."""
        opening = self._texts["chance"]["openings"][step(probability)]
        key = f"{clause}_even" if is_even(probability) else clause
        counted = self("state", state).lower()
        return self("chance", key, opening=opening, percent=self.percent(probability), state=counted)

    def listed(self, items: Sequence[str]) -> str:
        """Join items with commas, the last with a word for "and"."""
        *first, last = items
        return str(self._texts["and"]).join([str(self._texts["comma"]).join(first), last]) if first else last

    def joined(self, items: Sequence[str], by: str = "comma") -> str:
        """Join items with commas, or with the language's other separators."""
        return str(self._texts[by]).join(items)


@cache
def sentences(language: str) -> Sentences:
    """Return the sentences of a language; read once."""
    return Sentences(language)


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages in which verdicts are worded, English first."""
    codes = {entry.name.removesuffix(".toml") for entry in files(__name__).iterdir() if entry.name.endswith(".toml")}
    return ("en", *sorted(codes - {"en"}))
