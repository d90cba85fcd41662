"""Probability: the share of plausible worlds in which a post has no way to an anchor, day by day."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

import numpy as np

from geo.control.model import ControlModel
from geo.geometry.sphere import KM
from geo.worlds.worlds import Watched, Worlds
from layers.assessment.snapshots import Tracker
from layers.dossier.dossier import Dossier

Shares = Mapping[tuple[str, date], float]

# uncertainty of a place's position where no source states one
_USUAL_KM = 0.5
_DECIMALS = 6


def cut_off_shares(
    dossier: Dossier, model: ControlModel, days: Sequence[date], worlds: int, track: Tracker[list[date]]
) -> Shares:
    """Compute the probabilities that posts are cut off.

    Parameters
    ----------
    dossier : Dossier
        The posts, their anchors and the uncertainty of places.
    model : ControlModel
        Control by the reports of the dossier.
    days : sequence of date
        In order.
    worlds : int
        Number of plausible worlds to draw; with 0, the result is empty.
    track : callable
        Wraps the loop over months, each of which takes about the same time.

    Returns
    -------
    mapping
        Shares, 0 to 1, by post id and day.
    """
    months = [list(month) for _, month in groupby(days, key=lambda day: day.replace(day=1))]
    shares: dict[tuple[str, date], float] = {}
    for side, posts in dossier.posts.groupby("side") if worlds and days else ():
        anchors = dossier.settings.anchors
        drawn = Worlds(
            model,
            dossier.settings.passable(str(side)),
            model.nodes_at(anchors.geometry[anchors["side"] == side].to_numpy()),
            Watched(
                ids=tuple(posts["post_id"]),
                points_m=model.on_plane(posts.get_coordinates().to_numpy()),
                uncertainty_m=posts["uncertainty_km"].to_numpy(dtype=np.float64) * KM,
                hold_m=dossier.settings.hold_km * KM,
            ),
            _uncertainty_m(dossier, model),
            count=worlds,
        )
        for month in track(months, "drawing worlds"):
            for day, row in zip(month, drawn.cut_shares(month).round(3).tolist(), strict=True):
                shares |= {(post_id, day): share for post_id, share in zip(posts["post_id"], row, strict=True)}
    return shares


def _uncertainty_m(dossier: Dossier, model: ControlModel) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the uncertainty of the position of each reported place."""
    known = {
        (round(place.lon, _DECIMALS), round(place.lat, _DECIMALS)): place.uncertainty_km
        for place in (*dossier.places, *(match.place for match in dossier.matches.values()))
        if place.uncertainty_km is not None
    }
    return np.array([known.get((lon, lat), _USUAL_KM) for lon, lat in model.reported_places.positions.tolist()]) * KM
