"""Errors of dossiers, reports and layers; their root stands in `geo.errors`.

::

    SitmapError
    ├── DossierError (ValueError)
    ├── ReportNotFoundError (LookupError)
    ├── EmbargoError (ValueError)
    ├── ReportFileError (ValueError)
    ├── NoTextError (ValueError)
    └── FormatError (LookupError)
"""

from geo.errors import Problem, SitmapError, counted, one_line


class DossierError(SitmapError, ValueError):
    """A dossier cannot be used.

    Parameters
    ----------
    path : str
        The dossier, as the user named it.
    problems : tuple of Problem
        Everything that is wrong with the dossier; each is a line of the message.
    warnings : tuple of Problem
        Findings with which the dossier can be used.
    """

    def __init__(self, path: str, problems: tuple[Problem, ...], warnings: tuple[Problem, ...] = ()) -> None:
        self.path, self.problems, self.warnings = path, problems, warnings
        heading = f"{one_line(path)}: {counted(len(problems), 'error')}"
        super().__init__("\n".join([heading, *(f"  {problem}" for problem in problems)]))


class ReportNotFoundError(SitmapError, LookupError):
    """A dossier has no control report of an id."""


class EmbargoError(SitmapError, ValueError):
    """The whole period of a dossier is younger than its embargo."""


class ReportFileError(SitmapError, ValueError):
    """A file of a report, or of proposed events, cannot be read."""


class NoTextError(SitmapError, ValueError):
    """The bytes of a file are no text.

    Parameters
    ----------
    line : int
        The first line that cannot be read.
    value : str
        The bytes found there.
    expected : str
        The encodings that can be read.
    is_binary : bool
        True if the file is of another kind than text.
    """

    def __init__(self, line: int, value: str, expected: str, *, is_binary: bool = False) -> None:
        super().__init__(f"line {line}: {value!r}; expected {expected}")
        self.line, self.value, self.is_binary = line, value, is_binary


class FormatError(SitmapError, LookupError):
    """A format in which layers are not written."""
