"""Schema of one layer: title, geometry, columns, key, and the days on which its rows hold."""

from dataclasses import dataclass
from enum import Enum, auto

from layers.schema.column import Column


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
    ('side_a', 'side_b', 'start_date', 'end_date', 'length_km')
    >>> [name for name, layer in LAYERS.items() if not layer.is_dated]
    ['places']
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
        return self.validity is not Validity.ALWAYS

    def column(self, name: str) -> Column:
        """Return the column with a name.

        Raises
        ------
        KeyError
            If the layer has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; its columns are {', '.join(self.names)}")
