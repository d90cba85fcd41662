"""Public names of a package that are imported only when they are asked for (PEP 562)."""

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lazy(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    homes : Mapping of str to str
        The module that defines each public name.

    Examples
    --------
    >>> get, _ = lazy("geo", {"Gazetteer": "geo.gazetteer.gazetteer"})
    >>> get("Gazetteer").__module__
    'geo.gazetteer.gazetteer'
    >>> get("Atlas")
    Traceback (most recent call last):
        ...
    AttributeError: module 'geo' has no attribute 'Atlas'
    """

    def get(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(homes[name]), name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return get, names
