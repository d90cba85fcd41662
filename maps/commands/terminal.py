"""What commands print: text without control characters, to streams that may be closed, full or of another encoding."""

import os
import re
import sys
from contextlib import suppress

import click

# C0 and C1 controls but for tab and line feed, line separators, and marks that turn the direction of text round
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    r"""Escape characters that a terminal obeys instead of showing them; escaped JSON is the same JSON.

    Examples
    --------
    >>> escaped("\x1b[31mred\n")
    '\\u001b[31mred\n'
    """
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def echo(text: str, *, err: bool = False) -> None:
    """Print a text, which may hold text of a dossier or of a report, and a line end."""
    click.echo(escaped(text), err=err)  # noqa: TID251 - the one place


def open_streams() -> None:
    """Make standard streams usable: characters that an encoding lacks are escaped, closed streams lead nowhere.

    Raises
    ------
    OSError
        If standard output is closed.
    """
    is_closed = sys.stdout is None
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            # otherwise the next file that is opened would get the number of the closed stream
            with suppress(OSError):
                os.fstat(number)
                continue
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif number and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if is_closed:
        raise OSError(0, "standard output is closed: there is nowhere to print to")


def close_quietly() -> None:
    """Let streams that cannot be written lead nowhere: a disk is full, or the program that read them has ended."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
