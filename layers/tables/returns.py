"""The table of returns: places that a bloc has lost and had back within 30 days."""

from typing import Any

import pandas as pd

from layers.dossier.dossier import Dossier
from layers.dossier.returns import returns
from layers.schema.layers import TABLES


def returns_table(dossier: Dossier) -> pd.DataFrame:
    """Return a row for each return of a place; see `layers.dossier.returns`.

    Examples
    --------
    >>> len(returns_table(Dossier.open("idlib-2020")))
    29
    """
    rows = [
        {
            "id": f"{lost.id}.{regained.id}",
            "place_id": lost.listed_id,
            "side": side,
            "other_side": lost.side,
            **{f"lost_{name}": value for name, value in _of(lost).items()},
            **{f"regained_{name}": value for name, value in _of(regained).items()},
        }
        for side, lost, regained in returns(dossier)
    ]
    return pd.DataFrame(rows, columns=list(TABLES["returns"].names), dtype=object)


def _of(report: Any) -> dict[str, object]:  # noqa: ANN401 - a row of a table
    return {"date": report.date, "report": report.id, "basis": report.basis}
