"""An event that a report proposes, with its time as ACLED codes it (https://acleddata.com)."""

from dataclasses import dataclass
from datetime import date

from geo.mentions.mention import Mention
from layers.reading.fatalities.fatalities import Fatalities


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEvent:
    """An event that a report proposes, for a person to check.

    Parameters
    ----------
    start_date, end_date : date
        Its first day, and for more than a day the first day after it (else None).
    time_precision : int
        1 the day is known, 2 the week, 3 the month.
    event_type : str
        One of ACLED's, or ``Statement`` for a statement about the future.
    mention : Mention, optional
        The name of the place where it happened.
    is_near : bool
        True if it happened near that place, and not in it.
    actor1, actor2 : str, optional
        Sides of the dossier by id, or the words of the text.
    fatalities : Fatalities
        The number of fatalities.
    certainty : str
        ``claimed`` by the speaker, ``reported`` as a fact, ``confirmed`` by somebody else.
    attribution : str, optional
        The speaker.
    start, end : int
        Offsets of the words that report it.
    """

    start_date: date
    end_date: date | None
    time_precision: int
    event_type: str
    mention: Mention | None
    is_near: bool
    actor1: str | None
    actor2: str | None
    fatalities: Fatalities
    certainty: str
    attribution: str | None
    start: int
    end: int
