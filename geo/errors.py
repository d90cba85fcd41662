"""Errors that sitmap raises on purpose, and problems found in files.

Each class also derives from the built-in exception in brackets. The errors of the other packages are in `layers.errors`
and `maps.errors`::

    SitmapError
    ├── PlaceNotFoundError (LookupError)
    ├── GazetteerError (ValueError)
    │   └── PlacesFileError
    ├── OutlinesError (ValueError)
    ├── GeocodingServiceError (ConnectionError)
    ├── GeometryError (ValueError)
    ├── ReportError (ValueError)
    ├── DayError (ValueError)
    └── MissingExtraError (ImportError)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_CHECK, _WARNINGS = re.compile("C[12][0-9]{2}"), "C2"
# a longer value is cut, so that a message stays one line
_LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding in a file: an error, or a warning, which does not prevent the use of the file.

    Parameters
    ----------
    check : str
        Id of the check that found it, C2.. of a warning; `layers/dossier/settings/checks.toml` lists them.
    file : str
        Name of the file.
    line : int
        Line from 1; 0 stands for the whole file.
    column : str
        Name of the column or key; empty if none.
    value : str
        The value found there.
    expected : str
        The values that are allowed there; the text of a warning.

    Raises
    ------
    ValueError
        If the id is none of a check.

    Examples
    --------
    >>> print(Problem("C107", "posts.csv", 9, "lat", "95", "a number from -90 to 90"))
    posts.csv:9: lat: '95'; expected a number from -90 to 90 [C107]
    """

    check: str = field(compare=False)
    file: str
    line: int
    column: str
    value: str
    expected: str

    def __post_init__(self) -> None:
        if not _CHECK.fullmatch(self.check):
            raise ValueError(f"{self.check!r} is no id of a check")

    @property
    def warning(self) -> bool:
        """True if the file can be used all the same."""
        return self.check.startswith(_WARNINGS)

    def __str__(self) -> str:
        """Write one line, in the form of a compiler's messages."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        value = self.value if len(self.value) <= _LONGEST else self.value[: _LONGEST - 3] + "..."
        message = self.expected if self.warning else f"expected {self.expected}"
        parts = (where, self.column, f"{value!r}; {message}" if value else message)
        return one_line(f"{': '.join(part for part in parts if part)} [{self.check}]")


class Problems:
    """A list to which all readers of a dossier or file add their findings, so that one run reports every problem."""

    def __init__(self) -> None:
        # each finding once, in the order in which it was found
        self._found: dict[Problem, None] = {}

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(  # noqa: PLR0913, PLR0917 - the parts of a problem
        self, check: str, file: str, line: int, column: str, value: object, expected: str
    ) -> None:
        """Record a problem; see `Problem`."""
        self.extend([Problem(check, file, line, column, "" if value is None else str(value), expected)])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Record the problems that another reader found."""
        self._found |= dict.fromkeys(problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Errors in the order of files, lines and columns."""
        return tuple(sorted(problem for problem in self if not problem.warning))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Warnings in the order of files, lines and columns."""
        return tuple(sorted(problem for problem in self if problem.warning))


def one_line(text: str) -> str:
    r"""Escape characters that control a terminal, end a line or change its direction, as `repr` does.

    Examples
    --------
    >>> one_line("first\nsecond")
    'first\\nsecond'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def counted(number: int, noun: str) -> str:
    """Write a number and a noun, in the plural unless the number is 1.

    Examples
    --------
    >>> counted(1, "error"), counted(0, "warning")
    ('1 error', '0 warnings')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


class SitmapError(Exception):
    """Root of all errors whose message is meant for the user."""


class PlaceNotFoundError(SitmapError, LookupError):
    """A gazetteer has no place with the given id."""


class UserFolderError(SitmapError, OSError):
    """The user has no folder for sitmap's own files."""


class GazetteerError(SitmapError, ValueError):
    """A gazetteer cannot be read, fetched or added."""


class PlacesFileError(GazetteerError):
    """A file of places cannot be used.

    Parameters
    ----------
    path : str
        The file, as the user named it.
    problems : iterable of Problem
        All problems of the file; each is one line of the message.
    """

    def __init__(self, path: str, problems: Iterable[Problem]) -> None:
        self.path, self.problems = path, tuple(problems)
        super().__init__("\n".join(f"{path}{_finding(problem)}" for problem in self.problems))

    @classmethod
    def at(cls, path: Path, expected: str, value: str = "", line: int = 0, column: str = "") -> "PlacesFileError":
        """Make the error of one problem; see `Problem`."""
        return cls(str(path), [Problem("C146", path.name, line, column, value, expected)])


def _finding(problem: Problem) -> str:
    """Write a problem as a line of the message of `PlacesFileError`, without the name of the file."""
    where = f", line {problem.line}" if problem.line else ""
    value, expected = problem.value[:_LONGEST], f"expected {problem.expected}"
    # an empty cell is shown too; a problem of the heading, in line 1, may have no value
    if problem.column and (value or problem.line > 1):
        return f"{where}, column {problem.column}: {value!r}: {expected}"
    where += f", column {problem.column}" if problem.column else ""
    return f"{where}: {one_line(value)}{'; ' if value else ''}{expected}"


class OutlinesError(SitmapError, ValueError):
    """Outlines cannot be fetched, read or found."""


class GeocodingServiceError(SitmapError, ConnectionError):
    """An online geocoder failed, timed out or refused to answer."""


class GeometryError(SitmapError, ValueError):
    """A geometry is empty, invalid or in the wrong place."""


class ReportError(SitmapError, ValueError):
    """A table of control reports lacks a column or value that the model needs."""


class DayError(SitmapError, ValueError):
    """A value is not a day, or is a day outside of the requested period."""


class MissingExtraError(SitmapError, ImportError):
    """A package that one of sitmap's extras installs is missing."""
