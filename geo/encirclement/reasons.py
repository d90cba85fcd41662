"""Why a verdict is what it is: sentences made of facts, for people to read and to print."""

from collections.abc import Iterator

import numpy as np
import shapely

from geo.encirclement.corridor import WIDEST_M
from geo.encirclement.verdict import Encirclement, RoadCut

_KM = 1000.0
# a pocket hardly larger than the holding itself is nothing else
_HARDLY = 1.1


def reasons_for(verdict: Encirclement, *, hold_km: float, uncertainty_km: float, narrow_km: float) -> tuple[str, ...]:
    """Say why a verdict is what it is.

    Parameters
    ----------
    verdict : Encirclement
        The verdict, whose own `reasons` are not looked at.
    hold_km, uncertainty_km, narrow_km : float
        What it was made with; see `geo.assess`.

    Returns
    -------
    tuple of str
        Sentences, what decided first.
    """
    return tuple(_sentences(verdict, hold_km, uncertainty_km, narrow_km))


def _sentences(verdict: Encirclement, hold_km: float, uncertainty_km: float, narrow_km: float) -> Iterator[str]:
    yield _connection(verdict, narrow_km)
    if verdict.state in {"encircled", "contested"}:
        yield _left_to_it(verdict, hold_km)
        if 0 < verdict.friendly_km < float("inf"):
            yield f"The nearest friendly ground is {verdict.friendly_km:.1f} km away."
    yield from _roads(verdict)
    if 0 < verdict.cut_share < 1:
        share = f"{verdict.cut_share:.0%} of the places where it may stand"
        yield f"Its position is known to {uncertainty_km:g} km; it is cut off from {share}."


def _connection(verdict: Encirclement, narrow_km: float) -> str:
    """Say in one sentence what decided."""
    if verdict.state == "encircled":
        return "No way leads to a supply anchor, even over contested or unknown ground."
    if verdict.state == "contested":
        return "The only ways to a supply anchor lead over contested or unknown ground."
    to = f" to {verdict.anchor}" if verdict.anchor else ""
    if verdict.at_anchor:
        name = f", {verdict.anchor}" if verdict.anchor else ""
        return f"What it holds touches a supply anchor{name}: it needs no corridor."
    if verdict.corridor_km * _KM >= WIDEST_M or verdict.pinch is None:
        return f"Connected{to} by ground 20 km wide or wider."
    if verdict.own_anchor:
        name = f", {verdict.anchor}," if verdict.anchor else ""
        return f"A supply anchor{name} lies in its own pocket, nowhere {narrow_km:g} km wide: it needs no corridor."
    narrow = f", less than the {narrow_km:g} km that count as open" if verdict.state == "constricted" else ""
    where = lonlat_text(verdict.pinch)
    return f"Connected{to} by a corridor that is {verdict.corridor_km:.1f} km wide{narrow}; it is tightest at {where}."


def _left_to_it(verdict: Encirclement, hold_km: float) -> str:
    """Say what ground a post that is cut off has left."""
    if verdict.pocket_km2 <= _HARDLY * np.pi * hold_km**2:
        return "No ground but what it holds itself is left to it."
    return f"{verdict.pocket_km2:,.1f} km² of passable ground are cut off with it, its own holding included."


def _roads(verdict: Encirclement) -> Iterator[str]:
    """Say which roads are cut, where and by whom, and how many would have to be for none to be open."""
    if verdict.roads_cut:
        places = {cut.road: f" {_place(cut)}" for cut in verdict.road_cuts}
        yield f"Cut: {'; '.join(name + places.get(name, '') for name in verdict.roads_cut)}."
    if verdict.roads_open:
        number = verdict.independent_roads
        enough = f"; {number} cut{'s' * (number > 1)} would close every road to an anchor" if number else ""
        yield f"Open: {', '.join(verdict.roads_open)}{enough}."


def _place(cut: RoadCut) -> str:
    match cut.side:
        case "":
            held = "outside of all zones"
        case "contested" | "unknown":
            held = f"on {cut.side} ground"
        case side:
            held = f"held by {side}"
    return f"at {lonlat_text(cut.point)} ({held})"


def lonlat_text(point: shapely.Point) -> str:
    """Write a position as people read it.

    Examples
    --------
    >>> lonlat_text(shapely.Point(36.8, -35.607))
    '35.61 S 36.80 E'
    """
    lon = (point.x + 180) % 360 - 180
    return f"{abs(point.y):.2f} {'NS'[point.y < 0]} {abs(lon):.2f} {'EW'[lon < 0]}"
