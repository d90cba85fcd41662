"""Reasons: English sentences that explain a verdict by the facts that decided it."""

from collections.abc import Iterator

import numpy as np
import shapely

from geo.encirclement.corridor import WIDEST_M
from geo.encirclement.verdict import Encirclement, RoadCut
from geo.geometry.sphere import KM

# a pocket smaller than this multiple of the holding is the holding alone
_HOLDING_ALONE = 1.1
_NO_WAY = {
    "encircled": "No way leads to a supply anchor, even over contested or unknown ground.",
    "contested": "The only ways to a supply anchor lead over contested or unknown ground.",
}


def reasons_for(verdict: Encirclement, *, hold_km: float, uncertainty_km: float, narrow_km: float) -> tuple[str, ...]:
    """Write the reasons of a verdict.

    Parameters
    ----------
    verdict : Encirclement
        The verdict; its own `reasons` are not used.
    hold_km, uncertainty_km, narrow_km : float
        Distances with which it was assessed; see `geo.assess`.

    Returns
    -------
    tuple of str
        Sentences, the decisive one first.
    """
    return tuple(_sentences(verdict, hold_km, uncertainty_km, narrow_km))


def _sentences(verdict: Encirclement, hold_km: float, uncertainty_km: float, narrow_km: float) -> Iterator[str]:
    yield _connection(verdict, narrow_km)
    if verdict.state in {"encircled", "contested"}:
        yield _remaining_ground(verdict, hold_km)
        if 0 < verdict.friendly_km < float("inf"):
            yield f"The nearest friendly ground is {verdict.friendly_km:.1f} km away."
    yield from _roads(verdict)
    if 0 < verdict.cut_share < 1:
        share = f"{verdict.cut_share:.0%} of the places where it may stand"
        yield f"Its position is known to {uncertainty_km:g} km; it is cut off from {share}."


def _connection(verdict: Encirclement, narrow_km: float) -> str:
    """Write the sentence on the connection that decided the state."""
    if verdict.state in _NO_WAY:
        return _NO_WAY[verdict.state]
    to = f" to {verdict.anchor}" if verdict.anchor else ""
    if verdict.at_anchor:
        name = f", {verdict.anchor}" if verdict.anchor else ""
        return f"What it holds touches a supply anchor{name}: it needs no corridor."
    if not verdict.corridor_km:
        return f"A way{to} is left, but no corridor that is wide and sure enough to be drawn."
    if verdict.corridor_km * KM >= WIDEST_M or verdict.pinch is None:
        return f"Connected{to} by ground 20 km wide or wider."
    if verdict.own_anchor:
        name = f", {verdict.anchor}," if verdict.anchor else ""
        return f"A supply anchor{name} lies in its own pocket, nowhere {narrow_km:g} km wide: it needs no corridor."
    narrow = f", less than the {narrow_km:g} km that count as open" if verdict.state == "constricted" else ""
    where = lonlat_text(verdict.pinch)
    return f"Connected{to} by a corridor that is {verdict.corridor_km:.1f} km wide{narrow}; it is tightest at {where}."


def _remaining_ground(verdict: Encirclement, hold_km: float) -> str:
    """Write the sentence on the ground that is left to a post that is cut off."""
    if verdict.pocket_km2 <= _HOLDING_ALONE * np.pi * hold_km**2:
        return "No ground but what it holds itself is left to it."
    return f"{verdict.pocket_km2:,.1f} km² of passable ground are cut off with it, its own holding included."


def _roads(verdict: Encirclement) -> Iterator[str]:
    """Write the sentences on cut roads, with place and side, and on open roads, with the size of a minimum cut."""
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
    """Write a position in degrees of latitude and longitude.

    Examples
    --------
    >>> lonlat_text(shapely.Point(36.8, -35.607))
    '35.61 S 36.80 E'
    """
    lon = (point.x + 180) % 360 - 180
    return f"{abs(point.y):.2f} {'NS'[point.y < 0]} {abs(lon):.2f} {'EW'[lon < 0]}"
