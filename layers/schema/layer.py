"""Schema of one layer: title, geometry, columns, key, and the days on which its rows hold."""

from dataclasses import dataclass
from enum import Enum, auto

from layers.schema.column import Column
from layers.schema.shared_columns import LAT, LON


class Validity(Enum):
    """The days on which a row of a layer holds."""

    ALWAYS = auto()
    """Every day: the layer has no dates."""
    INTERVAL = auto()
    """From `start_date` on and before `end_date`, as in the dossier; a missing date is an open bound."""
    EVENT = auto()
    """The same, but a row without `end_date` holds for one day, and one without `start_date` on no day."""
    PERIOD = auto()
    """An interval computed for the dossier's period; `end_date` is missing where it is the period's end."""
    DAY = auto()
    """On the day `date` alone."""


@dataclass(frozen=True, slots=True)
class LayerSchema:
    """Schema of a layer, or of a table without geometry.

    Parameters
    ----------
    name : str
        Name of the layer, and of its files and tables.
    title : str
        Title for readers.
    geometry : str
        Geometry type of all rows, as named by Simple Features; empty for a table without geometry.
    columns : tuple of Column
        The columns, in order, without the geometry.
    key : tuple of str
        Columns whose values, joined, are a feature's id.
    validity : Validity
        The days on which a row holds.
    label : str
        Column with the name of a feature for readers.
    is_shown : bool
        True if programs show the layer when they first open the layers.

    Examples
    --------
    >>> from layers.schema.layers import LAYERS
    >>> LAYERS["contact"].names
    ('id', 'side_a', 'side_b', 'start_date', 'end_date', 'length_km')
    >>> LAYERS["contact"].interval, LAYERS["daily"].interval
    (('start_date', 'end_date'), ('date', ''))
    """

    name: str
    title: str
    geometry: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    validity: Validity = Validity.PERIOD
    label: str = "name"
    is_shown: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def is_dated(self) -> bool:
        """True if the layer has columns `start_date` and `end_date`."""
        return {"start_date", "end_date"} <= set(self.names)

    @property
    def interval(self) -> tuple[str, str]:
        """Columns of a row's first day, and of the day after its last; empty where the layer has none."""
        if self.validity is Validity.ALWAYS:
            return "", ""
        return next(name for name in ("start_date", "date") if name in self.names), next(
            (name for name in ("end_date", "until") if name in self.names), ""
        )

    @property
    def lasts_a_day(self) -> bool:
        """True if a row without an end holds for one day."""
        return self.validity in {Validity.EVENT, Validity.DAY}

    def column(self, name: str) -> Column:
        """Return the column with a name; those of points that CSV files add are among them.

        Raises
        ------
        KeyError
            If the layer has no such column.
        """
        columns: tuple[Column, ...] = (*self.columns, *((LAT, LON) if self.geometry == "Point" else ()))
        for column in columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; its columns are {', '.join(self.names)}")
