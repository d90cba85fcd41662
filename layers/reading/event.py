"""An event that a report tells of, with its time as ACLED codes it (https://acleddata.com)."""

from dataclasses import dataclass
from datetime import date, timedelta

from geo.mentions.mention import Mention
from layers.reading.dates.when import When
from layers.reading.fatalities.fatalities import Toll


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event that a report tells of, for a person to check.

    Parameters
    ----------
    start_date, end_date : date
        Its first day, and for more than a day the first day after it (else None).
    time_precision : int
        1 the day is known, 2 the week, 3 the month.
    event_type : str
        One of ACLED's, or ``Statement`` for what somebody says of the future.
    mention : Mention, optional
        The name of the place where it happened.
    is_near : bool
        Whether it happened near that place, and not in it.
    actor1, actor2 : str, optional
        Sides of the dossier by id, or what the text calls them.
    toll : Toll
        The dead.
    certainty : str
        ``claimed`` by whom the text names, ``reported`` as a fact, ``confirmed`` by somebody else.
    attribution : str, optional
        Who says so.
    start, end : int
        Offsets of the words that tell it.
    """

    start_date: date
    end_date: date | None
    time_precision: int
    event_type: str
    mention: Mention | None
    is_near: bool
    actor1: str | None
    actor2: str | None
    toll: Toll
    certainty: str
    attribution: str | None
    start: int
    end: int


def time_span(when: When | None, published: date, *, unknown: int) -> tuple[date, date | None, int]:
    """Give the first day, the first day after where there are several, and the precision; reports tell what is new."""
    if when is None:
        return published, None, unknown
    return when.start, when.end if when.end - when.start > timedelta(1) else None, when.precision
