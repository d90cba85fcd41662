"""A request for features as a query of the store: bounding box, days, values, filter, order and page."""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import shapely

from layers.period import DAY, parse_days
from layers.schema.column import Type
from maps.errors import RequestError
from maps.server.bounding_box import box_of, overlapping
from maps.server.cql2_filter import Filter, parse, without_accents
from maps.server.store import FIRST_DAY, LAST_DAY, OF_DAY

LIMIT, MOST = 100, 10_000
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# parameters besides the names of properties, with the values that those have which take only some
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("f", "limit", "offset", "bbox", "datetime", "sortby", "filter", "properties"), ()),
    **dict.fromkeys(("crs", "bbox-crs", "filter-crs"), (CRS84,)),
    "filter-lang": ("cql2-text",),
    "skipGeometry": ("true", "false"),
    "resulttype": ("results", "hits"),
}
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?")
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Found:
    """Features of a page as JSON, and how many the query has in all."""

    lines: Sequence[str]
    matched: int


@dataclass
class Query:
    """A query of one layer.

    Parameters
    ----------
    path : Path
        The store.
    layer : str
        Name of the layer.
    columns : mapping
        Type of each of its columns.
    rows : int
        Number of its features.
    asked : mapping
        The parameters of the request.

    Raises
    ------
    RequestError
        If a parameter is unknown or has no value that can be understood.
    """

    path: Path
    layer: str
    columns: Mapping[str, Type]
    rows: int
    asked: Mapping[str, str]
    _values: dict[str, Any] = field(default_factory=dict)
    _functions: dict[str, Callable[[bytes], bool]] = field(default_factory=dict)
    _of_boxes: list[str] = field(default_factory=list)
    _of_rows: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        for name, value in self.asked.items():
            if name not in PARAMETERS and name not in self.columns:
                raise RequestError(f"{name}: this collection has no such parameter or property")
            allowed = PARAMETERS.get(name, ())
            if "\0" in value or (name in PARAMETERS and not value.strip()) or (allowed and value not in allowed):
                raise RequestError(f"{name}: {value!r}; expected {' or '.join(allowed) or 'a value'}")
        self.limit = min(_whole("limit", self.asked.get("limit", str(LIMIT)), 1), MOST)
        self.offset = _whole("offset", self.asked.get("offset", "0"), 0)
        self.table = self.layer
        self._take_days()
        self._take_box()
        self._of_rows += [self._equals(name, value) for name, value in self.asked.items() if name in self.columns]
        if "filter" in self.asked:
            found = Filter(self.columns, self.table, self._values, self._functions)
            self._of_rows.append(found.condition(parse(self.asked["filter"])))
        self._order = self._sorted()

    def answer(self, counts: dict[str, int]) -> Found:
        """Return the features of the page; `counts` keeps numbers of features by query.

        Raises
        ------
        RequestError
            If the filter fails on a feature.
        """
        try:
            with closing(_connect(self.path, self._functions)) as database:
                matched = self._matched(database, counts)
                if self.asked.get("resulttype") == "hits":
                    return Found([], matched)
                return Found(self._page(database, matched), matched)
        except sqlite3.Error as error:
            raise RequestError(f"filter: it cannot be applied to this collection: {error}") from error

    def _matched(self, database: sqlite3.Connection, counts: dict[str, int]) -> int:
        source, key = self._source()
        if not self._of_boxes and not self._of_rows:
            return self.rows
        # shapes of a filter are in no parameter, its text is
        known = repr((source, self._values, self.asked.get("filter")))
        if known not in counts:
            ((counts[known],),) = database.execute(f"SELECT count({key}) {source}", self._values)
        return counts[known]

    def _page(self, database: sqlite3.Connection, matched: int) -> list[str]:
        # rows in order, until the page is full, are fewer than those that match: these need not be found and sorted
        are_many = self._of_boxes and not self._order and (self.offset + self.limit) * self.rows < matched**2
        source, key = self._source(in_order=bool(are_many))
        values = {**self._values, "limit": self.limit, "offset": self.offset}
        if not self._of_boxes and not self._of_rows and not self._order:
            # rows are numbered without a gap, so that a late page costs no more than the first
            page = f'SELECT r.n FROM "{self.table}" r WHERE r.n > :offset ORDER BY r.n LIMIT :limit'  # noqa: S608
        else:
            page = f"SELECT {key} {source} ORDER BY {self._order}{key} LIMIT :limit OFFSET :offset"
        numbers = [number for (number,) in database.execute(page, values)]
        marks = ", ".join("?" * len(numbers))
        lines = dict(
            database.execute(f'SELECT n, feature FROM "{self.table}_features" WHERE n IN ({marks})', numbers)  # noqa: S608
        )
        return [lines[number] for number in numbers]

    def _source(self, *, in_order: bool = False) -> tuple[str, str]:
        """Return the tables and conditions of the query as SQL, and the column with the number of a row.

        The R*Tree is read first, or, for a query of most rows, each row in order with its box.
        """
        needs_rows = bool(self._of_rows or self._order or not self._of_boxes)
        tables, key = (f'"{self.table}" r', "r.n") if needs_rows else (f'"{self.table}_box" b', "b.n")
        if needs_rows and self._of_boxes:
            tables = f'"{self.table}_box" b CROSS JOIN "{self.table}" r ON r.n = b.n'
        if in_order:
            tables, key = f'"{self.table}" r CROSS JOIN "{self.table}_box" b ON b.n = r.n', "r.n"
        conditions = " AND ".join([*self._of_boxes, *self._of_rows])
        return f"FROM {tables}" + (f" WHERE {conditions}" if conditions else ""), key

    def _take_days(self) -> None:
        if "datetime" not in self.asked:
            return
        first, last = days_of(self.asked["datetime"])
        if first == last and self.layer == "verdicts":
            self.table = OF_DAY
        self._of_boxes.append(f"b.first <= {self._bind(last)} AND b.last >= {self._bind(first)}")

    def _take_box(self) -> None:
        if "bbox" not in self.asked:
            return
        try:
            shape = box_of([float(part) for part in self.asked["bbox"].split(",")])
        except ValueError as error:
            raise (
                error
                if isinstance(error, RequestError)
                else RequestError(f"bbox: {self.asked['bbox']!r}; expected numbers with commas")
            ) from error
        # what lies in the box needs no look at its geometry; the R*Tree rounds boxes outwards
        geometry = f'(SELECT geom FROM "{self.table}_features" f WHERE f.n = b.n)'  # noqa: S608 - our names
        self._functions["meets"] = lambda wkb: bool(shapely.intersects(shape, shapely.from_wkb(wkb)))
        inside = overlapping(shape, self._bind, within=True)
        self._of_boxes.append(f"{overlapping(shape, self._bind)} AND ({inside} OR meets({geometry}))")

    def _equals(self, name: str, text: str) -> str:
        type_ = self.columns[name]
        value: object = text
        if type_ in {Type.INTEGER, Type.NUMBER}:
            value = _number(name, text)
        elif type_ is Type.BOOLEAN:
            value = {"true": 1, "false": 0}.get(text.lower())
        elif type_ is Type.DATE:
            value = _day(name, text)
        if value is None:
            raise RequestError(f"{name}: {text!r}; expected true or false")
        return f'r."{name}" = {self._bind(value)}'

    def _sorted(self) -> str:
        """Return the order of the features as SQL, up to the last comma."""
        order = []
        for name in filter(None, self.asked.get("sortby", "").split(",")):
            # a plus sign that is not encoded is a space
            column, is_down = name.lstrip("+- "), name[0] == "-"
            if column not in self.columns:
                raise RequestError(f"sortby: there is no property {column!r}; there are {', '.join(self.columns)}")
            order.append(f'r."{column}" {"DESC" if is_down else "ASC"}, ')
        return "".join(order)

    def _bind(self, value: object) -> str:
        name = f"q{next(self._numbers)}"
        self._values[name] = value
        return f":{name}"


def find_feature(path: Path, layer: str, key: str) -> str:
    """Return the feature with an id, as JSON.

    Raises
    ------
    RequestError
        If there is none.
    """
    with closing(_connect(path, {})) as database:
        asked = f'SELECT feature FROM "{layer}_features" JOIN "{layer}" USING (n) WHERE feature_id = ?'  # noqa: S608
        for (feature,) in database.execute(asked, [key]):
            return str(feature)
    raise RequestError(f"{layer} has no feature {key!r}", 404)


def days_of(text: str) -> tuple[int, int]:
    """Return the first and the last day of a `datetime` as ordinals: a day, month, year, time, or an interval of them.

    Raises
    ------
    RequestError
        If it is none of these, or an interval that ends before it begins.

    Examples
    --------
    >>> days_of("2020-02") == (date(2020, 2, 1).toordinal(), date(2020, 2, 29).toordinal())
    True
    """
    begin, slash, end = text.partition("/")
    first = FIRST_DAY if slash and begin in {"", ".."} else _bounds(text, begin)[0]
    last = LAST_DAY if slash and end in {"", ".."} else _bounds(text, end if slash else begin)[1]
    if first > last or text in {"/", "../.."}:
        raise RequestError(f"datetime: {text!r} ends before it begins, or has no bound")
    return first, last


def _bounds(text: str, part: str) -> tuple[int, int]:
    time = _TIME.fullmatch(part)
    try:
        found = parse_days(time[1] if time else part) if "/" not in part else None
    except ValueError:
        found = None
    if found is None:
        expected = "expected a day such as 2020-02-06, a month, a time, or an interval of them: 2020-02-01/2020-02-06"
        raise RequestError(f"datetime: {text!r}; {expected}")
    return found.start.toordinal(), (found.end - DAY).toordinal()


def _day(name: str, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise RequestError(f"{name}: {text!r}; expected a day such as 2020-02-06") from error


def _number(name: str, text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", text, re.ASCII):
        raise RequestError(f"{name}: {text!r}; expected a number")
    return float(text)


def _whole(name: str, text: str, least: int) -> int:
    if not re.fullmatch(r"\d{1,20}", text, re.ASCII) or int(text) < least:
        raise RequestError(f"{name}: {text!r}; expected a whole number from {least} on")
    return min(int(text), _LARGEST)


def _connect(path: Path, functions: Mapping[str, Callable[[bytes], bool]]) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    database.execute("PRAGMA case_sensitive_like = ON")
    for name, function in functions.items():
        database.create_function(name, 1, function, deterministic=True)
    database.create_function("casei", 1, lambda text: text and str(text).casefold(), deterministic=True)
    database.create_function("accenti", 1, without_accents, deterministic=True)
    return database
