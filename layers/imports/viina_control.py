"""VIINA's panel of control: the state of each settlement on each day, without positions, as one report a change.

Source: the codebook of VIINA 2.0, https://github.com/zhukovyuri/VIINA; its file ``gn_UA_tess`` has the settlements.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from geo.errors import SitmapError
from geo.readers.foreign_table import ForeignRow, ForeignTable, plain_name
from geo.readers.position import Position
from geo.readers.position_columns import PositionColumns

_PANEL = {"geonameid", "date", "status"}
_COLUMNS = ("report_id", "date", "place", "lat", "lon", "side", "from_side", "kind", "confidence", "source", "note")
_NAMES = ("asciiname", "name")


def is_panel(table: ForeignTable) -> bool:
    """Return True if a table is VIINA's panel of control."""
    plain = set(map(plain_name, table.columns))
    return plain >= _PANEL and "event_id" not in plain


def is_settlements(table: ForeignTable) -> bool:
    """Return True if a table has the settlements of a panel."""
    plain = set(map(plain_name, table.columns))
    return "geonameid" in plain and "status" not in plain and bool(plain & set(_NAMES)) and "event_id" not in plain


def joined(panel: ForeignTable, settlements: Sequence[ForeignTable]) -> ForeignTable:
    """Return the changes of control of a panel as control reports at the positions of its settlements.

    Raises
    ------
    SitmapError
        If there is no table of settlements.
    """
    if not settlements:
        raise SitmapError(
            f"{panel.file}: it has no positions: name the file of its settlements too, gn_UA_tess.geojson"
        )
    known: dict[str, tuple[str, Position]] = {}
    for table in settlements:
        number = {plain_name(name): n for n, name in enumerate(table.columns)}
        name = next(number[one] for one in _NAMES if one in number)
        positions = PositionColumns.find(table)
        for row in table.rows(lambda *_: None):
            # the polygon of a settlement is the ground around it, and its columns are the settlement
            position = positions.read(replace(row, shape=None)).position or positions.read(row).position
            if position:
                known[row.cells[number["geonameid"]]] = row.cells[name], position
    return ForeignTable(panel.file, _COLUMNS, partial(_changes, panel, known), heading=_COLUMNS)


def _changes(
    panel: ForeignTable, known: dict[str, tuple[str, Position]], refuse: Callable[[int, str, str], None]
) -> Iterator[ForeignRow]:
    number = {plain_name(name): n for n, name in enumerate(panel.columns)}
    key, date, status = (number[name] for name in ("geonameid", "date", "status"))
    held: dict[str, str] = {}
    for row in sorted(panel.rows(refuse), key=lambda row: (row.cells[key], row.cells[date])):
        place, side = row.cells[key], row.cells[status]
        if place not in known:
            refuse(row.line, place, "the geonameid of a settlement in the other file")
        elif side and held.get(place) != side:
            name, position = known[place]
            values = (
                f"VIINA{place}-{row.cells[date]}",
                row.cells[date],
                name,
                str(position.lat),
                str(position.lon),
                side,
            )
            note = f"status of VIINA, which a model joins of several maps; geonameid: {place}"
            yield ForeignRow(row.line, [*values, held.get(place, ""), "model", "low", "VIINA", note])
            held[place] = side
