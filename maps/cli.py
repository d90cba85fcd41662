"""The command line: `sitmap` with its commands, `sitmap build` and others.

Each command is a module that is imported when the command runs, so that `sitmap --help` answers at once.
"""

import importlib
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import click

from geo.atomic_write import noted
from maps.commands.terminal import close_quietly, echo, open_streams
from maps.unchanged import Record

# as shells count a command that was interrupted: 128, and the number of the signal
_INTERRUPTED = 130

# commands with their help texts, so that `sitmap --help` imports no command
_COMMANDS = {
    "build": "Build the map and the layers of a dossier.",
    "geocode": "Find the places that names mean, and say why.",
    "read": "Find the places and events that reports tell of, for review.",
    "corpus": "Read many reports into tables of Parquet, with all processors or a cluster.",
    "review": "Accept, correct or reject what reports propose, on a page of this machine.",
    "assess": "Tell whether posts are encircled on a day, and why.",
    "gazetteer": "Add packs of places: a country's, or a file's.",
    "outlines": "Add packs of outlines of a country's admin areas.",
    "check": "List every problem of a dossier, with file and line.",
    "import": "Add what people have to a dossier: ACLED, UCDP GED, workbooks, GeoJSON, KML and others.",
    "cite": "List the sources of a dossier, and how to cite the map.",
    "undo": "Take back the last import, read --out or review of a dossier.",
    "compare": "Compare the zones with somebody else's map of control.",
    "diff": "Tell what changed between two dossiers or outputs, and the rows behind it.",
    "serve": "Show the page, and offer the layers to GIS programs by OGC API - Features.",
    "new": "Start an empty dossier with commented examples.",
}


# commands that have another name in their module, or whose module has another name
_ELSEWHERE = {"import": "import_.command", "gazetteer": "packs.gazetteer", "outlines": "packs.outlines"}


class _Commands(click.Group):
    """A group that imports a command only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it with the context
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _ELSEWHERE.get(cmd_name, f"{cmd_name}.command").partition(".")
        command = getattr(importlib.import_module(f"maps.commands.{module}"), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


_EXAMPLES = """\
Maps of conflicts that can be checked.

\b
Examples:
  sitmap build                                the bundled dossier idlib-2020, into ./out
  sitmap build my-dossier --out site
  sitmap geocode Idlib Surman Saraqeb
  sitmap read story.txt --published 2020-02-06
  sitmap review reports --dossier my-dossier
  sitmap assess idlib-2020 Surman --on 2020-02-06
  sitmap check my-dossier
  sitmap new my-dossier
  sitmap serve my-dossier
  sitmap import acled.csv --into my-dossier --dry-run
  sitmap undo my-dossier

Exit status: 0 done, 1 the input is at fault, 2 wrong usage.
"""


@click.group(cls=_Commands, help=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("sitmap"), prog_name="sitmap")
def group() -> None:
    """Entry point for click; the help text is `_EXAMPLES`."""


def main() -> None:
    """Run the command line; errors in the input are printed without a traceback, and what an interrupt stops told."""
    with noted() as written:
        try:
            _run()
        except (click.Abort, KeyboardInterrupt):
            # a second interrupt ends what is left to do at once, without a traceback
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            _end(_stopped(written), _INTERRUPTED)


def _run() -> NoReturn:
    try:
        open_streams()
        _need_unicode(sys.argv[1:])
        record = Record(sys.argv[2:]) if sys.argv[1:2] == ["build"] else None
        if record and (said := record.said()):
            _say_again(*said)
            code: object = 0
        else:
            code = group.main(standalone_mode=False, obj=record)
        sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        _end(error.message, error.exit_code)
    except BrokenPipeError:
        close_quietly()
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _end(f"{where}{error.strerror or error}", 1)
    except MemoryError:
        _end("this needs more memory than there is", 1)
    except Exception as error:
        # imported here, so that --help does not wait for the import
        from geo.errors import SitmapError  # noqa: PLC0415

        if not isinstance(error, SitmapError):
            raise
        _end(str(error), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _stopped(written: Iterable[Path]) -> str:
    """Say what a command that is interrupted had changed before, of the user's own files."""
    from geo.errors import UserFolderError  # noqa: PLC0415 - an interrupted run needs it
    from geo.user_folders import cache_folder  # noqa: PLC0415 - the same
    from layers.dossier.changes import OWN  # noqa: PLC0415 - the same

    try:
        cache = cache_folder().resolve()
    except UserFolderError:
        cache = None
    changed = dict.fromkeys(path for path in written if OWN not in path.parts and cache not in path.parents)
    return f"stopped; changed before: {', '.join(map(str, changed))}" if changed else "stopped; nothing was changed"


def _say_again(warnings: str, summary: str) -> None:
    if warnings:
        echo(warnings, err=True)
    echo(f"Nothing has changed since the last build.\n{summary}")


def _need_unicode(words: list[str]) -> None:
    """Refuse names of files that are bytes without a meaning: tables and outputs name files in UTF-8."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise click.ClickException(f"{word}: expected a name in UTF-8; rename the file or folder") from None


def _end(message: str, code: int) -> NoReturn:
    with suppress(OSError):
        echo(f"sitmap: {message}", err=True)
    # what is left to print would change the status at the end
    close_quietly()
    sys.exit(code)


if __name__ == "__main__":
    main()
