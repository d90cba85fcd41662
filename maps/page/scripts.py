"""The page's scripts: the ES modules of `maps/static`, joined into one script without a bundler.

Source of truth: import and export declarations of ECMAScript. The modules use two forms of them, which eslint enforces:
``import { name, ... } from "./path.js";`` and ``export`` before a function or a constant.
"""

import posixpath
import re
from functools import cache
from graphlib import TopologicalSorter

from maps.page.texts import static

_IMPORT = r'^import \{\s*([^}]*?),?\s*\} from "([^"]+)";$'
_EXPORT = r"^export ((?:async )?(?:function|const) (\w+))"


@cache
def joined(entry: str) -> str:
    """Return a JavaScript expression whose value is an object with the exports of a module.

    Each module that the entry needs, directly or through others, becomes one function that runs once and returns its
    exports; the functions stand in the order in which they need each other.

    Parameters
    ----------
    entry : str
        Path of the module below `maps/static`.

    Raises
    ------
    graphlib.CycleError
        If modules import each other in a circle.

    Examples
    --------
    >>> print(joined("page/texts.js")[:50])
    (() => {
    "use strict";
    const page_texts = (() => {
    """
    code: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if path not in code:
            code[path] = static(path)
            needs[path] = [_beside(path, source) for _, source in re.findall(_IMPORT, code[path], re.MULTILINE)]
            waiting += needs[path]
    functions = [_as_function(path, code[path]) for path in TopologicalSorter(needs).static_order()]
    return "\n".join(['(() => {\n"use strict";', *functions, f"return {_variable(entry)};\n}})()"])


def _as_function(path: str, code: str) -> str:
    """Write a module as a function that is called at once and returns the module's exports."""
    exports = ", ".join(name for _, name in re.findall(_EXPORT, code, re.MULTILINE))
    code = re.sub(_EXPORT, r"\1", code, flags=re.MULTILINE)
    code = re.sub(_IMPORT, lambda found: _destructured(path, *found.groups()), code, flags=re.MULTILINE)
    return f"const {_variable(path)} = (() => {{\n{code}return {{ {exports} }};\n}})();"


def _destructured(path: str, names: str, source: str) -> str:
    return f"const {{ {names} }} = {_variable(_beside(path, source))};"


def _beside(path: str, source: str) -> str:
    """Resolve the source of an import against the path of the module that imports it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), source))


def _variable(path: str) -> str:
    return re.sub(r"\W", "_", path.removesuffix(".js"))
