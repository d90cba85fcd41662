"""A verdict on encirclement: what there is to say about one post on one day."""

from dataclasses import dataclass

import shapely


@dataclass(frozen=True, slots=True)
class RoadCut:
    """Where a line of communication is cut.

    Parameters
    ----------
    road : str
        Its name.
    side : str
        The side of the zone that cuts it (``contested`` and ``unknown`` too), empty where no zone covers the ground.
    point : Point
        The first place on the way that is not passable, EPSG:4326.
    """

    road: str
    side: str
    point: shapely.Point


@dataclass(frozen=True, slots=True)
class Encirclement:
    """The verdict on one post on one day.

    Parameters
    ----------
    state : str
        ``encircled`` (no way to an anchor, even lenient), ``contested`` (no way strictly, a way leniently),
        ``constricted`` (a way strictly, but a narrow one) or ``open``.
    state_strict, state_lenient : str
        ``encircled``, ``constricted`` or ``open`` with contested and unknown ground blocked, or passable.
    corridor_km : float
        Width of the widest way, strictly: diameter of the largest disc that can be moved along it, at most 20.0; 0.0 if
        there is no way; 20.0 too where the post stands at an anchor and no disc has any room beside it.
    corridor : LineString or None
        That way, from the post to the anchor, EPSG:4326; across the antimeridian its longitudes go on beyond 180.
    pinch : Point or None
        Where it is tightest, EPSG:4326.
    roads_open, roads_cut : tuple of str
        Named roads near the post that still lead to an anchor, and those that do not;
        see `geo.roads.lines_of_communication.Approaches`.
    open_arc_deg, gap_deg : float
        Bearings on which all ground within 10 km is passable, and the largest gap between them. Never decisive.
    friendly_km : float
        Straight way from the post to the nearest passable ground that is not merely its own holding; infinite if
        there is none.
    pocket_km2 : float
        Passable area that is cut off together with the post; 0.0 if it is not cut off.
    cut_share : float
        Share of the places where the post may stand from which there is no way strictly.
    reasons : tuple of str
        The verdict's reasons, in sentences.
    anchor : str
        Name of the anchor that the corridor leads to, empty if there is none.
    road_cuts : tuple of RoadCut
        Where the cut roads are cut. A road that is whole, but cut off together with the post, has no such place.
    independent_roads : int
        The least number of stretches of road that would have to be cut to close every road to the anchors.
    at_anchor, own_anchor : bool
        Whether what the post holds touches an anchor, and whether one lies in its own pocket: no corridor is needed.
    """

    state: str
    state_strict: str
    state_lenient: str
    corridor_km: float
    corridor: shapely.LineString | None
    pinch: shapely.Point | None
    roads_open: tuple[str, ...]
    roads_cut: tuple[str, ...]
    open_arc_deg: float
    gap_deg: float
    friendly_km: float
    pocket_km2: float
    cut_share: float
    reasons: tuple[str, ...] = ()
    anchor: str = ""
    road_cuts: tuple[RoadCut, ...] = ()
    independent_roads: int = 0
    at_anchor: bool = False
    own_anchor: bool = False
