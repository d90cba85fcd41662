"""The days that QGIS draws: expressions on the temporal controller's range, the project's variable, and the period.

A layer that describes states shows those of the last day of the range, so that a step of a week shows one front and
not seven; events are shown as on the page, those of the range and of the week before its last day.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from layers.period import DAY
from layers.schema.layer import LayerSchema, Validity

if TYPE_CHECKING:
    from layers.collection import Layers

# events stay on the map for so many days, fading; a test compares them with the page's
TRAILING_DAYS, FADES_BY = 7, 60
_EARLY, _LATE = "make_date(1, 1, 1)", "make_date(9999, 1, 1)"
# first and last day of the range of the temporal controller, null without one; its end is excluded
_FIRST = "to_date(@map_start_time)"
_LAST = "to_date(if(@map_end_time > @map_start_time, @map_end_time - to_interval('1 second'), @map_start_time))"
# a variable that is no day gives null
_TYPED = "try(to_date(trim(@sitmap_date)), NULL)"


class Shown(NamedTuple):
    """The days that a style can draw: those of a half-open period, and the one drawn where nothing sets another."""

    start: date
    end: date
    opening: date

    @classmethod
    def of(cls, layers: "Layers") -> "Shown":
        """Return the days of some layers."""
        return cls(layers.start, layers.end, layers.opening_day)


def day_drawn(shown: Shown, *, is_controlled: bool = True) -> str:
    """Return the expression for the day that is drawn.

    That is the last day of the temporal controller's range, or of the part of it in the period; without a controller
    that of the project's variable `sitmap_date`, or else the opening day.

    Parameters
    ----------
    shown : Shown
        The days of the layers.
    is_controlled : bool
        False for a place to which the temporal controller's range does not apply: the print layout.
    """
    last, opening = (f"to_date('{day.isoformat()}')" for day in (shown.end - DAY, shown.opening))
    ranged = f"CASE WHEN {_FIRST} <= {last} AND {_LAST} > {last} THEN {last} ELSE {_LAST} END"
    return f"coalesce({', '.join([*([ranged, _FIRST] if is_controlled else []), _TYPED, opening])})"


def is_in_period(shown: Shown, day: str = "@day") -> str:
    """Return the condition that a day, an expression, lies in the period."""
    return f"{day} >= to_date('{shown.start.isoformat()}') AND {day} < to_date('{shown.end.isoformat()}')"


def held(layer: LayerSchema, shown: Shown) -> str:
    """Return the condition that a feature of a layer holds on the day drawn; outside of the period none does."""
    first, after = _bounds(layer)
    condition = f"{first} <= @day AND {after} > @day"
    if layer.validity is Validity.EVENT:
        earliest = f"to_date(@day - to_interval('{_trailing(shown)} days'))"
        since = f"if({_FIRST} < {earliest}, {_FIRST}, {earliest})"
        condition = f"coalesce({first} <= @day AND {after} > {since}, false)"
    return f"with_variable('day', {day_drawn(shown)}, {is_in_period(shown)} AND {condition})"


def faded(layer: LayerSchema, shown: Shown) -> str:
    """Return the opacity (percent) of an event: the longer ago, the fainter."""
    after = _bounds(layer)[1]
    age = f"max(0, day({day_drawn(shown)} - {after}) + 1)"
    return f"100 - {FADES_BY} * min(1, {age} / {max(1, _trailing(shown))})"


def shown_day_text(shown: Shown) -> str:
    """Return the expression for the text over the canvas: the date of the day drawn, and the note on it."""
    day = "format_date(@day, 'd MMMM yyyy')"
    return f"with_variable('day', {day_drawn(shown)}, concat({day}, ': ' || nullif({day_note(shown)}, '')))"


def day_note(shown: Shown, say: Callable[[str], str] = str, *, is_controlled: bool = True) -> str:
    """Return the expression for what is wrong with the day drawn, `@day`, and how to mend that; mostly empty.

    Parameters
    ----------
    shown : Shown
        The days of the layers.
    say : callable
        Translates a text.
    is_controlled : bool
        As for `day_drawn`.
    """
    period = {"first": shown.start.isoformat(), "last": (shown.end - DAY).isoformat()}
    unknown = say("nothing is known of this day. The map has {first} to {last}").format(**period)
    typed = say("sitmap_date is {typed}, which is no day; write 2020-02-06").format(typed="' || @sitmap_date || '")
    uncontrolled = "@map_start_time IS NULL AND " if is_controlled else ""
    mistyped = f"{uncontrolled}trim(coalesce(@sitmap_date, '')) <> '' AND {_TYPED} IS NULL"
    return f"CASE WHEN NOT ({is_in_period(shown)}) THEN '{unknown}' WHEN {mistyped} THEN '{typed}' ELSE '' END"


def temporal(layer: LayerSchema) -> ET.Element:
    """Make the temporal settings of a layer: the days on which features are drawn, as expressions.

    With fields, QGIS would let SQLite compare dates with times as texts, and show features that begin on the next day.
    The fields are set as well, for users who switch to the mode by fields.
    """
    named = dict(zip(("startField", "endField"), layer.interval, strict=True))
    expressions = {}
    if layer.interval[0]:
        first, after = _bounds(layer)
        if layer.validity is Validity.EVENT:
            first, after = f"coalesce({first}, {_LATE})", f"{after} + to_interval('{TRAILING_DAYS} days')"
        expressions = {
            "startExpression": f"to_datetime({first})",
            "endExpression": f"to_datetime(coalesce({after}, {_LATE}))",
        }
    # QGIS writes these attributes if only a start and an end are used
    unused = {"durationField": "", "durationUnit": "min", "fixedDuration": "0", "accumulate": "0"}
    # mode 4: start and end by expressions; limit mode 0: the end is excluded
    dated = str(int(bool(layer.interval[0])))
    return ET.Element("temporal", {"enabled": dated, "mode": "4", "limitMode": "0", **named, **expressions, **unused})


def _bounds(layer: LayerSchema) -> tuple[str, str]:
    """Return the expressions for a feature's first day and the day after its last; missing bounds are open."""
    first, after = (f'"{name}"' if name else "" for name in layer.interval)
    if not first:
        return _EARLY, _LATE
    if layer.lasts_a_day:
        next_day = f"to_date({first} + to_interval('1 day'))"
        return first, f"coalesce({after}, {next_day})" if after else next_day
    return f"coalesce({first}, {_EARLY})", f"coalesce({after}, {_LATE})"


def _trailing(shown: Shown) -> int:
    """Return the days for which events stay on the map; a map of one day shows that day's only."""
    return TRAILING_DAYS if shown.end - shown.start > DAY else 0
