"""Control reports that events tell of, proposed for review: a capture becomes a report of the side that takes.

Source: ACLED's codebook; in its events the order of the actors means nothing.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from geo.readers.foreign_table import ForeignRow, ForeignTable, plain_name
from geo.readers.position_columns import PositionColumns
from layers.dossier.settings.sides import Side
from layers.imports.vocabulary import Vocabulary, recognise, vocabulary

Cells = dict[str, str]
_COLUMNS = (
    *("report_id", "date", "place", "lat", "lon", "side", "from_side", "kind", "confidence", "source", "source_url"),
    *("note", "event"),
)
_SURE = ("1", "")


def as_control(table: ForeignTable, sides: Collection[Side]) -> ForeignTable | None:
    """Return the control reports that the events of a table tell of; None if it has no events.

    Parameters
    ----------
    table : ForeignTable
        Events, of ACLED or with the columns of a dossier.
    sides : collection of Side
        The sides of the dossier, whose aliases are looked for in the names of actors.
    """
    words = recognise(table.columns) or vocabulary("events")
    names = words.mapping(table.columns)
    if (
        not words.control
        or not {"event_type", "actor1"} <= names.keys()
        or {"side", "controlled_by"} & {plain_name(name) for name in table.columns}
    ):
        return None
    reader = _Reader(table, words, names, sides)
    return ForeignTable(table.file, _COLUMNS, partial(reader.rows), table.layer, _COLUMNS)


class _Reader:
    """Reader of the rows of a table of events as control reports."""

    def __init__(
        self, table: ForeignTable, words: Vocabulary, names: Mapping[str, str], sides: Collection[Side]
    ) -> None:
        number = {name: n for n, name in enumerate(table.columns)}
        self._table, self._words, self._rules = table, words, words.control
        self._columns = {ours: number[theirs] for ours, theirs in names.items()}
        self._country = next((n for name, n in number.items() if plain_name(name) == "country"), None)
        self._positions = PositionColumns.find(table)
        aliases = ((name, side.id) for side in sides for name in (*side.aliases, side.name, side.id))
        self._aliases = sorted(aliases, key=lambda pair: -len(pair[0]))

    def rows(self, refuse: Callable[[int, str, str], None]) -> Iterator[ForeignRow]:
        """Yield a report for each event in which ground changes hands; two where it is not plain who takes."""
        for row in self._table.rows(refuse):
            cells = {ours: row.cells[n] for ours, n in self._columns.items()}
            takers = self._takers(cells, row)
            for number, (taker, loser) in enumerate(takers, 1):
                report = self._report(cells, row, taker, loser, is_plain=len(takers) == 1)
                report["report_id"] = f"C{cells.get('id', '')}{f'-{number}' if len(takers) > 1 else ''}"
                yield ForeignRow(row.line, [report.get(name, "") for name in _COLUMNS])

    def _takers(self, cells: Cells, row: ForeignRow) -> list[tuple[str, str]]:
        """Return who takes and who loses; both orders where that is not plain, none if no ground changes hands."""
        kind, actors = cells["event_type"].casefold().strip(), (cells["actor1"], cells.get("actor2", ""))
        orders = [actors, actors[::-1]]
        if kind in self._rules.get("first", ()):
            return [actors]
        if kind in self._rules.get("state", ()):
            country = row.cells[self._country] if self._country is not None else ""
            form = f"{self._rules['state_forces']}{re.escape(country)}"
            return [order for order in orders if re.match(form, order[0])][:1] or orders[: 1 + bool(actors[1])]
        if kind in self._rules.get("either", ()):
            named = [order for order in orders if order[0] and self._takes(order[0], cells.get("summary", ""))]
            return named if len(named) == 1 else orders[: 1 + bool(actors[1])]
        return []

    def _takes(self, actor: str, notes: str) -> bool:
        """Return True if notes name an actor, or the side that it belongs to, last before the word for taking."""
        verb = re.search(self._rules["takes"], notes, re.IGNORECASE)
        if verb is None:
            return False
        before, side = notes[: verb.start()].casefold(), self._side(actor)
        places = [(before.rfind(name.casefold()), owner) for name, owner in self._aliases if name.casefold() in before]
        plain = re.sub(r"\s*\(.*?\)", "", actor).casefold()
        places += [(before.rfind(plain), side)] if plain in before else []
        return bool(places) and max(places)[1] == side

    def _side(self, actor: str) -> str:
        """Return the id of the side whose name or alias an actor's name has; the name itself if there is none."""
        return next(
            (side for name, side in self._aliases if re.search(rf"\b{re.escape(name)}\b", actor, re.IGNORECASE)), actor
        )

    def _report(self, cells: Cells, row: ForeignRow, taker: str, loser: str, *, is_plain: bool) -> Cells:
        position = self._positions.read(row).position
        precise = cells.get("time_precision", "") in _SURE and cells.get("geo_precision", "") in _SURE
        why = "" if is_plain else "; either side may have taken it: choose one of two rows"
        lost = self._side(loser) if loser else ""
        known: dict[str, Any] = {
            "date": cells.get("start_date", ""),
            "place": cells.get("place", ""),
            "lat": str(position.lat) if position else "",
            "lon": str(position.lon) if position else "",
            "side": self._side(taker),
            "from_side": lost if lost in {side for _, side in self._aliases} and lost != self._side(taker) else "",
            "kind": "proposed",
            "confidence": "medium" if precise and is_plain else "low",
            "source": cells.get("source", ""),
            "source_url": cells.get("source_url", ""),
            "note": f"proposed from the event {cells.get('id', '')}, {cells['event_type']}; check before use{why}",
        }
        return known
