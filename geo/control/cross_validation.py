"""Cross-validation of control: how often a place is misjudged by all the others.

Of many days some at equal distances stand for all. Of many places a sample is judged, in no order in space, each on one
of these days. The standard error of the share follows from the differences between places (ratio estimator of a cluster
sample; Cochran 1977, Sampling Techniques, section 9.A).
"""

from copy import copy
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypedDict
from zlib import crc32

import numpy as np

from geo.arrays import Flags, Floats, Ints
from geo.control.covariance import FEW
from geo.control.field import Field
from geo.control.holders import rivals_m
from geo.control.model import ControlModel
from geo.control.reported_places import NOBODY, PlaceStates
from geo.geometry.sphere import KM
from geo.store import digest

# of more places than `FEW`, so many are judged, each on one of so many days; fewer places on so many days each
_SAMPLE, _DAYS, _DAYS_OF_FEW = 1_500, 25, 100
# days on which distances from the line are measured
_FEW_DAYS = 12
# side of the blocks that are left out at once, and the distance to another bloc within which places are near it
_BLOCK_M, _NEAR_M = 4_000.0, 5_000.0
# age of the map with which that of a day is compared
_MONTH = timedelta(days=30)


class LeftOutError(TypedDict):
    """How wrong zones are, by judging each place by others; None if there are none.

    All but lengths, numbers, the Brier score and the standard error are shares of places and days.
    """

    leave_one_place_out: float | None
    """Misjudged by all the other places."""
    near_another_side: float | None
    """The same among places within 5 km of a place of another bloc."""
    leave_blocks_out: float | None
    """Misjudged by the places of all other blocks of 4 km (spatial block cross-validation; Roberts and others 2017,
    Ecography 40); None where only a sample of the places is judged."""
    off_line_km: float | None
    """How far half of the places that are misjudged so lie from the line, at most; on some days at equal distances."""
    off_line_most_km: float | None
    """The same for nine of ten."""
    off_line_places: int | None
    """How many places are misjudged so on any of these days."""
    persistence: float | None
    """The baseline: misjudged by the map of 30 days before, each place by itself."""
    brier: float | None
    """Mean square of 1 less the probability of the right bloc (Brier 1950)."""
    places: int
    """How many places there are."""
    standard_error: float | None
    """Standard error of the first share where only a sample of the places is judged; None where all are."""


class _Tally:
    """Days and wrong days of each place."""

    def __init__(self, places: int) -> None:
        self.wrong, self.weight = np.zeros((2, places))

    def add(self, places: Ints, wrong: Flags | Floats, days: int) -> None:
        self.wrong[places] += days * wrong
        self.weight[places] += days

    @property
    def share(self) -> float | None:
        total = float(self.weight.sum())
        return round(float(self.wrong.sum()) / total, 4) if total else None


class _Judged(NamedTuple):
    """Some places of a day, judged by the others: wrongly, near another bloc, and without those of their own block."""

    is_wrong: Flags
    square: Floats
    is_near: Flags
    is_missed: Flags | None


def left_out_error(model: ControlModel, start: date, end: date) -> LeftOutError:
    """Measure the errors of a model over a half-open period.

    Parameters
    ----------
    model : ControlModel
        Control by all reports.
    start, end : date
        The period; each day counts alike.
    """
    days, count = model.changes(start, end), len(model.places_m)
    is_few = count <= FEW
    # at equal distances, each for those up to the next
    days = days[:: -(-len(days) // (_DAYS_OF_FEW if is_few else _DAYS))]
    judged_on = np.full(count, -1) if is_few else _sample(model.reported_places.positions, len(days))
    lengths = np.diff([day.toordinal() for day in [*days, end]])
    one, near, blocks, square = (_Tally(count) for _ in range(4))
    for number, (day, length) in enumerate(zip(days, lengths.tolist(), strict=True)):
        states = model.reported_places.states_on(day)
        known = states.places[states.bloc != NOBODY]
        some = np.flatnonzero((is_few | (judged_on[known] == number)) & model.is_place[known])
        if len(known) < 2 or not len(some):  # noqa: PLR2004 - it takes two
            continue
        judged = model.results.recall(day, ("left out", digest(some)), partial(_judged, model, day, states, some))
        one.add(known[some], judged.is_wrong, length)
        square.add(known[some], judged.square, length)
        near.add(known[some][judged.is_near], judged.is_wrong[judged.is_near], length)
        if judged.is_missed is not None:
            blocks.add(known[some], judged.is_missed, length)
    return {
        "leave_one_place_out": one.share,
        "near_another_side": near.share,
        "leave_blocks_out": blocks.share,
        **_off_line(model, start, end),
        "persistence": _persistence(model, start, end),
        "brier": square.share,
        "places": int(model.is_place.sum()),
        "standard_error": None if is_few or one.share is None else round(_standard_error(one.wrong, one.weight), 4),
    }


def _judged(model: ControlModel, day: date, states: PlaceStates, some: Ints) -> _Judged:
    """Judge some of the places whose holder is known on a day by the others."""
    decided = states.bloc != NOBODY
    places_m, bloc = model.places_m[states.places[decided]], states.bloc[decided]
    # a copy: the model keeps the fields of many days, and shall not keep what is worked out here with each
    field = copy(model.fields.on(day, states))
    own = np.searchsorted(field.blocs, bloc)
    shares = field.left_out(some)
    is_missed = None
    if isinstance(field, Field) and (block := _blocks(places_m)).max():
        is_missed = (field.blocks_left_out(block).argmax(axis=1) != own)[some]
    return _Judged(
        is_wrong=shares.argmax(axis=1) != own[some],
        square=(1 - shares[np.arange(len(some)), own[some]]) ** 2,
        is_near=rivals_m(places_m, bloc)[some] <= _NEAR_M,
        is_missed=is_missed,
    )


def _blocks(places_m: Floats) -> Ints:
    """Return the number of the block of each place."""
    found: Ints = np.unique(np.floor(places_m / _BLOCK_M), axis=0, return_inverse=True)[1].ravel()
    return found


class _OffLine(TypedDict):
    """The figures of `LeftOutError` on distances from the line."""

    off_line_km: float | None
    off_line_most_km: float | None
    off_line_places: int | None


def _off_line(model: ControlModel, start: date, end: date) -> _OffLine:
    days = model.changes(start, end)
    found = [
        model.results.recall(day, ("off line",), partial(_off_line_on, model, day))
        for day in days[:: -(-len(days) // _FEW_DAYS)]
    ]
    places, km = (np.concatenate([one[part] for one in found]) for part in (0, 1))
    if not len(km):
        return {"off_line_km": None, "off_line_most_km": None, "off_line_places": None}
    half, most = np.quantile(km, [0.5, 0.9]).round(1).tolist()
    return {"off_line_km": half, "off_line_most_km": most, "off_line_places": len(np.unique(places, axis=0))}


def _off_line_on(model: ControlModel, day: date) -> tuple[Floats, Floats]:
    """Positions, lon/lat, of places that all other blocks misjudge on a day, and how far they lie from the line, km."""
    states = model.reported_places.states_on(day)
    known = states.places[states.bloc != NOBODY]
    field = copy(model.fields.on(day, states)) if len(known) else None
    if not isinstance(field, Field) or not (block := _blocks(model.places_m[known])).max():
        return np.zeros((0, 2)), np.zeros(0)
    own = np.searchsorted(field.blocs, states.bloc[states.bloc != NOBODY])
    missed = np.flatnonzero((field.blocks_left_out(block).argmax(axis=1) != own) & model.is_place[known])
    # a number of a place is another once further places are known
    return model.reported_places.positions[known[missed]], field.off_line_m(block, own, missed) / KM


def _persistence(model: ControlModel, start: date, end: date) -> float | None:
    """Share of places and days whose holder is not that of 30 days before."""
    month = _Tally(len(model.places_m))
    turns = {later for day in model.changes(start, end) for later in (day, day + _MONTH)}
    days = sorted(day for day in turns if start + _MONTH <= day < end)
    for day, until in pairwise([*days, end]):
        now, before = (model.reported_places.states_on(one) for one in (day, day - _MONTH))
        both, here, there = np.intersect1d(now.places, before.places, return_indices=True)
        judged = model.is_place[both]
        month.add(both[judged], (now.bloc[here] != before.bloc[there])[judged], (until - day).days)
    return month.share


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
