"""Rows of tables of places: cells by any spelling of their columns, checked, with all that is wrong in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from geo.errors import Fault, PlacesFileError
from geo.gazetteer.place import Place
from geo.readers.sheet import Sheet, decimal

LATITUDE = ("lat", "latitude", "y", "latitude_y", "center_lat")
LONGITUDE = ("lon", "longitude", "long", "lng", "x", "longitude_x", "center_lon")


class PlaceRow:
    """One row of a table of places; what cannot be used is recorded as a fault.

    Parameters
    ----------
    line : int
        Where it begins.
    cells : mapping of str to str
        By the names of the columns in small letters.
    written : mapping of str to str
        The names of the columns as the table writes them, by the same.
    faults : list of Fault
        Where faults are recorded.
    """

    def __init__(self, line: int, cells: Mapping[str, str], written: Mapping[str, str], faults: list[Fault]) -> None:
        self.line, self.cells = line, cells
        self._written, self._faults, self._others = written, faults, len(faults)

    @property
    def is_sound(self) -> bool:
        """Whether nothing wrong was found in it."""
        return len(self._faults) == self._others

    def text(self, *spellings: str) -> str:
        """Give the cell of a column, under the first of its spellings that is filled; empty where none is."""
        return self.cells.get(self._column(spellings), "")

    def required(self, *spellings: str) -> str:
        """Give a cell that must not be empty."""
        return self.text(*spellings) or self.wrong(spellings, "a value")

    def number(self, spellings: Sequence[str], expected: str, least: float, most: float) -> float:
        """Read a number."""
        number = decimal(self.text(*spellings))
        if not least <= number <= most:
            self.wrong(spellings, expected)
        return number

    def position(self, latitude: Sequence[str] = LATITUDE, longitude: Sequence[str] = LONGITUDE) -> tuple[float, float]:
        """Read latitude and longitude, in degrees, from columns of some spellings."""
        lat = self.number(latitude, "a latitude from -90 to 90", -90, 90)
        return lat, self.number(longitude, "a longitude from -180 to 180", -180, 180)

    def country(self, *spellings: str) -> str | None:
        """Read the code of a country that may be missing."""
        cell = self.text(*spellings)
        if cell and not (len(cell) == 2 and cell.isascii() and cell.isalpha()):  # noqa: PLR2004 - ISO 3166 alpha-2
            self.wrong(spellings, "a country code of two letters, such as SY")
        return cell.upper() or None

    def wrong(self, spellings: Sequence[str], expected: str) -> str:
        """Record that the cell of a column cannot be used."""
        column = self._column(spellings)
        name = self._written.get(column, spellings[0])
        self._faults.append(Fault(self.line, name, self.cells.get(column, ""), expected))
        return ""

    def _column(self, spellings: Sequence[str]) -> str:
        there = [spelling for spelling in spellings if spelling in self.cells]
        return next((spelling for spelling in there if self.cells[spelling]), there[0] if there else "")


def read_rows(
    path: Path, sheet: Sheet, needed: Sequence[Sequence[str]], read: Callable[[PlaceRow], Place]
) -> Iterator[Place]:
    """Read the places of a sheet.

    Parameters
    ----------
    path : Path
        Of the file.
    sheet : Sheet
        What stands in it; a row that starts with ``#`` is a comment.
    needed : sequence
        The columns that it must have, each as its accepted spellings in small letters, the usual one first.
    read : callable
        Makes a place of a row.

    Raises
    ------
    PlacesFileError
        For all faults together; of columns that are missing, with the spellings that are accepted.
    """
    faults = list(sheet.faults)
    keys = [name.lower() for name in sheet.columns]
    written = dict(zip(keys, sheet.columns, strict=True))
    # a sheet that cannot be read lacks no column
    if sheet.columns or not faults:
        faults += [_missing(column, sheet) for column in needed if not written.keys() & set(column)]
        if len(faults) > len(sheet.faults):
            raise PlacesFileError(path, faults)
    for line, cells in sheet.rows:
        # a comment, as in the tables of a dossier
        if cells[0].lstrip().startswith("#"):
            continue
        row = dict.fromkeys(keys, "")
        for key, cell in zip(keys, cells, strict=False):
            row[key] = row[key] or cell.strip()
        told = PlaceRow(line, row, written, faults)
        place = read(told)
        if told.is_sound:
            yield place
    if faults:
        raise PlacesFileError(path, faults)


def _missing(spellings: Sequence[str], sheet: Sheet) -> Fault:
    there = ", ".join(filter(None, sheet.columns)) or "nothing"
    return Fault(1, "", f"no column {spellings[0]}", f"one named {_either(spellings)}, in any case; there is {there}")


def _either(spellings: Sequence[str]) -> str:
    """Name spellings.

    Examples
    --------
    >>> _either(("lat", "latitude", "y"))
    'lat, latitude or y'
    """
    *others, last = spellings
    return f"{', '.join(others)} or {last}" if others else last
