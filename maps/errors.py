"""Errors that drawing a page raises on purpose; their root is `geo.errors.SitmapError`."""

from collections.abc import Iterable

from geo.errors import SitmapError


class RemoteFileError(SitmapError, FileNotFoundError):
    """A layer on the map needs a file from elsewhere, and the page may load nothing.

    Parameters
    ----------
    layer : str
        What needs the file: the class of a folium layer or plugin.
    file : str
        Address of the file it needs.
    """

    def __init__(self, layer: str, file: str) -> None:
        super().__init__(
            f"{layer} needs {file}, which is not packaged with sitmap; the page loads nothing from elsewhere "
            f"unless the map is made with network=True",
        )
        self.layer = layer
        self.file = file


class UnknownLanguageError(SitmapError, ValueError):
    """The interface does not speak a language.

    Parameters
    ----------
    language : str
        What was asked for.
    known : iterable of str
        Languages that it speaks.
    """

    def __init__(self, language: str, known: Iterable[str]) -> None:
        super().__init__(f"language {language!r}: the page speaks {', '.join(known)}")
        self.language = language
