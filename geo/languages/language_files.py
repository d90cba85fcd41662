"""Languages: one file each, `xx.toml`, with a table for each room that reads its words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def languages(section: str) -> Mapping[str, Mapping[str, Any]]:
    """Return a section of every language that has it, by language code.

    Examples
    --------
    >>> list(languages("nothing"))
    []
    """
    found = {}
    for file in sorted(files("geo.languages").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            if section in table:
                found[file.name.removesuffix(".toml")] = table[section]
    return found
