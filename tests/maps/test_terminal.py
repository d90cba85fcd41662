"""What commands print: control characters are escaped, and closed, full or narrow streams end with a message."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from command_line import SITMAP, run
from hypothesis import given
from hypothesis import strategies as st
from tiny_dossier import TINY, write

from maps.commands.progress import track
from maps.commands.terminal import escaped

COMMAND = [sys.executable, str(SITMAP)]


@given(st.text())
def test_escaped_text_has_no_control_characters_and_escaped_json_is_the_same(text: str) -> None:
    shown = escaped(text)
    assert not [c for c in shown if c not in "\n\t" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066")]
    assert json.loads(escaped(json.dumps([text], ensure_ascii=False))) == [text]


def test_names_of_a_dossier_do_not_control_the_terminal(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", TINY)
    head = folder / "dossier.toml"
    head.write_text(head.read_text().replace("Tiny", "Ti\\u001b]0;owned\\u0007\\u009b31m\\u202eny"), encoding="utf-8")
    done = run("build", folder, "--as-of", "2021-01-01", "--format", "csv", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(r"Ti\u001b]0;owned\u0007\u009b31m\u202eny")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "tiny", TINY)


def shell(line: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", line, "sh", *COMMAND, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours


def test_closed_and_full_outputs_end_with_a_message(folder: Path) -> None:
    closed, full = shell('"$@" >&-', "check", folder), shell('"$@" >/dev/full', "check", folder)
    assert (closed.returncode, full.returncode) == (1, 1)
    assert closed.stderr == "sitmap: standard output is closed: there is nowhere to print to\n"
    assert full.stderr == "sitmap: No space left on device\n"


def test_a_closed_input_and_error_stream_do_no_harm(folder: Path) -> None:
    assert shell('"$@" <&- 2>&-', "check", folder).returncode == 0


def test_an_output_of_another_encoding_has_escapes(folder: Path) -> None:
    head = folder / "dossier.toml"
    text = head.read_text(encoding="utf-8")
    head.write_text(
        text.replace('"south"\nname = "South"', '"south"\nname = "South"\nfriendly = ["سا"]'), encoding="utf-8"
    )
    done = shell('PYTHONIOENCODING=latin-1 "$@"', "check", folder)
    assert done.returncode == 1
    assert r"\u0633\u0627" in done.stdout


def test_an_interrupt_ends_with_130() -> None:
    # a process that a shell started in the background ignores interrupts
    command = ["env", "--default-signal=INT", *COMMAND, "read", "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:  # noqa: S603 - ours
        # it waits for standard input, which stays open
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert process.returncode == 130
        assert process.stderr.read().splitlines()[-1] == "sitmap: stopped; nothing was changed"


@pytest.mark.parametrize(("seconds", "said"), [(0.1, ""), (5.9, "about 10 min")])
def test_work_of_more_than_a_minute_is_foretold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seconds: float, said: str
) -> None:
    clock = iter(np.arange(101) * seconds)
    monkeypatch.setattr("maps.commands.progress.time.monotonic", lambda: next(clock))
    assert list(track(list(range(100)), "drawing zones and assessing posts")) == list(range(100))
    told = capsys.readouterr().err
    assert (said in told, told.count("\n")) == (True, 1 if said else 0)
