"""The verdict on the encirclement of one post on one day."""

from dataclasses import dataclass

import shapely


@dataclass(frozen=True, slots=True)
class RoadCut:
    """The place where a line of communication is cut.

    Parameters
    ----------
    road : str
        Name of the line.
    side : str
        The side of the zone that cuts it (``contested`` and ``unknown`` too), empty where no zone covers the ground.
    point : Point
        The first place along the line that is not passable, EPSG:4326.
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
        ``encircled`` (no connection to an anchor even in the lenient view), ``contested`` (a connection in the lenient
        view only), ``constricted`` (a connection in the strict view, but a narrow one) or ``open``.
    state_strict, state_lenient : str
        ``encircled``, ``constricted`` or ``open``: the state with contested and unknown ground blocked, and with this
        ground passable.
    corridor_km : float
        Width of the widest corridor in the strict view: diameter of the largest disc that can be moved along it, at
        most 20.0; 0.0 if there is none; 20.0 also for a post at an anchor without room for a disc.
    corridor : LineString or None
        Centre line of that corridor, from the post to the anchor, EPSG:4326; beyond the antimeridian its longitudes
        exceed 180.
    pinch : Point or None
        The narrowest place of the corridor, EPSG:4326.
    roads_open, roads_cut : tuple of str
        Names of the open and of the cut roads near the post; see `geo.roads.lines_of_communication.Approaches`.
    open_arc_deg, gap_deg : float
        Bearings on which all ground within 10 km is passable, and the largest gap between them. The state does not
        depend on them.
    friendly_km : float
        Distance from the post to the nearest passable ground other than its own holding; infinite if there is none.
    pocket_km2 : float
        Passable area that is cut off together with the post; 0.0 if it is not cut off.
    cut_share : float
        Share of the possible positions of the post that are cut off in the strict view.
    reasons : tuple of str
        The reasons of the verdict, in sentences.
    anchor : str
        Name of the anchor that the corridor leads to, empty if there is none.
    road_cuts : tuple of RoadCut
        Places at which the cut roads are cut. A road that is passable, but cut off together with the post, has none.
    independent_roads : int
        Size of a minimum cut: the least number of stretches that have to be cut to close all roads to the anchors.
    mended : tuple of Point
        Places, EPSG:4326, of the gaps and strips between the zones that were mended, the largest first.
    at_anchor, own_anchor : bool
        True if the post's holding touches an anchor, or if an anchor lies in its own pocket: no corridor is needed.
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
    mended: tuple[shapely.Point, ...] = ()
