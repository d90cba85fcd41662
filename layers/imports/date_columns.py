"""Columns of dates: what proves the order of day and month, and whether the last days of events belong to them."""

from geo.errors import Problems
from geo.readers.foreign_table import plain_name
from layers.imports.dates import AmbiguousDateError, Span, day_after, order_of, read_date
from layers.imports.mapping import ColumnMapping, ImportOptions
from layers.imports.vocabulary import Cells
from layers.schema.dossier_tables import TABLES

_ORDER = "--date-format day or --date-format month: nothing in this column proves which comes first"


class DateColumns:
    """The columns of a table that hold dates, which are read once to their ends before any row is converted.

    Parameters
    ----------
    mapping : ColumnMapping
        How the table is read.
    options : ImportOptions
        What the user says of it.

    Attributes
    ----------
    assumed_end : str
        What is assumed of last days, which may belong to events or not; empty if nothing is.
    """

    def __init__(self, mapping: ColumnMapping, options: ImportOptions) -> None:
        self._mapping, self._names = mapping, TABLES[mapping.words.table].dates
        self._usual = options.date_format or mapping.words.date_order
        self._end, self.assumed_end = options.end or mapping.words.end, ""
        number = {name: n for n, name in enumerate(mapping.table.columns)}
        theirs = {name: number[mapping.columns[name]] for name in self._names if name in mapping.columns}
        texts: dict[str, dict[str, None]] = {name: {} for name in theirs}
        pairs: dict[tuple[str, str], None] = {}
        for row in mapping.table.rows(lambda *_: None):
            for name, n in theirs.items():
                texts[name][row.cells[n]] = None
            if "end_date" in theirs and "start_date" in theirs:
                pairs[row.cells[theirs["start_date"]][:10], row.cells[theirs["end_date"]][:10]] = None
        proofs = {name: order_of(found) for name, found in texts.items()}
        # dates of one table are written in one way, if nothing proves that they are not
        joint = set(filter(None, proofs.values()))
        other = joint.pop() if len(joint) == 1 else ""
        self._orders = {name: self._usual or proof or other for name, proof in proofs.items()}
        if "end_date" in theirs and not self._end:
            column = mapping.columns["end_date"]
            is_inclusive = any(start == end for start, end in pairs if end) or plain_name(column) != "end_date"
            self._end = "inclusive" if is_inclusive else "exclusive"
            self.assumed_end = f"the last day of {column!r} is taken as {self._end}"

    def convert(self, found: Cells, line: int, problems: Problems) -> None:
        """Write the dates of a row as a dossier does; those that cannot be read are recorded as problems."""
        for name in self._names:
            if found.get(name):
                self._read(found, name, line, problems)
        end, start = found.get("end_date", ""), found.get("start_date", "")
        is_last = self._end == "inclusive" and "end_date" in self._orders
        if end and is_last and start <= end and len(end) == len(start):
            found["end_date"] = day_after(end)

    def _read(self, found: Cells, name: str, line: int, problems: Problems) -> None:
        text = found[name]
        try:
            span = read_date(text, self._orders.get(name, self._usual))
        except AmbiguousDateError:
            expected = _ORDER
        except ValueError:
            expected = "a date, such as 2020-01-25, 25.01.2020, 25 January 2020 or 2020-01"
        else:
            _write(found, name, span)
            return
        problems.add("C108", self._mapping.table.file, line, self._mapping.columns.get(name, name), text, expected)
        found[name] = ""


def _write(found: Cells, name: str, span: Span) -> None:
    found[name] = span.start
    if span.last and name == "start_date" and not found.get("end_date"):
        found["end_date"] = day_after(span.last)
    elif span.last and name == "date":
        found[name] = f"{span.start}/{day_after(span.last)}"
