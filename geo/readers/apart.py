"""Files that libraries read in a process of its own, within limits of memory and time.

A damaged file may ask a library for all memory, hold it for ever, or end it together with the process.
"""

import importlib
import marshal
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from geo.errors import SitmapError

_LONGEST_S = 300
# what a process with its libraries takes, and what a file takes for each of its bytes
_LEAST_MEMORY, _MEMORY_A_BYTE, _MOST_MEMORY = 700 << 20, 60, 3 << 30


def read_apart(reader: str, path: Path, file: str, *options: str | None) -> Any:  # noqa: ANN401 - what the reader returns
    """Return what a reader returns: numbers, texts, bytes, lists, tuples and dicts.

    Parameters
    ----------
    reader : str
        Name of the reader's module and function, ``geo.readers.workbooks:sheets``.
    path : Path
        The file, the reader's first argument.
    file : str
        The file's name for messages, the second.
    *options : str or None
        Further arguments.

    Raises
    ------
    SitmapError
        That of the reader, or because the file takes too much memory or time, or ends the process.
    """
    size = path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in path.iterdir())
    memory = min(_LEAST_MEMORY + _MEMORY_A_BYTE * size, _MOST_MEMORY)
    asked = marshal.dumps((reader, str(path.absolute()), file, options, memory))
    command = [sys.executable, "-m", __name__]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(  # noqa: S603 - this module
            command, input=asked, capture_output=True, check=True, timeout=_LONGEST_S, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise SitmapError(f"{file}: expected a file that is read within {_LONGEST_S} seconds") from error
    except subprocess.CalledProcessError as error:
        limit = f"{memory >> 20:,} MB of memory"
        raise SitmapError(f"{file}: expected a file that is whole and can be read with {limit}") from error
    fault, found = marshal.loads(done.stdout)  # noqa: S302 - of our own process
    if fault:
        raise SitmapError(fault)
    return found


def _answer() -> None:
    reader, path, file, options, memory = marshal.load(sys.stdin.buffer)  # noqa: S302 - of our own process
    module, _, name = reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has no such limit

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        answer = "", read(Path(path), file, *options)
    except SitmapError as error:
        answer = str(error), None
    marshal.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    _answer()
