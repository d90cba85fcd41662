"""The build that the server shows; a change of the dossier is built beside it, and then takes its place."""

import multiprocessing
import shutil
import signal
import threading
from collections.abc import Callable
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from geo.errors import SitmapError
from layers.dossier.folder import files_state
from maps.server.snapshot import Progress, Snapshot, make

_BETWEEN_CHECKS_S = 1.0


class Rebuilt:
    """The newest build of a dossier; `current` is replaced once a newer one is whole.

    Parameters
    ----------
    source : Path
        The dossier's folder.
    folder : Path
        A folder for the builds.
    as_of : date or None
        The day that counts as today for the embargo.
    report : callable
        Called with a message, one line or more, on every build after the first.
    progress : Progress
        How the progress of the first build is shown.

    Raises
    ------
    SitmapError
        If the dossier cannot be built.
    """

    def __init__(
        self, source: Path, folder: Path, as_of: date | None, report: Callable[[str], None], progress: Progress
    ) -> None:
        self._source, self._folder, self._as_of, self._report = source, folder, as_of, report
        self._stopped = threading.Event()
        self._builds = 0
        # looked at before the build, so that a file that changes meanwhile is built again
        before = set(files_state(source))
        self.current = self._build(progress)
        known = {file for file, *_ in before}
        self._built_from = before | {one for one in self._state() if one[0] not in known}
        self._before: Snapshot | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the watch of the files, and a build that is under way."""
        self._stopped.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._stopped.wait(_BETWEEN_CHECKS_S):
            state = self._state()
            if state == self._built_from:
                continue
            self._built_from = state
            try:
                newer = self._build(Progress())
            except SitmapError as error:
                if not self._stopped.is_set():
                    kept = "The dossier has changed and cannot be built; what was built before is still shown."
                    self._report(f"{kept}\n{error}")
                continue
            # requests that began with the build of before may still read it
            if self._before:
                shutil.rmtree(self._before.folder, ignore_errors=True)
            self._before, self.current = self.current, newer
            self._report("The dossier has changed and was built again.")

    def _build(self, progress: Progress) -> Snapshot:
        """Build in a process of its own, so that requests are answered meanwhile."""
        self._builds += 1
        folder = self._folder / str(self._builds)
        folder.mkdir()
        process = multiprocessing.get_context("spawn").Process(
            target=_make, args=(self._source, self._as_of, folder, progress), daemon=True
        )
        _start(process)
        while process.is_alive() and not self._stopped.is_set():
            process.join(timeout=0.2)
        if process.is_alive():
            process.terminate()
            process.join()
        return Snapshot.read(folder)

    def _state(self) -> set[tuple[str, int, int]]:
        return set(files_state(self._source, map(Path, self.current.about["files"])))


def _start(process: BaseProcess) -> None:
    """Start a process that ignores interrupts from its first moment, where the thread is one that may say so."""
    if threading.current_thread() is not threading.main_thread():
        process.start()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)


def _make(*arguments: Any) -> None:  # noqa: ANN401 - those of `make`
    # the process that started this one is interrupted too, and ends it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    make(*arguments)
