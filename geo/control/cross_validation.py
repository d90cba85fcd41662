"""Cross-validation of control: how often a place is misjudged by all the others."""

from datetime import date
from typing import TypedDict

import numpy as np

from geo.control.field import Field
from geo.control.model import ControlModel
from geo.control.reported_places import NOBODY


class LeftOutError(TypedDict):
    """How wrong zones are, by judging each place by all the others; None if there are no others."""

    leave_one_place_out: float | None
    """Share of places and days misjudged."""
    brier: float | None
    """Mean square of 1 less the probability of the right bloc (Brier 1950)."""
    places: int
    """How many places there are."""


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
    lengths = np.diff([day.toordinal() for day in [*days, end]])
    wrong, square, weight = 0.0, 0.0, 0.0
    for day, length in zip(days, lengths.tolist(), strict=True):
        states = model.reported_places.states_on(day)
        decided = states.bloc != NOBODY
        if decided.sum() < 2:  # noqa: PLR2004 - it takes two
            continue
        field = Field.of(model.places_m[states.places], states)
        shares = field.left_out()
        own = np.searchsorted(field.blocs, states.bloc[decided])
        wrong += length * float((shares.argmax(axis=1) != own).sum())
        square += length * float(((1 - shares[np.arange(len(own)), own]) ** 2).sum())
        weight += length * len(own)
    return {
        "leave_one_place_out": round(wrong / weight, 4) if weight else None,
        "brier": round(square / weight, 4) if weight else None,
        "places": len(model.places_m),
    }
