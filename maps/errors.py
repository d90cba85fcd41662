"""Errors of drawing a page; their base class is in `geo.errors`.

::

    SitmapError
    ├── FramesError (ValueError)
    ├── RemoteFileError (FileNotFoundError)
    ├── RequestError (ValueError)
    └── UnknownLanguageError (ValueError)
"""

from collections.abc import Iterable

from geo.errors import SitmapError

# plugins of folium that cannot work in the page, and why
NEVER = {
    "MeasureControl": "runs text as code, which the page forbids",
    "HeatMapWithTime": "runs a script before Leaflet is there, as the page loads its libraries last",
}


class FramesError(SitmapError, ValueError):
    """GeoDataFrames cannot be drawn as they are; each line of the message is one problem."""


class RemoteFileError(SitmapError, FileNotFoundError):
    """A layer on the map needs a remote file, and the page may not load files.

    Parameters
    ----------
    layer : str
        The class of the folium layer or plugin that needs the file.
    file : str
        Address of the file.
    """

    def __init__(self, layer: str, file: str) -> None:
        super().__init__(
            f"{layer} {NEVER[layer]}; leave it out, or make the map with network=True"
            if layer in NEVER
            else f"{layer} needs {file}, which is not packaged with sitmap; the extra sitmap[plugins] brings the files "
            "of folium's plugins, SituationMap(files={name: path}) any other; nothing is loaded from elsewhere unless "
            "the map is made with network=True"
        )
        self.layer = layer
        self.file = file


class RequestError(SitmapError, ValueError):
    """A request to the server cannot be answered.

    Parameters
    ----------
    message : str
        The reason, with the name of the parameter and its value.
    status : int
        Status code of HTTP.
    """

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class UnknownLanguageError(SitmapError, ValueError):
    """The interface has no texts in a language.

    Parameters
    ----------
    language : str
        The language asked for.
    known : iterable of str
        Languages of the interface.
    """

    def __init__(self, language: str, known: Iterable[str]) -> None:
        super().__init__(f"language {language!r}: the page speaks {', '.join(known)}")
        self.language = language
