"""Columns of tables: name, type, unit, enumeration and description."""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """Type of a column's values, by the names of Table Schema (https://specs.frictionlessdata.io/table-schema/)."""

    TEXT = "string"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; any of its values may be missing, unless it is part of the table's key.

    Parameters
    ----------
    name : str
        Name in files.
    type : Type
        Type of the values.
    description : str
        Title for readers, one line; QGIS, Google Earth and comments of databases show it.
    unit : str
        Unit of numbers, empty if they have none.
    values : tuple of str or int
        The enumeration: all values that are allowed; empty if any value is allowed.
    labels : tuple of str
        Labels of the values, one each; empty if the values need no label.

    Examples
    --------
    >>> state = Column("state", Type.TEXT, "State", values=("encircled", "contested", "constricted", "open"))
    >>> "encircled" in state.values
    True
    """

    name: str
    type: Type
    description: str
    unit: str = ""
    values: tuple[str | int, ...] = ()
    labels: tuple[str, ...] = ()
