"""Files of the page in `maps/static`, and the texts of its interface by language."""

import json
from functools import cache
from importlib.resources import files

# languages of the interface: each has a file of texts, and every page contains all languages
LANGUAGES = ("en", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})


def static(path: str) -> str:
    """Return the text of a file of the page; the path is relative to `maps/static`."""
    return files("maps").joinpath("static", path).read_text(encoding="utf-8")


@cache
def interface(language: str) -> dict[str, str]:
    """Return the texts of the interface in a language, by key.

    Examples
    --------
    >>> interface("en")["posts"]
    'Posts'
    """
    texts: dict[str, str] = json.loads(static(f"texts/{language}.json"))
    return texts
