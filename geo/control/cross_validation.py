"""Cross-validation of control: how often a place is misjudged by all the others.

Of many places a sample is judged, in no order in space, each on one of some days at equal distances. The standard
error of the share follows from the differences between places (ratio estimator of a cluster sample; Cochran 1977,
Sampling Techniques, section 9.A).
"""

from datetime import date
from typing import TypedDict
from zlib import crc32

import numpy as np

from geo.arrays import Floats, Ints
from geo.control.covariance import FEW
from geo.control.model import ControlModel
from geo.control.reported_places import NOBODY

# of more places than `FEW`, so many are judged, each on one of so many days
_SAMPLE, _DAYS = 1_500, 25


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
    is_few = len(model.places_m) <= FEW
    if not is_few:
        days = days[:: -(-len(days) // _DAYS)]
    judged_on = np.full(len(model.places_m), -1) if is_few else _sample(model.reported_places.positions, len(days))
    wrong, square, weight = np.zeros((3, len(judged_on)))
    lengths = np.diff([day.toordinal() for day in [*days, end]])
    for number, (day, length) in enumerate(zip(days, lengths.tolist(), strict=True)):
        states = model.reported_places.states_on(day)
        decided = states.bloc != NOBODY
        some = np.flatnonzero(is_few | (judged_on[states.places[decided]] == number))
        if decided.sum() < 2 or not len(some):  # noqa: PLR2004 - it takes two
            continue
        field = model.fields.on(day, states)
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
        "places": len(judged_on),
        "standard_error": None if is_few or not total else round(_standard_error(wrong, weight), 4),
    }


def _sample(positions: Floats, days: int) -> Ints:
    """Assign one of some days to each place of a sample, -1 to the others.

    A checksum of its position decides, so that a further place changes one of the sample at most.
    """
    mixed: Ints = np.array([crc32(position.tobytes()) for position in positions])
    is_asked = mixed <= np.sort(mixed)[:_SAMPLE].max()
    return np.where(is_asked, mixed % days, -1)


def _standard_error(wrong: Floats, weight: Floats) -> float:
    count = int((weight > 0).sum())
    off = wrong - weight * wrong.sum() / weight.sum()
    return float(np.sqrt(count / max(count - 1, 1) * (off**2).sum()) / weight.sum())
