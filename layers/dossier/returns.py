"""Returns: places that leave a bloc and come back soon, which a false or early claim looks like."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from geo.errors import Problem, counted
from layers.dossier.dossier import Dossier
from layers.schema.dossier_tables import CONTROL

_WITHIN = timedelta(days=30)


def returns(dossier: Dossier) -> Iterator[tuple[str, Any, Any]]:
    """Yield the side that had a place back within 30 days, the report of its loss and that of its return.

    A report takes the place from its `from_side` or, without one, from the side of the report before it.
    """
    bloc_of = {side: bloc for bloc in dossier.settings.blocs for side in bloc}
    # once for all places: pandas takes milliseconds to begin a table
    rows = dossier.control.sort_values(["place_id", "date"], kind="stable").dropna(subset="place_id").itertuples()
    for _, reports in groupby(rows, key=attrgetter("place_id")):
        holder: str | None = None
        losses: dict[frozenset[str], tuple[str, Any]] = {}
        for report in reports:
            before: str = report.from_side or holder or ""
            loser, gainer = bloc_of.get(before), bloc_of.get(report.side)
            if loser and loser != gainer:
                losses[loser] = before, report
            if gainer and gainer in losses:
                side, lost = losses.pop(gainer)
                if report.date - lost.date <= _WITHIN:
                    yield side, lost, report
            holder = report.side


def return_warnings(dossier: Dossier) -> Iterator[Problem]:
    """Yield a warning for each return of which a report has low confidence, is claimed by the gainer, or on record."""
    for side, lost, regained in returns(dossier):
        weak = [f"{report.id} {why}" for report in (lost, regained) if (why := _weakness(report))]
        if weak:
            after = counted((regained.date - lost.date).days, "day")
            text = f"{side} lost it by {lost.id} and had it back after {after}; {', '.join(weak)}: was it ever lost?"
            yield Problem("C221", CONTROL.file, regained.line, "place", regained.place_name, text)


def _weakness(report: Any) -> str | None:  # noqa: ANN401 - a row of a table
    if report.confidence == "low":
        return "has low confidence"
    return {"claimed": "is claimed by the side that gains", "record": "has no source to open"}.get(report.basis)
