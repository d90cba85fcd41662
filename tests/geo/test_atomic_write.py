"""Files and folders appear whole: killed at any rename, a write leaves the old set or the new one, and no other."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from geo.atomic_write import draft, draft_folder, noted

# a process that is killed before its nth rename, or exchange of names
KILLED = """
import ctypes, os, sys
from pathlib import Path
from geo import atomic_write
left = int(sys.argv[2])
def counted(do):
    def done(*arguments):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return do(*arguments)
    return done
Path.replace, Path.rename = counted(Path.replace), counted(Path.rename)
os.rename, os.replace = counted(os.rename), counted(os.replace)
library = ctypes.CDLL(None, use_errno=True)
class Library:
    renameat2 = staticmethod(counted(library.renameat2))
atomic_write.ctypes.CDLL = lambda *_, **__: Library
with atomic_write.draft_folder(Path(sys.argv[1])) as folder:
    for name in ("a.txt", "b.txt", "inner/c.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("new")
"""


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def written(text: str) -> dict[str, str]:
    return dict.fromkeys(("a.txt", "b.txt", "inner/c.txt"), text)


@pytest.mark.parametrize("renames", range(4))
def test_a_folder_that_is_killed_at_a_rename_is_the_old_or_the_new_one(tmp_path: Path, renames: int) -> None:
    folder = tmp_path / "out"
    with draft_folder(folder) as made:
        for name in written("old"):
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_text("old")
    (folder / "own.txt").write_text("a file of the user")
    code = [sys.executable, "-c", KILLED, str(folder), str(renames)]
    done = subprocess.run(code, check=False, timeout=60)  # noqa: S603 - ours
    assert done.returncode == (9 if renames == 0 else 0)
    text = "old" if renames == 0 else "new"
    assert contents(folder) == {**written(text), "own.txt": "a file of the user"}
    # what was left behind is removed by the next write
    with draft_folder(folder) as made:
        (made / "a.txt").write_text("newer")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert contents(folder)["a.txt"] == "newer"


def test_a_write_that_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("old")
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012, SIM117 - the error leaves the inner block
        with draft_folder(tmp_path / "out") as made:
            (made / "a.txt").write_text("new")
            raise KeyboardInterrupt
    assert contents(tmp_path) == {"out/a.txt": "old"}


@pytest.mark.parametrize("is_here", [True, False])
def test_an_interrupt_while_files_take_their_places_waits_until_all_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_here: bool
) -> None:
    out, rename = tmp_path / "out", Path.rename
    out.mkdir()
    # the working directory is written file by file
    monkeypatch.chdir(out if is_here else tmp_path)

    def interrupted(path: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return rename(path, target)

    for text in ("old", "new"):
        monkeypatch.setattr(Path, "rename", interrupted if text == "new" else rename)
        if not is_here and text == "new":
            shutil.rmtree(out)
        ended = nullcontext() if text == "old" else pytest.raises(KeyboardInterrupt)
        with noted() as notes, ended, draft_folder(out) as made:
            for name in written(text):
                (made / name).parent.mkdir(exist_ok=True)
                (made / name).write_text(text)
        assert (contents(tmp_path), notes) == ({f"out/{name}": text for name in written(text)}, [out])


def test_the_working_directory_is_written_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.txt").write_text("own")
    monkeypatch.chdir(tmp_path)
    with draft_folder(Path()) as made:
        (made / "a.txt").write_text("new")
    assert Path("a.txt").read_text() == "new"
    assert contents(tmp_path) == {"a.txt": "new", "own.txt": "own"}


def test_where_folders_cannot_be_exchanged_the_files_of_a_folder_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless(name: str | None, **_: object) -> None:
        raise TypeError(name)

    # as on Windows
    monkeypatch.setattr("geo.atomic_write.sys.platform", "win32")
    monkeypatch.setattr("geo.atomic_write.ctypes.CDLL", nameless)
    for text in ("old", "new"):
        with draft_folder(tmp_path / "out") as folder:
            (folder / "index.html").write_text(text)
    assert [(path.name, path.read_text()) for path in (tmp_path / "out").iterdir()] == [("index.html", "new")]


@pytest.mark.parametrize("renames", range(5))
def test_a_write_to_the_working_directory_that_is_killed_leaves_nothing_for_the_one_after_the_next(
    tmp_path: Path, renames: int
) -> None:
    for name, text in written("old").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for left in (renames, 100):
        done = subprocess.run([sys.executable, "-c", KILLED, ".", str(left)], check=False, cwd=tmp_path, timeout=60)  # noqa: S603 - ours
        assert done.returncode == (9 if left == renames else 0)
    assert contents(tmp_path) == written("new")
    assert not list(tmp_path.glob(".*"))


def test_a_file_in_the_way_of_a_folder_puts_all_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("own")
    (tmp_path / "layers").write_text("in the way")
    monkeypatch.chdir(tmp_path)

    def write() -> None:
        with draft_folder(Path()) as made:
            (made / "a.txt").write_text("new")
            (made / "layers").mkdir()
            (made / "layers" / "b.txt").write_text("new")

    with pytest.raises(FileExistsError):
        write()
    assert contents(tmp_path) == {"a.txt": "own", "layers": "in the way"}


def test_drafts_of_ended_processes_are_removed_and_those_of_running_ones_kept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / f".{process}-1.a.txt").write_text("half")
    with draft(tmp_path / "a.txt") as path:
        path.write_text("whole")
    assert sorted(contents(tmp_path)) == [f".{os.getppid()}-1.a.txt", "a.txt"]


def test_a_folder_in_the_way_of_a_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "out" / "a.txt").mkdir(parents=True)
    with pytest.raises(IsADirectoryError, match="in the way"):  # noqa: SIM117 - the error leaves the inner block
        with draft_folder(tmp_path / "out") as made:
            (made / "a.txt").write_text("new")
    assert contents(tmp_path) == {}
