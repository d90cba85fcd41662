"""Verdicts as lines of text, and the differences between two verdicts on one post."""

from collections.abc import Callable, Iterator
from datetime import date

from geo.encirclement.sentences import sentences


def _chance(probability: object) -> str:
    """Write a probability in words."""
    return sentences("en").chance(float(str(probability)))


# columns in which verdicts are compared: label and format; other columns follow from these
_COMPARED: dict[str, tuple[str, Callable[..., str]]] = {
    "state": ("state", str),
    "state_lenient": ("leniently", str),
    "since": ("since", str),
    "end_date": ("ends", str),
    "probability": ("that no way is left", _chance),
    "way": ("way", _chance),
    "corridor_km": ("corridor", "{:.3g} km".format),
    "roads_open": ("roads open", str),
    "roads_cut": ("roads cut", str),
    "open_arc_deg": ("open arc", "{:g} degrees".format),
    "friendly_km": ("friendly ground", "{:.3g} km away".format),
    "pocket_km2": ("pocket", "{:.3g} km2".format),
    "decisive": ("decisive", str),
}

# a verdict as a JSON object
Record = dict[str, object]


def verdict_lines(verdict: Record, on: date) -> Iterator[str]:
    """Return the lines that `sitmap assess` prints for a verdict on a day."""
    state = str(verdict["state"])
    if isinstance(verdict["probability"], float):
        state += f"; that no way is left: {_chance(verdict['probability'])}"
    yield f"{verdict['name']} ({verdict['post_id']}) on {on}: {state}"
    yield f"  {verdict['reasons']}"
    yield f"  {_way_text(verdict)}"
    if verdict["decisive"]:
        yield f"  Decisive: {verdict['decisive']}"


def _way_text(verdict: Record) -> str:
    """Write how sure the weakest ground is on the best way, over all ground and along roads, and a week before."""
    before, road = verdict["way_week_before"], verdict["road_way"]
    change = "" if before is None else f", a week before {_chance(before)}"
    along = "" if road is None else f"; along roads alone {_chance(road)}"
    return f"That the weakest ground on the best way is passable: {_chance(verdict['way'])}{change}{along}."


def changed_keys(before: Record, after: Record) -> list[str]:
    """Return the names of the columns in which two verdicts on one post differ.

    Examples
    --------
    >>> changed_keys({"state": "open", "corridor_km": 3.2}, {"state": "open", "corridor_km": 1.8})
    ['corridor_km']
    """
    return [key for key in after if before[key] != after[key]]


def seen_changes(before: Record, after: Record) -> list[str]:
    """Return the names of the columns that are printed, and whose texts differ in two verdicts on one post."""
    told = [key for key in _COMPARED if key in after and _value(key, before) != _value(key, after)]
    return [*told, *(["reasons"] if before["reasons"] != after["reasons"] else [])]


def difference_lines(before: Record, after: Record) -> Iterator[str]:
    """Return lines on a changed verdict: values before and after the change of the dossier, and the former reasons.

    Examples
    --------
    >>> before = {"state": "open", "roads_cut": None, "reasons": "Connected."}
    >>> after = {"state": "encircled", "roads_cut": "M5", "reasons": "No way."}
    >>> list(difference_lines(before, after))
    ['  Difference: state open -> encircled; roads cut none -> M5', '  Without the change: Connected.']
    """
    changed = seen_changes(before, after)
    if not changed:
        yield "  No difference."
        return
    differences = [
        f"{_COMPARED[key][0]} {_value(key, before)} -> {_value(key, after)}" for key in _COMPARED if key in changed
    ]
    if "state" not in changed:
        differences.insert(0, f"still {after['state']}")
    yield f"  Difference: {'; '.join(differences)}"
    if "reasons" in changed:
        yield f"  Without the change: {before['reasons']}"


def _value(key: str, verdict: Record) -> str:
    value = verdict[key]
    return "none" if value is None else _COMPARED[key][1](value)
