"""Filters of the Common Query Language (CQL2, OGC 21-065r2) as conditions of SQLite; cql2 parses their text."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from types import MappingProxyType
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from layers.schema.column import Type
from maps.errors import RequestError
from maps.server.bounding_box import box_of, overlapping

# the parser's time doubles with each parenthesis that stays open
_DEEPEST, _LONGEST = 12, 8_000

_COMPARED = ("=", "<>", "<", "<=", ">", ">=")
# predicates, as those of shapely that take the filter's geometry first, which is prepared
_SPATIAL: Mapping[str, str] = MappingProxyType(
    {f"s_{name}": name for name in ("intersects", "equals", "disjoint", "touches", "overlaps", "crosses")}
    | {"s_within": "contains", "s_contains": "within"}
)
_CONVERSE = MappingProxyType({"s_within": "s_contains", "s_contains": "s_within"})
# a0 and a1 are first and last day of one interval, b0 and b1 those of the other
_TEMPORAL: Mapping[str, str] = MappingProxyType(
    {
        "t_after": "{a0} > {b1}",
        "t_before": "{a1} < {b0}",
        "t_contains": "{a0} < {b0} AND {a1} > {b1}",
        "t_disjoint": "({a1} < {b0} OR {a0} > {b1})",
        "t_during": "{a0} > {b0} AND {a1} < {b1}",
        "t_equals": "{a0} = {b0} AND {a1} = {b1}",
        "t_finishedby": "{a0} < {b0} AND {a1} = {b1}",
        "t_finishes": "{a0} > {b0} AND {a1} = {b1}",
        "t_intersects": "{a0} <= {b1} AND {a1} >= {b0}",
        "t_meets": "{a1} = {b0}",
        "t_metby": "{a0} = {b1}",
        "t_overlappedby": "{a0} > {b0} AND {a0} < {b1} AND {a1} > {b1}",
        "t_overlaps": "{a0} < {b0} AND {a1} > {b0} AND {a1} < {b1}",
        "t_startedby": "{a0} = {b0} AND {a1} > {b1}",
        "t_starts": "{a0} = {b0} AND {a1} < {b1}",
    }
)
_KINDS = MappingProxyType({Type.INTEGER: "number", Type.NUMBER: "number", Type.BOOLEAN: "boolean", Type.DATE: "date"})
_FIRST, _LAST = "'0000-01-01'", "'9999-12-31'"


def parse(text: str) -> Any:  # noqa: ANN401 - JSON
    """Read a filter in CQL2 text, and return it in CQL2 JSON.

    Raises
    ------
    RequestError
        If the text is no CQL2, or too long or too deep to be read in time.

    Examples
    --------
    >>> parse("side = 'turkey'")
    {'op': '=', 'args': [{'property': 'side'}, 'turkey']}
    """
    import cql2  # noqa: PLC0415 - comes with the extra `serve`

    depth = deepest = 0
    for number, part in enumerate(text.split("'")):
        for sign in "" if number % 2 else part:
            depth += (sign == "(") - (sign == ")")
            deepest = max(deepest, depth)
    if len(text) > _LONGEST or deepest > _DEEPEST:
        raise RequestError(f"filter: longer than {_LONGEST} characters, or parentheses deeper than {_DEEPEST}")
    try:
        return cql2.parse_text(text).to_json()
    except (cql2.ParseError, cql2.ValidationError) as error:
        raise RequestError(f"filter: {text!r} is not in CQL2 text: {str(error).strip().splitlines()[-1]}") from error


@dataclass
class Filter:
    """A condition on the rows of one layer, for SQLite.

    Parameters
    ----------
    columns : mapping
        Type of each column.
    table : str
        Name of the layer's table; its row is `r`.
    parameters : dict
        Values of the condition's named parameters, which are added.
    functions : dict
        Functions of one geometry (WKB) that the condition calls, which are added.
    """

    columns: Mapping[str, Type]
    table: str
    parameters: dict[str, Any]
    functions: dict[str, Callable[[bytes], bool]] = field(default_factory=dict)
    _numbers: count = field(default_factory=count)  # type: ignore[type-arg]

    def condition(self, node: Any) -> str:  # noqa: ANN401, PLR0911 - JSON; a case of the grammar each
        """Return the condition of a filter in CQL2 JSON.

        Raises
        ------
        RequestError
            If it names a property that the layer does not have, or compares values that cannot be compared.
        """
        if isinstance(node, bool):
            return str(int(node))
        op, args = (str(node.get("op", "")).lower(), node.get("args", [])) if isinstance(node, dict) else ("", [])
        if op in {"and", "or"}:
            return "(" + f" {op} ".join(map(self.condition, args)) + ")"
        if op == "not":
            return f"NOT ({self.condition(args[0])})"
        if op in _TEMPORAL:
            sides = zip("ab", map(self._interval, args), strict=True)
            return (
                "(" + _TEMPORAL[op].format(**{f"{s}{n}": end for s, ends in sides for n, end in enumerate(ends)}) + ")"
            )
        if op in _SPATIAL:
            return self._spatial(op, args)
        if op == "isnull":
            return f"{self._value(args[0])[0]} IS NULL"
        if not op:
            sql, kind = self._value(node)
            _same({kind, "boolean"})
            return sql
        return self._comparison(op, args)

    def _comparison(self, op: str, args: list[Any]) -> str:
        values = [self._value(arg) for arg in (*args[:-1], *args[-1])] if op == "in" else list(map(self._value, args))
        (first, kind), *others = values
        if not any(_names_property(arg) for arg in args):
            raise RequestError("filter: a comparison names no property")
        for _, other in others:
            _same({kind, other})
        sqls = [sql for sql, _ in others]
        if op in _COMPARED and len(sqls) == 1:
            return f"{first} {op} {sqls[0]}"
        if op == "between":
            return f"{first} BETWEEN {sqls[0]} AND {sqls[1]}"
        if op == "in":
            return f"{first} IN ({', '.join(sqls)})"
        if op == "like":
            _same({kind, "text"})
            return f"{first} LIKE {sqls[0]} ESCAPE '\\'"
        raise RequestError(f"filter: {op} is no operator that this service knows")

    def _value(self, node: Any) -> tuple[str, str]:  # noqa: ANN401 - JSON
        """Return a value as SQL, and its kind: text, number, boolean or date."""
        if isinstance(node, bool | int | float | str):
            kind = "boolean" if isinstance(node, bool) else "text" if isinstance(node, str) else "number"
            return self._bind(node), kind
        if not isinstance(node, dict):
            raise RequestError(f"filter: {node!r} is no value")
        if "property" in node:
            name = node["property"]
            if name not in self.columns:
                raise RequestError(f"filter: there is no property {name!r}; there are {', '.join(self.columns)}")
            return f'r."{name}"', _KINDS.get(self.columns[name], "text")
        if "date" in node or "timestamp" in node:
            return self._bind(_day(node.get("date") or node["timestamp"])), "date"
        if node.get("op") in {"casei", "accenti"} and len(node["args"]) == 1:
            sql, kind = self._value(node["args"][0])
            _same({kind, "text"})
            return f"{node['op']}({sql})", "text"
        raise RequestError(f"filter: {node.get('op', node)} is no value or function that this service knows")

    def _interval(self, node: Any) -> tuple[str, str]:  # noqa: ANN401 - JSON
        if not isinstance(node, dict) or "interval" not in node:
            sql, kind = (self._bind(_day(node)), "date") if isinstance(node, str) else self._value(node)
            if kind != "date":
                raise RequestError(f"filter: {kind} is no day or interval")
            return sql, sql
        first, last = (self._bound(end, free) for end, free in zip(node["interval"], (_FIRST, _LAST), strict=True))
        return first, last

    def _bound(self, end: Any, free: str) -> str:  # noqa: ANN401 - JSON
        """Return an end of an interval; one that is missing is open."""
        if isinstance(end, str):
            return free if end in {"", ".."} else self._bind(_day(end))
        sql, kind = self._value(end)
        _same({kind, "date"})
        return f"coalesce({sql}, {free})"

    def _spatial(self, op: str, args: list[Any]) -> str:
        if _is_geometry(args[1]) and not _is_geometry(args[0]):
            args, op = args[::-1], _CONVERSE.get(op, op)
        if not _is_geometry(args[0]) or _is_geometry(args[1]):
            raise RequestError("filter: a spatial function takes the property geometry and a geometry")
        shape = _shape(args[1])
        shapely.prepare(shape)
        predicate = getattr(shapely, _SPATIAL[op])
        name = f"spatial_{len(self.functions)}"
        self.functions[name] = lambda wkb: bool(predicate(shape, shapely.from_wkb(wkb)))
        holds = f'{name}((SELECT geom FROM "{self.table}_features" f WHERE f.n = r.n))'  # noqa: S608 - our names
        if op == "s_disjoint" or shape.is_empty:
            return holds
        box = overlapping(shape, self._bind)
        return f'(r.n IN (SELECT b.n FROM "{self.table}_box" b WHERE {box}) AND {holds})'  # noqa: S608 - the same

    def _bind(self, value: object) -> str:
        name = f"f{next(self._numbers)}"
        self.parameters[name] = value
        return f":{name}"


def without_accents(text: str | None) -> str | None:
    """Return a text without its accents, as ACCENTI compares it.

    Examples
    --------
    >>> without_accents("Şirnak, Dêrik")
    'Sirnak, Derik'
    """
    if text is None:
        return None
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _same(kinds: set[str]) -> None:
    """Check that values can be compared; dates are also compared as ISO text."""
    if len(kinds) > 1 and kinds != {"date", "text"}:
        raise RequestError(f"filter: {' and '.join(sorted(kinds))} cannot be compared")


def _names_property(node: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(node, list):
        return any(map(_names_property, node))
    return isinstance(node, dict) and ("property" in node or _names_property(node.get("args", [])))


def _is_geometry(node: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(node, dict) and node.get("property") in {"geometry", "geom"}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(str(text)[:10]).isoformat()
    except ValueError as error:
        raise RequestError(f"filter: {text!r} is no day") from error


def _shape(node: Any) -> BaseGeometry:  # noqa: ANN401 - JSON
    try:
        if "bbox" in node:
            return box_of(node["bbox"])
        return shapely.from_geojson(json.dumps(node))
    except (shapely.GEOSException, TypeError, ValueError) as error:
        if isinstance(error, RequestError):
            raise
        raise RequestError("filter: that is no geometry") from error
