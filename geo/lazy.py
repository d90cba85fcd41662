"""Lazy imports: the public names of a package are imported on first use (PEP 562)."""

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def lazy(package: str, module_of: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    module_of : Mapping of str to str
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

    def get(name: str) -> Any:  # noqa: ANN401 - an object of any type
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(module_of[name]), name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *module_of})

    return get, names
