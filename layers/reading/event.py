"""An event that a report proposes, with its time as ACLED codes it (https://acleddata.com)."""

from dataclasses import dataclass
from datetime import date

from geo.mentions.mention import Mention
from layers.reading.document import Part
from layers.reading.fatalities.fatalities import Fatalities
from layers.reading.parties.roles import Roles
from layers.reading.places import is_near, other_end_of, region_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEvent:
    """An event that a report proposes, for a person to check.

    Parameters
    ----------
    start_date, end_date : date, optional
        The first day, and the first day after the event (None for a single day). Both are None if they depend on a day
        of publication that is not known.
    time_precision : int, optional
        1 the day is known, 2 the week, 3 the month.
    event_type : str
        An event type of ACLED, or ``Statement`` for a statement about the future.
    mention : Mention, optional
        The name of the place of the event.
    is_near : bool
        True if the event happened near the place, and not in the place itself.
    actor1, actor2 : str, optional
        The parties: ids of sides of the dossier, or words of the text.
    fatalities : Fatalities
        The number of fatalities.
    certainty : str
        ``claimed`` by the speaker, ``reported`` as a fact, ``confirmed`` by somebody else.
    attribution : str, optional
        The speaker.
    start, end : int
        Offsets of the words that report the event.
    is_dated : bool
        True if the text dates the event itself, and not only the statement about it.
    is_generic : bool
        True if its words fit any attack: an attack, killed.
    other_end : Mention, optional
        The name of the second place, if the event happened between two: on the road from one to the other.
    region : Mention, optional
        The area or neighbour that the text names with the place, if no gazetteer has the place itself.
    """

    start_date: date | None
    end_date: date | None
    time_precision: int | None
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
    is_dated: bool = False
    is_generic: bool = False
    other_end: Mention | None = None
    region: Mention | None = None


def proposed(  # noqa: PLR0913 - the parts of an event
    part: Part,
    event_type: str,
    time: tuple[date | None, date | None, int | None],
    *,
    place: Mention | None,
    roles: Roles,
    fatalities: Fatalities,
    certainty: str,
    speaker: str | None,
    is_dated: bool = False,
    is_generic: bool = False,
) -> ReportedEvent:
    """Return the event that a clause or sentence reports; `time` is first day, first day after and precision."""
    other_end = other_end_of(place, part.document) if place else None
    return ReportedEvent(
        start_date=time[0],
        end_date=time[1],
        time_precision=time[2],
        event_type=event_type,
        mention=place,
        is_near=place is not None and (other_end is not None or is_near(place, part.document)),
        actor1=roles[0],
        actor2=roles[1],
        fatalities=fatalities,
        certainty=certainty,
        attribution=speaker,
        start=part.bare[0],
        end=part.bare[1],
        is_dated=is_dated,
        is_generic=is_generic,
        other_end=other_end,
        region=region_of(place, part.whole) if place else None,
    )
