"""Reasons: sentences that explain a verdict by the facts that decided it, in any language of `sentences`."""

from collections.abc import Iterator

import numpy as np
import shapely

from geo.encirclement.corridor import WIDEST_M
from geo.encirclement.sentences import Sentences, sentences
from geo.encirclement.verdict import Encirclement, RoadCut
from geo.geometry.sphere import KM
from geo.sides import NOT_PARTIES

# a pocket smaller than this multiple of the holding is the holding alone
HOLDING_ALONE = 1.1


def reasons_for(
    verdict: Encirclement, *, hold_km: float, uncertainty_km: float, narrow_km: float, language: str = "en"
) -> tuple[str, ...]:
    """Write the reasons of a verdict.

    Parameters
    ----------
    verdict : Encirclement
        The verdict; its own `reasons` are not used.
    hold_km, uncertainty_km, narrow_km : float
        Distances with which it was assessed; see `geo.assess`.
    language : str
        Language code; see `geo.encirclement.sentences.languages`.

    Returns
    -------
    tuple of str
        Sentences, the decisive one first.
    """
    say = sentences(language)
    return (
        connection(say, verdict, narrow_km),
        *remaining_ground(say, verdict, hold_km),
        *_roads(say, verdict),
        *position(say, verdict, uncertainty_km),
    )


def connection(say: Sentences, verdict: Encirclement, narrow_km: float) -> str:
    """Write the sentence on the connection that decided the state."""
    named = "_named" if verdict.anchor else ""
    if verdict.state in {"encircled", "contested"}:
        return say("reason", "no_way" if verdict.state == "encircled" else "only_contested")
    if verdict.at_anchor:
        return say("reason", f"at_anchor{named}", anchor=verdict.anchor)
    if not verdict.corridor_km:
        return say("reason", f"uncertain_way{named}", anchor=verdict.anchor)
    if verdict.corridor_km * KM >= WIDEST_M or verdict.pinch is None:
        return say("reason", f"wide{named}", anchor=verdict.anchor, km=WIDEST_M / KM)
    if verdict.own_anchor:
        return say("reason", f"own_anchor{named}", anchor=verdict.anchor, narrow=narrow_km)
    key = "narrow" if verdict.state == "constricted" else "corridor"
    where = say.position(verdict.pinch)
    return say("reason", f"{key}{named}", anchor=verdict.anchor, km=verdict.corridor_km, narrow=narrow_km, where=where)


def remaining_ground(say: Sentences, verdict: Encirclement, hold_km: float) -> Iterator[str]:
    """Write the sentences on the ground that is left to a post that is cut off."""
    if verdict.state not in {"encircled", "contested"}:
        return
    if is_isolated(verdict, hold_km):
        yield say("reason", "holding_alone")
    else:
        yield say("reason", "pocket", km2=verdict.pocket_km2)
    if 0 < verdict.friendly_km < float("inf"):
        yield say("reason", "friendly", km=verdict.friendly_km)


def is_isolated(verdict: Encirclement, hold_km: float) -> bool:
    """Return True if no ground is left to a post but its own holding."""
    return bool(verdict.pocket_km2 <= HOLDING_ALONE * np.pi * hold_km**2)


def position(say: Sentences, verdict: Encirclement, uncertainty_km: float) -> Iterator[str]:
    """Write the sentence on the places where a post may stand, if they differ."""
    if 0 < verdict.cut_share < 1:
        yield say("reason", "share", km=uncertainty_km, share=say.percent(verdict.cut_share))


def mended_zones(say: Sentences, places: tuple[shapely.Point, ...], km2: float, width_m: float) -> str:
    """Write the sentence on gaps and strips between zones that were mended."""
    key = "mended_one" if len(places) == 1 else "mended"
    return say("reason", key, number=len(places), km2=km2, m=width_m, where=say.position(places[0]))


def open_roads(say: Sentences, roads: tuple[str, ...], independent: int) -> Iterator[str]:
    """Write the sentence on open roads, with the size of a minimum cut."""
    if roads:
        key = "" if not independent else "_one" if independent == 1 else "_many"
        yield say("reason", f"roads_open{key}", roads=say.joined(roads), number=independent)


def _roads(say: Sentences, verdict: Encirclement) -> Iterator[str]:
    """Write the sentences on cut roads, with place and side, and on open roads."""
    if verdict.roads_cut:
        places = {cut.road: _cut(say, cut) for cut in verdict.road_cuts}
        roads = [places.get(name, name) for name in verdict.roads_cut]
        yield say("reason", "roads_cut", roads=say.joined(roads, by="semicolon"))
    yield from open_roads(say, verdict.roads_open, verdict.independent_roads)


def _cut(say: Sentences, cut: RoadCut) -> str:
    if not cut.side:
        held = say("reason", "outside")
    elif cut.side in NOT_PARTIES:
        held = say("reason", "on_ground", ground=say("ground", cut.side))
    else:
        held = say("reason", "held_by", side=cut.side)
    return say("reason", "road_cut_at", road=cut.road, where=say.position(cut.point), held=held)
