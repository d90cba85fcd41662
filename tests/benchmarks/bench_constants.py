"""How far closing days hang on each constant and each part of the model. `make bench` prints the tables.

Each constant is halved and doubled, each part taken out; the days are those of the bundled dossiers and of simulated
wars. `DRAWS` is the number of wars. What each part does to the zones stands in `bench_rough_fronts.py`.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pandas as pd
from closing import Theatre, meshes_kept
from constants import CONSTANTS, WITHOUT, other_constants, value
from wars import moving_war

from geo.threads import one_thread_each
from layers import Dossier


def theatres(*, from_side: bool) -> Iterator[tuple[str, Theatre]]:
    """Theatres whose closing days are compared, with `from_side` of the reports or without."""
    for name in ("mariupol-2022", "northland", "idlib-2020"):
        dossier = Dossier.open(name)
        if not from_side:
            dossier.control["from_side"] = None
        yield name, Theatre.of_dossier(dossier)
    for seed in range(int(os.environ.get("DRAWS", "2"))):
        war = moving_war(seed)
        if not from_side:
            war.reports["from_side"] = None
        yield f"war {seed}", Theatre.of_war(war, range(10, 200, 3))


def moved(before: Mapping[str, date], after: Mapping[str, date]) -> str:
    """Say by how many days closing days move at most, and how many posts are encircled in one of two only."""
    most = max((abs((before[post] - after[post]).days) for post in before.keys() & after.keys()), default=0)
    return f"{most} days" + (f", {len(alone)} alone" if (alone := before.keys() ^ after.keys()) else "")


@one_thread_each()
def test_closing_days_with_other_constants() -> None:
    changes: dict[str, dict[str, float]] = {
        **{f"without {part}": dict(constants) for part, constants in WITHOUT.items()},
        **{f"{name} x {factor}": {name: value(name) * factor} for name in CONSTANTS for factor in (0.5, 2.0)},
    }
    # P(cut) is not what states go by
    changes = {name: others for name, others in changes.items() if "steepness of P" not in name}
    table = pd.DataFrame(index=["without from_side", *changes])
    for (name, one), (_, bare) in zip(theatres(from_side=True), theatres(from_side=False), strict=True):
        days: Callable[[Theatre], dict[str, date]] = lambda theatre: theatre.again().closing_days()  # noqa: E731
        with meshes_kept():
            before = days(one)
            column = [moved(before, days(bare))]
            for others in changes.values():
                with other_constants(**others):
                    column.append(moved(before, days(one)))
        table[f"{name}, {len(before)} posts"] = column
    print(f"\nclosing days moved by at most, and posts encircled in one of the two only\n{table.to_string()}")
