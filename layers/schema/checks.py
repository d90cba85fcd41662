"""The checks of a dossier by their ids; `checks.toml` is the list."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def checks() -> Mapping[str, str]:
    """Read what each check finds and what to do about it, by its id.

    Examples
    --------
    >>> checks()["C105"]
    'Two columns have one name. Rename one.'
    """
    return tomllib.loads((files("layers.schema") / "checks.toml").read_text(encoding="utf-8"))
