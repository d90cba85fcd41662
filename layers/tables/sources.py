"""The table of sources, by the keys that events and control reports name."""

import pandas as pd

from layers.dossier.dossier import Dossier
from layers.schema.layers import TABLES


def sources_table(dossier: Dossier) -> pd.DataFrame:
    """Return the sources of a dossier."""
    table = dossier.sources.astype(object).where(dossier.sources.notna(), None)
    return table.assign(id=table.index, key=table.index).reset_index(drop=True).reindex(columns=TABLES["sources"].names)
