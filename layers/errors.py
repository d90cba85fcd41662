"""Errors of dossiers, reports and layers; their base class is in `geo.errors`.

::

    SitmapError
    ├── DossierError (ValueError)
    ├── ReportNotFoundError (LookupError)
    ├── EmbargoError (ValueError)
    ├── ReportFileError (ValueError)
    ├── CorpusError (ValueError)
    ├── ReportLanguageError (ValueError)
    ├── NoTextError (ValueError)
    ├── DatabaseError (RuntimeError)
    ├── FormatError (LookupError)
    └── FileInUseError (PermissionError)
"""

from collections.abc import Sequence

from geo.errors import Problem, SitmapError, counted, one_line


class DossierError(SitmapError, ValueError):
    """A dossier cannot be used.

    Parameters
    ----------
    path : str
        The dossier, as the user named it.
    problems : tuple of Problem
        All errors of the dossier; each is a line of the message.
    warnings : tuple of Problem
        Problems that do not prevent the use of the dossier.
    """

    def __init__(self, path: str, problems: tuple[Problem, ...], warnings: tuple[Problem, ...] = ()) -> None:
        self.path, self.problems, self.warnings = path, problems, warnings
        heading = f"{one_line(path)}: {counted(len(problems), 'error')}"
        super().__init__("\n".join([heading, *(f"  {problem}" for problem in problems)]))


class ReportNotFoundError(SitmapError, LookupError):
    """A dossier has no control report with the id asked for."""


class EmbargoError(SitmapError, ValueError):
    """The whole period of a dossier is younger than its embargo."""


class ReportFileError(SitmapError, ValueError):
    """A file of a report, or of proposed events, cannot be read."""


class CorpusError(SitmapError, ValueError):
    """A corpus cannot be read into a folder, or not by these machines."""


class ReportLanguageError(SitmapError, ValueError):
    """A report is in a language that is not read.

    Parameters
    ----------
    language : str
        The English name of its language.
    codes : sequence of str
        The codes of the languages that are read.
    """

    def __init__(self, language: str, codes: Sequence[str]) -> None:
        self.language = language
        super().__init__(f"this looks {language}; read knows {', '.join(codes)}")


class NoTextError(SitmapError, ValueError):
    """A file is not text.

    Parameters
    ----------
    line : int
        The first line that cannot be decoded.
    value : str
        The bytes found on this line.
    expected : str
        The encodings that can be read.
    is_binary : bool
        True if the file is binary.
    """

    def __init__(self, line: int, value: str, expected: str, *, is_binary: bool = False) -> None:
        super().__init__(f"line {line}: {value!r}; expected {expected}")
        self.line, self.value, self.is_binary = line, value, is_binary


class DatabaseError(SitmapError, RuntimeError):
    """Layers cannot be written into a database; nothing in it has changed."""


class FormatError(SitmapError, LookupError):
    """There is no such format to write layers in."""


class FileInUseError(SitmapError, PermissionError):
    """A file that is to be replaced is open in another program."""
