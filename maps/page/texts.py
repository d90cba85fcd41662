"""Files of the page in `maps/static`, and the texts of its interface by language."""

import json
from functools import cache
from importlib.resources import files

RIGHT_TO_LEFT = frozenset({"ar"})


def static(path: str) -> str:
    """Return the text of a file of the page; the path is relative to `maps/static`."""
    return files("maps").joinpath("static", path).read_text(encoding="utf-8")


@cache
def languages() -> tuple[str, ...]:
    """Return the languages of the interface, English first; a file more in `static/texts` is a language more.

    Examples
    --------
    >>> languages()
    ('en', 'ar', 'uk')
    """
    names = sorted(path.name.removesuffix(".json") for path in files("maps").joinpath("static", "texts").iterdir())
    return ("en", *(name for name in names if name != "en"))


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
