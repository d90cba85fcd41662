"""Cross-validation of control: how often a place is misjudged by all the others.

Of many places and days a sample is judged: places in no order in space, days at equal distances. The standard error of
the share follows from the differences between places (ratio estimator of a cluster sample; Cochran 1977, Sampling
Techniques, section 9.A).
"""

from datetime import date
from typing import TypedDict
from zlib import crc32

import numpy as np

from geo.arrays import Flags, Floats, Ints
from geo.control.covariance import FEW
from geo.control.model import ControlModel
from geo.control.reported_places import NOBODY

# of more places than `FEW`, so many are judged, on so many days
_SAMPLE, _DAYS = 400, 25


class LeftOutError(TypedDict):
    """How wrong zones are, by judging each place by all the others; None if there are no others."""

    leave_one_place_out: float | None
    """Share of places and days misjudged."""
    brier: float | None
    """Mean square of 1 less the probability of the right bloc (Brier 1950)."""
    places: int
    """How many places there are."""
    standard_error: float | None
    """Standard error of the share where only a sample of the places is judged; None where all are."""


def left_out_error(model: ControlModel, start: date, end: date) -> LeftOutError:
    """Measure the leave-one-out error of a model over a half-open period.

    Parameters
    ----------
    model : ControlModel
        Control by all reports.
    start, end : date
        The period; each day counts alike.
    """
    days = model.changes(start, end)
    asked = _sample(model.reported_places.positions)
    if not asked.all():
        days = days[:: -(-len(days) // _DAYS)]
    wrong, square, weight = np.zeros((3, len(asked)))
    lengths = np.diff([day.toordinal() for day in [*days, end]])
    for day, length in zip(days, lengths.tolist(), strict=True):
        states = model.reported_places.states_on(day)
        decided = states.bloc != NOBODY
        some = np.flatnonzero(asked[states.places[decided]])
        if decided.sum() < 2 or not len(some):  # noqa: PLR2004 - it takes two
            continue
        field = model.field(day, states)
        shares = field.left_out(some)
        own = np.searchsorted(field.blocs, states.bloc[decided][some])
        judged = states.places[decided][some]
        wrong[judged] += length * (shares.argmax(axis=1) != own)
        square[judged] += length * (1 - shares[np.arange(len(own)), own]) ** 2
        weight[judged] += length
    total = float(weight.sum())
    return {
        "leave_one_place_out": round(float(wrong.sum()) / total, 4) if total else None,
        "brier": round(float(square.sum()) / total, 4) if total else None,
        "places": len(asked),
        "standard_error": None if asked.all() or not total else round(_standard_error(wrong[asked], weight[asked]), 4),
    }


def _sample(positions: Floats) -> Flags:
    """Choose places by a checksum of their positions, so that a further place changes one of the sample at most."""
    if len(positions) <= FEW:
        return np.ones(len(positions), dtype=bool)
    mixed: Ints = np.array([crc32(position.tobytes()) for position in positions])
    return np.asarray(mixed <= np.partition(mixed, _SAMPLE)[_SAMPLE])


def _standard_error(wrong: Floats, weight: Floats) -> float:
    count = len(weight)
    off = wrong - weight * wrong.sum() / weight.sum()
    return float(np.sqrt(count / (count - 1) * (off**2).sum()) / weight.sum())
