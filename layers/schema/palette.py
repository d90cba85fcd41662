"""The palette: colours of states, ground, lines and symbols, which KML, the QGIS styles and the page share."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def palette() -> Mapping[str, Mapping[str, str]]:
    """Read `palette.toml`: colours, ``#rrggbb``, by group and name.

    Examples
    --------
    >>> palette()["states"]["encircled"]
    '#a3123f'
    """
    return tomllib.loads((files("layers.schema") / "palette.toml").read_text(encoding="utf-8"))
