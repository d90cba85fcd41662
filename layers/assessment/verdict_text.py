"""Turns: how verdicts came about and how sure they are, in sentences that an editor can print."""

from collections.abc import Iterator, Sequence
from datetime import date

import shapely

from geo.encirclement.assessment import Encirclement, lonlat_text
from geo.encirclement.corridor import WIDEST_M
from geo.geometry.sphere import KM
from layers.assessment.posts import Assessment
from layers.dossier.dossier import Dossier

# a verdict that flips in a fifth of the plausible worlds must not read like a certain one
_UNCERTAIN = 0.2
_CERTAIN = 0.005


def since_text(dossier: Dossier, first: Assessment, before: Assessment | None, decisive: Sequence[str]) -> str:
    """Say since when a post is in its state, and what brought it there.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    first, before : Assessment
        The first of this state, and the last of the one before it; None where the first is the first of all.
    decisive : sequence of str
        Ids of the reports that turned it.
    """
    told = f"{first.verdict.state.capitalize()} since {day_text(first.start)}"
    if before is None:
        began = "the period of this map begins" if first.start == dossier.start else "it is first known to stand there"
        return f"{told}, when {began}."
    what = _what_happened(first.verdict, before.verdict)
    if decisive:
        return f"{told}{f': {what}' if what else ','} when {_taken(dossier, decisive)}."
    return f"{told}{f': {what} that day' if what else ''}."


def sureness(verdict: Encirclement, probability: float | None) -> Iterator[str]:
    """Say in how many plausible worlds a verdict holds, where it is not in all.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo import assess
    >>> zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[shapely.box(36, 35, 37, 36)], crs=4326)
    >>> verdict = assess(shapely.Point(36.5, 35.5), zones, friendly={"blue"}, anchors=shapely.box(36, 35, 36.1, 36))
    >>> list(sureness(verdict, 0.25))
    ['This is uncertain: it has a way in 75% of the plausible worlds only.']
    """
    if probability is None:
        return
    cut = verdict.state_strict == "encircled"
    holds = probability if cut else 1 - probability
    if holds > 1 - _CERTAIN:
        return
    way = "no way that is not contested" if verdict.state == "contested" else "no way" if cut else "a way"
    if holds < 1 - _UNCERTAIN:
        yield f"This is uncertain: it has {way} in {holds:.0%} of the plausible worlds only."
    else:
        yield f"It has {way} in {holds:.0%} of the plausible worlds."


def day_text(day: date) -> str:
    """Write a date as one reads it: no leading zero, the month in words.

    Examples
    --------
    >>> day_text(date(2020, 2, 6))
    '6 February 2020'
    """
    return f"{day.day} {day:%B %Y}"


def _what_happened(verdict: Encirclement, before: Encirclement) -> str:
    """Say what became of the way to an anchor; nothing where it only got wider or narrower, or never was."""
    if not before.corridor_km and verdict.corridor_km:
        return "a way opened"
    if verdict.corridor_km or not before.corridor_km:
        return ""
    return f"the last corridor ({_wide(before.corridor_km, before.pinch)} the day before) closed"


def _wide(width_km: float, pinch: shapely.Point | None) -> str:
    """Say how wide a corridor is, and where it is tightest."""
    if pinch is None or width_km * KM >= WIDEST_M:
        return f"{WIDEST_M / KM:g} km wide or wider"
    return f"{width_km:.1f} km wide at {lonlat_text(pinch)}"


def _taken(dossier: Dossier, decisive: Sequence[str]) -> str:
    """Say what the decisive reports say, in words."""
    sides = {side.id: side.name for side in dossier.sides}
    reports = dossier.control[dossier.control["id"].isin(decisive)]
    told = []
    for side, rows in reports.groupby("side", sort=True):
        names = [f"{row.place_name} [{row.id}]" for row in rows.itertuples()]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        told.append(f"{listed} {'was' if len(names) == 1 else 'were'} reported held by {sides[str(side)]}")
    return " and ".join(told)
