"""Holdings: all control reports on one place, weighed together and reduced to the intervals of its holders.

Reports are combined as log-odds (Good 1950, Probability and the Weighing of Evidence): the newest report counts,
agreeing ones confirm it, and a later report that the place was taken from another bloc speaks against it. Sides are put
together in blocs before anything is weighed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from geo.control.confidence import log_odds, probability
from geo.control.control_reports import ControlReport
from geo.sides import BASES, CONTESTED, NO_BASIS, UNKNOWN


@dataclass(frozen=True, slots=True)
class Holding:
    """The bloc that holds one place from a day on.

    Parameters
    ----------
    since : date
        First day; `date.min` for the time before a place's first report.
    last : date
        Last day on which the change of hands may have happened; `since` if the day is known.
    last_reported : date
        Day of the newest report that says so.
    bloc : int
        Number of the bloc, -1 if the place is contested or no longer known.
    side : str
        The side of that bloc; ``contested`` or ``unknown`` if there is none.
    trust : float
        Probability, by the reports on this place alone, that the bloc holds it.
    reports : tuple of str
        Ids of the reports that say so, the newest first.
    agreeing : int
        Number of reports that say so, without repeats by the same sources.
    is_confirmed : bool
        True if a later report names the side as the holder until its own day.
    taken : date
        Day on which the bloc took the place from another one; `date.min` if no report names a holder before it.
    basis : int
        Number in `geo.sides.BASES` of the best basis of the reports of up to that day that say so; -1 without any.
    """

    since: date
    last: date
    last_reported: date
    bloc: int
    side: str
    trust: float
    reports: tuple[str, ...]
    agreeing: int = 1
    is_confirmed: bool = False
    taken: date = date.min
    basis: int = NO_BASIS


def holdings(
    reports: Sequence[ControlReport], blocs: Mapping[str, int] | None = None, without: Collection[str] = ()
) -> list[Holding]:
    """Reduce all reports on a place, in order of time, to the intervals of its holders.

    Parameters
    ----------
    reports : sequence of ControlReport
        Reports on one place.
    blocs : mapping of str to int, optional
        Number of the bloc of each side; each side is its own bloc by default.
    without : collection of str
        Ids of reports that are taken as not yet made: only their `from_side` counts.

    Examples
    --------
    >>> doubtful = ControlReport(date(2019, 5, 13), "red", None, 0.55, "R1")
    >>> again = ControlReport(date(2019, 8, 20), "red", "blue", 0.9, "R2")
    >>> [(holding.since.month, holding.side, round(holding.trust, 2)) for holding in holdings([doubtful, again])]
    [(5, 'blue', 0.88), (8, 'red', 0.92)]
    """
    if not reports:
        return []
    if blocs is None:
        named = {report.side for report in reports} | {report.from_side for report in reports if report.from_side}
        blocs = {side: number for number, side in enumerate(sorted(named - {CONTESTED}))}
    found = []
    first = reports[0]
    if first.from_side:
        trust = probability(log_odds(first.confidence))
        bloc = blocs[first.from_side]
        found.append(
            Holding(date.min, date.min, first.day, bloc, first.from_side, trust, (first.id,), is_confirmed=True)
        )
    days = [list(group) for _, group in groupby(reports, key=lambda report: report.day)]
    made: list[ControlReport] = []
    for of_day, later in zip(days, [*days[1:], []], strict=True):
        new = [report for report in of_day if report.id not in without]
        if new:
            kept, denying = _ranked(new, blocs)
            made += kept
            found += _holdings_from(made, denying, later, blocs)
    return list(_with_captures(found))


def _with_captures(found: Iterable[Holding]) -> Iterator[Holding]:
    """Add the day on which the bloc of each holding took the place from another."""
    bloc, taken = -1, date.min
    for one in found:
        if one.bloc not in {-1, bloc}:
            bloc, taken = one.bloc, one.since if bloc != -1 else date.min
        yield replace(one, taken=taken) if taken > date.min else one


def _ranked(
    reports: Sequence[ControlReport], blocs: Mapping[str, int]
) -> tuple[list[ControlReport], list[ControlReport]]:
    """Split the reports of one day into those that count and those that speak against them.

    The most confident report decides; with equal confidence for two blocs the place is contested.
    """
    best = max(report.confidence for report in reports)
    surest = [report for report in reports if report.confidence == best]
    if len({_bloc(report, blocs) for report in surest}) > 1:
        agreed = min(surest, key=lambda report: report.id)
        ids = frozenset().union(*(report.sources for report in surest))
        contested = ControlReport(agreed.day, CONTESTED, None, best, agreed.id, ids, agreed.last, agreed.until)
        return [contested], []
    bloc = _bloc(surest[0], blocs)
    own = [report for report in reports if _bloc(report, blocs) == bloc]
    return own, [report for report in reports if _bloc(report, blocs) != bloc]


def _holdings_from(
    made: Sequence[ControlReport],
    denying: Sequence[ControlReport],
    later: Sequence[ControlReport],
    blocs: Mapping[str, int],
) -> Iterator[Holding]:
    """Weigh the reports made by a day, those of the same day against them, and the `from_side` of the next day's."""
    newest = made[-1]
    last = max(newest.last or newest.day, newest.day)
    if newest.side == CONTESTED:
        yield Holding(newest.day, last, newest.day, -1, CONTESTED, 0.5, (newest.id,) if newest.id else ())
    else:
        yield _weighed(made, denying, [report for report in later if report.from_side], blocs, last)
    if newest.until and not (later and later[0].day <= newest.until):
        yield Holding(newest.until, newest.until, newest.day, -1, UNKNOWN, 0.5, ())


def _weighed(
    made: Sequence[ControlReport],
    denying: Sequence[ControlReport],
    later: Sequence[ControlReport],
    blocs: Mapping[str, int],
    last: date,
) -> Holding:
    newest = made[-1]
    bloc = blocs[newest.side]
    confirming = list(_confirming(made, blocs))
    saying: dict[int, list[tuple[ControlReport, str]]] = {bloc: [(report, report.side) for report in confirming]}
    odds = {bloc: 0.0}
    heard: set[str] = set()
    agreeing = {bloc: 0}
    for report in reversed(confirming):
        # a source that repeats itself confirms nothing
        if not report.sources or not report.sources <= heard:
            odds[bloc] += log_odds(report.confidence)
            agreeing[bloc] += 1
        heard |= report.sources
    for report in denying:
        if report.side != CONTESTED:
            odds[blocs[report.side]] = odds.get(blocs[report.side], 0.0) + log_odds(report.confidence)
            saying.setdefault(blocs[report.side], []).append((report, report.side))
    for report in later:
        former = blocs[str(report.from_side)]
        odds[former] = odds.get(former, 0.0) + log_odds(report.confidence)
        agreeing[former] = agreeing.get(former, 0) + 1
        saying.setdefault(former, []).append((report, str(report.from_side)))
    # the newest report's bloc first, so that it keeps a tie
    best, *others = sorted(odds, key=lambda one: (-odds[one], one != bloc, saying[one][0][0].id))
    against = max((odds[other] for other in others), default=0.0)
    by = saying[best]
    return Holding(
        newest.day,
        last,
        max(report.day for report, _ in by),
        best,
        by[0][1],
        probability(odds[best] - max(against, 0.0)),
        tuple(report.id for report, _ in by if report.id),
        agreeing=agreeing.get(best, 1),
        is_confirmed=any(blocs[str(report.from_side)] == best for report in later),
        basis=min((BASES.index(report.basis) for report, _ in by if report.day <= newest.day), default=NO_BASIS),
    )


def _confirming(made: Sequence[ControlReport], blocs: Mapping[str, int]) -> Iterable[ControlReport]:
    """Yield the newest report and those right before it that name the same bloc."""
    for report in reversed(made):
        if report.side == CONTESTED or blocs[report.side] != blocs[made[-1].side]:
            return
        yield report


def _bloc(report: ControlReport, blocs: Mapping[str, int]) -> int:
    return -1 if report.side == CONTESTED else blocs[report.side]
