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
    return frozenset(lists_of_words()[name].split())


@lru_cache
def lists_of_words() -> dict[str, str]:
    """Give all lists as they are written, by their names."""
    return dict(tomllib.loads(files("geo.languages").joinpath("data", "words.toml").read_text(encoding="utf-8")))
