"""Errors that sitmap raises on purpose: one tree, one root, each also the built-in error it resembles."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# so many characters of a value show which one is meant
_TOLD = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a sheet that cannot be read; line 0 stands for the whole file."""

    line: int
    column: str
    value: str
    expected: str


class SitmapError(Exception):
    """Root of all errors whose message is meant for the user."""


class PlaceNotFoundError(SitmapError, LookupError):
    """A gazetteer has no place of an id."""


class GazetteerError(SitmapError, ValueError):
    """A gazetteer cannot be read, fetched or added."""


class PlacesFileError(GazetteerError):
    """A file of places cannot be used; `faults` lists all that is wrong with it, a line each in the message."""

    def __init__(self, path: Path | str, faults: Sequence[Fault]) -> None:
        self.path, self.faults = path, tuple(faults)
        super().__init__("\n".join(f"{path}{_told(fault)}" for fault in faults))


def _told(fault: Fault) -> str:
    where = (f", line {fault.line}" if fault.line else "") + (f", column {fault.column}" if fault.column else "")
    value = fault.value[:_TOLD]
    # a cell that is empty is shown, too; the name of a column itself has no value
    if fault.column and (value or fault.line > 1):
        return f"{where}: {value!r}: expected {fault.expected}"
    shown = value if value.isprintable() else repr(value)
    return f"{where}: {shown}{'; ' if value else ''}expected {fault.expected}"


class GeocodingServiceError(SitmapError, ConnectionError):
    """An online geocoder failed, timed out or refused to answer."""


class GeometryError(SitmapError, ValueError):
    """A geometry is empty, invalid or in the wrong place."""


class ReportError(SitmapError, ValueError):
    """A table of control reports lacks what the model needs."""


class DayError(SitmapError, ValueError):
    """A value is no day, or a day outside of the period asked about."""


class MissingExtraError(SitmapError, ImportError):
    """A package that one of sitmap's extras installs is missing."""
