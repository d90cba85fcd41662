"""Sentences on verdicts: since when, by which control reports, and how certain."""

from collections.abc import Iterator, Sequence
from datetime import date

import shapely

from geo.encirclement.assessment import Encirclement, lonlat_text
from geo.encirclement.corridor import WIDEST_M
from geo.geometry.sphere import KM
from geo.sides import CONTESTED
from layers.assessment.posts import Assessment
from layers.assessment.ways import State
from layers.dossier.dossier import Dossier

# a verdict that is wrong with this probability, or more, is called uncertain
_UNCERTAIN = 0.2
_CERTAIN = 0.005


def since_text(dossier: Dossier, first: Assessment, before: Assessment | None, decisive: Sequence[str]) -> str:
    """Return the sentence on since when a post is in its state, and how it came to be.

    Parameters
    ----------
    dossier : Dossier
        The control reports and sides.
    first, before : Assessment
        The first assessment of this state, and the last one of the state before, None if there is none.
    decisive : sequence of str
        Ids of the decisive reports.
    """
    state = f"{first.verdict.state.capitalize()} since {day_text(first.start)}"
    if before is None:
        began = "the period of this map begins" if first.start == dossier.start else "it is first known to stand there"
        return f"{state}, when {began}."
    change = _change(first.verdict, before.verdict)
    if decisive:
        return f"{state}{f': {change}' if change else ','} when {_reports(dossier, decisive)}."
    return f"{state}{f': {change} that day' if change else ''}."


def sureness(state: State, probability: float) -> Iterator[str]:
    """Return the sentence on the probability of a state; none if it is nearly certain.

    Examples
    --------
    >>> list(sureness(State(False, False, False, False), 0.25))
    ['This is uncertain: the probability that it has a way is 75% only.']
    """
    holds = probability if state.no_strict else 1 - probability
    if holds > 1 - _CERTAIN:
        return
    way = "no way" if state.no_strict else "a way"
    if holds < 1 - _UNCERTAIN:
        yield f"This is uncertain: the probability that it has {way} is {holds:.0%} only."
    else:
        yield f"The probability that it has {way} is {holds:.0%}."


def day_text(day: date) -> str:
    """Format a date without a leading zero, the month in words.

    Examples
    --------
    >>> day_text(date(2020, 2, 6))
    '6 February 2020'
    """
    return f"{day.day} {day:%B %Y}"


def _change(verdict: Encirclement, before: Encirclement) -> str:
    """Return a clause on the way to an anchor that opened or closed, empty if neither happened."""
    if not before.corridor_km and verdict.corridor_km:
        return "a way opened"
    if verdict.corridor_km or not before.corridor_km:
        return ""
    return f"the last corridor ({_width(before.corridor_km, before.pinch)} the day before) closed"


def _width(width_km: float, pinch: shapely.Point | None) -> str:
    """Return a corridor's width and the position of its pinch point, in words."""
    if pinch is None or width_km * KM >= WIDEST_M:
        return f"{WIDEST_M / KM:g} km wide or wider"
    return f"{width_km:.1f} km wide at {lonlat_text(pinch)}"


def _reports(dossier: Dossier, decisive: Sequence[str]) -> str:
    """Return the places and holders that the decisive reports name, in words."""
    sides = {side.id: side.name for side in dossier.sides}
    reports = dossier.control[dossier.control["id"].isin(decisive)]
    clauses = []
    for side, rows in reports.groupby("side", sort=True):
        names = [f"{row.place_name} [{row.id}]" for row in rows.itertuples()]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        held = CONTESTED if side == CONTESTED else f"held by {sides[str(side)]}"
        clauses.append(f"{listed} {'was' if len(names) == 1 else 'were'} reported {held}")
    return " and ".join(clauses)
