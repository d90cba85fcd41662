"""Verdicts as lines of text, and the difference between two verdicts on one post."""

from collections.abc import Iterator
from datetime import date

# what verdicts may differ in, what it is called, and how its values are written; the rest follows from these
_CALLED = {
    "state": ("state", "{}"),
    "state_lenient": ("leniently", "{}"),
    "start_date": ("since", "{}"),
    "end_date": ("ends", "{}"),
    "probability": ("probability", "{:.0%}"),
    "corridor_km": ("corridor", "{:g} km"),
    "roads_open": ("roads open", "{}"),
    "roads_cut": ("roads cut", "{}"),
    "open_arc_deg": ("open arc", "{:g} degrees"),
    "friendly_km": ("friendly ground", "{:g} km away"),
    "pocket_km2": ("pocket", "{:g} km2"),
    "decisive": ("decisive", "{}"),
}

# a verdict as a JSON object
Record = dict[str, object]


def verdict_lines(verdict: Record, on: date) -> Iterator[str]:
    """Write a verdict on a day, as `sitmap assess` prints it."""
    told = str(verdict["state"])
    if verdict["probability"] is not None:
        told += f"; probability of being cut off {verdict['probability']:.0%}"
    yield f"{verdict['name']} ({verdict['post_id']}) on {on}: {told}"
    yield f"  {verdict['reasons']}"
    if verdict["decisive"]:
        yield f"  Decisive: {verdict['decisive']}"


def changed_keys(before: Record, after: Record) -> list[str]:
    """Tell in which values two verdicts on one post differ.

    Examples
    --------
    >>> changed_keys({"state": "open", "corridor_km": 3.2}, {"state": "open", "corridor_km": 1.8})
    ['corridor_km']
    """
    return [key for key in after if before[key] != after[key]]


def difference_lines(before: Record, after: Record) -> Iterator[str]:
    """Write what a change of the dossier makes of a verdict: the values of before and after, and the former reasons.

    Examples
    --------
    >>> before = {"state": "open", "roads_cut": None, "reasons": "Connected."}
    >>> after = {"state": "encircled", "roads_cut": "M5", "reasons": "No way."}
    >>> list(difference_lines(before, after))
    ['  Difference: state open -> encircled; roads cut none -> M5', '  Without the change: Connected.']
    """
    changed = changed_keys(before, after)
    if not changed:
        yield "  No difference."
        return
    told = [f"{_CALLED[key][0]} {_value(key, before)} -> {_value(key, after)}" for key in _CALLED if key in changed]
    if "state" not in changed:
        told.insert(0, f"still {after['state']}")
    yield f"  Difference: {'; '.join(told)}"
    if "reasons" in changed:
        yield f"  Without the change: {before['reasons']}"


def _value(key: str, verdict: Record) -> str:
    value = verdict[key]
    return "none" if value is None else _CALLED[key][1].format(value)
