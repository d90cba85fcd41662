"""Words that tell what a name beside them is; the lists are in `data/words.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache
def words(name: str) -> frozenset[str]:
    """Give a list of words, in small letters.

    Examples
    --------
    >>> "sheriff" in words("titles")
    True
    """
    return frozenset(_lists()[name].split())


@lru_cache
def _lists() -> dict[str, str]:
    return dict(tomllib.loads(files("geo").joinpath("data", "words.toml").read_text(encoding="utf-8")))
