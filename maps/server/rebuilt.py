"""The outputs that the server offers, rebuilt when the dossier's files change."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from geo.errors import SitmapError
from layers.collection import Layers
from layers.dossier.folder import files_state
from maps.outputs import write_outputs

_BETWEEN_CHECKS_S = 1.0


class Rebuilt:
    """A folder with the page and the GeoPackage of a dossier, rewritten when the dossier's files have changed.

    Parameters
    ----------
    make : callable
        Builds the dossier.
    folder : Path
        The folder to write to.
    source : Path
        The dossier's folder.
    report : callable
        Called with a message, one line or more, on every build after the first.
    """

    def __init__(self, make: Callable[[], Layers], folder: Path, source: Path, report: Callable[[str], None]) -> None:
        self._make, self._folder, self._source, self._report = make, folder, source, report
        self._lock = threading.Lock()
        self._checked_at = time.monotonic()
        # looked at before the build, so that a file that changes meanwhile is built again
        before = files_state(source)
        self.layers = make()
        known = {file for file, *_ in before}
        self._built_from = {*before, *(one for one in self._state() if one[0] not in known)}
        write_outputs(self.layers, folder, ("gpkg", "html"), {})

    def refresh(self) -> None:
        """Rebuild if a file of the dossier has changed; if the dossier has errors, the last build is kept."""
        with self._lock:
            if time.monotonic() - self._checked_at < _BETWEEN_CHECKS_S:
                return
            self._checked_at = time.monotonic()
            try:
                state = self._state()
                if state == self._built_from:
                    return
                self._built_from = state
                layers = self._make()
                write_outputs(layers, self._folder, ("gpkg", "html"), {})
            except (SitmapError, OSError) as error:
                self._report(
                    f"The dossier has changed and cannot be built; what was built before is still shown.\n{error}"
                )
                return
            self.layers = layers
            self._report("The dossier has changed and was built again.")

    def _state(self) -> set[tuple[str, int, int]]:
        return set(files_state(self._source, self.layers.dossier.files()))
