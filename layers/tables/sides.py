"""The table of sides: their names, colours and blocs; ground that no side holds has rows too."""

import pandas as pd

from geo.sides import NOT_PARTIES
from layers.dossier.dossier import Dossier
from layers.schema.layers import TABLES
from layers.schema.palette import palette


def sides_table(dossier: Dossier) -> pd.DataFrame:
    """Return a row for each side of a dossier, and for contested and unknown ground."""
    blocs = {side: "; ".join(sorted(bloc)) for bloc in dossier.settings.blocs for side in bloc}
    rows: list[tuple[str | None, ...]] = [
        (side.id, side.id, side.name, side.name_ar, side.colour, blocs[side.id]) for side in dossier.sides
    ]
    ground = palette()["ground"]
    rows += [(name, name, name.capitalize(), None, ground[name], None) for name in NOT_PARTIES]
    return pd.DataFrame(rows, columns=list(TABLES["sides"].names), dtype=object)
