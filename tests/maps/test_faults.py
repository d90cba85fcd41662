"""Faults of the machine: a full disk, folders that cannot be written, no home, odd names, two commands at once.

Each command ends with a message and status 1, and has changed nothing; or it does without what it cannot have.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from boundaries_server import serving
from command_line import SITMAP, run
from programs import lacking
from tiny_dossier import TINY, write

from geo.gazetteer.world.index import open_world
from geo.user_folders import cache_folder
from layers.dossier.changes import OWN, locked
from maps.cli import _COMMANDS, _MODULES

Done = subprocess.CompletedProcess[str]
FORMATS = ("--format", "geojson,gpkg,qgis,html,csv")
COMMANDS = {
    "check": ("check", "tiny"),
    "build": ("build", "tiny", "--as-of", "2021-01-01", "--out", "out", *FORMATS),
    "assess": ("assess", "tiny", "--on", "2020-01-04", "--as-of", "2021-01-01"),
    "read": ("read", "one.txt", "--out", "tiny/events.csv"),
    "import": ("import", "acled.csv", "--into", "tiny"),
    "gazetteer add": ("gazetteer", "add", "camps.csv"),
    "geocode": ("geocode", "Idlib"),
}
WRITERS = ("build", "read", "import", "gazetteer add")
# bytes that are no UTF-8
ODD = os.fsdecode(b"od\xff\xe9d")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a dossier, files for all commands, and a user's folders, in which the world is prepared."""
    write(tmp_path / "tiny", TINY)
    heading = "event_id_cnty,event_date,event_type,latitude,longitude,location,notes,source"
    row = "L1,2020-01-05,Battles,35.8,36.8,Alphaville,They fought,A Paper"
    files = {
        "acled.csv": f"{heading}\n{row}\n",
        "camps.csv": "id,name,lat,lon\n1,Saraqib,35.86,36.8\n",
        "one.txt": "published: 2020-01-05\npublisher: Another\n\nRebels shelled Alphaville on Friday.\n",
    }
    write(tmp_path, files)
    open_world()
    (tmp_path / "cache" / "sitmap").mkdir(parents=True)
    for path in cache_folder().glob("world-*.sqlite"):
        try:
            (tmp_path / "cache" / "sitmap" / path.name).hardlink_to(path)
        except OSError:
            shutil.copy(path, tmp_path / "cache" / "sitmap")
    return tmp_path


def sitmap(folder: Path, *words: str, before: tuple[str, ...] = (), **others: str) -> Done:
    """Run a command in a folder, with the user's folders there."""
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data")}
    environment = {name: text for name, text in (os.environ | own | others).items() if text}
    command = [*before, sys.executable, str(SITMAP), *words]
    return subprocess.run(  # noqa: S603 - ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a user: not those that any command may make anew, nor the empty lock."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "cache" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.name != "lock"}


def ended_with_a_message(done: Done) -> str:
    """Return the last line that a command printed, which is a message."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("sitmap: ")
    return last


@pytest.mark.parametrize(
    ("name", "blocks"),
    [("build", 8), ("read", 0), ("read", 1), ("import", 0), ("import", 1), ("gazetteer add", 0), ("gazetteer add", 8)],
)
def test_a_full_disk_leaves_all_as_it_was(folder: Path, name: str, blocks: int) -> None:
    before = contents(folder)
    full = ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")
    done = sitmap(folder, *COMMANDS[name], before=full)
    ended_with_a_message(done)
    assert contents(folder) == before
    assert not list(folder.rglob(".*-*"))
    # with room again, all goes well
    assert sitmap(folder, *COMMANDS[name]).returncode == 0


@pytest.mark.parametrize("name", ["check", "assess", "geocode"])
def test_a_full_disk_does_no_harm_to_what_only_reads(folder: Path, name: str) -> None:
    assert sitmap(folder, *COMMANDS[name], before=("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")).returncode == 0
    assert not list((folder / "cache" / "sitmap").glob("results/*"))


def as_nobody(folder: Path, *writable: Path) -> tuple[str, ...]:
    """Return the words that make a command that of a user who can write to some folders only."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        lacking("another user can be taken on by root with setpriv only")
    for path in (*folder.parents, folder):
        if path.stat().st_uid == os.geteuid():
            path.chmod(path.stat().st_mode | 0o011)
    subprocess.run(["chmod", "-R", "a+rX,go-w", str(folder)], check=True)  # noqa: S603, S607 - ours
    for path in writable:
        subprocess.run(["chmod", "-R", "a+rwX", str(path)], check=True)  # noqa: S603, S607 - ours
    return ("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_cannot_be_written_stops_what_must_write_there_and_nothing_else(folder: Path, name: str) -> None:
    before = contents(folder)
    done = sitmap(folder, *COMMANDS[name], before=as_nobody(folder))
    if name in WRITERS:
        assert "Permission denied" in ended_with_a_message(done)
    else:
        assert done.returncode == 0, done.stderr
    assert contents(folder) == before


@pytest.mark.parametrize("name", COMMANDS)
def test_without_a_home_the_message_says_what_to_set(folder: Path, name: str) -> None:
    before = contents(folder)
    homeless = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), "")
    done = sitmap(folder, *COMMANDS[name], before=as_nobody(folder, folder / "tiny"), **homeless)
    variable = "XDG_DATA_HOME" if name == "gazetteer add" else "XDG_CACHE_HOME"
    assert f"set HOME, or {variable}" in ended_with_a_message(done)
    assert contents(folder) == before


@pytest.mark.parametrize(
    "words",
    [
        ("check", ODD), ("build", "tiny", "--out", ODD), ("read", f"{ODD}.txt"), ("new", ODD), ("geocode", ODD),
        ("import", f"{ODD}.csv", "--into", "tiny"),
        ("gazetteer", "add", f"{ODD}.csv"), ("assess", ODD, "--on", "2020-01-04"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_names_that_are_no_utf_8_are_refused(folder: Path, words: tuple[str, ...]) -> None:
    shutil.copytree(folder / "tiny", folder / ODD)
    for ending, name in ((".txt", "one.txt"), (".csv", "camps.csv")):
        shutil.copy(folder / name, folder / f"{ODD}{ending}")
    before = contents(folder)
    assert "expected a name in UTF-8" in ended_with_a_message(sitmap(folder, *words))
    assert contents(folder) == before


def test_files_of_a_dossier_with_names_that_are_no_utf_8_are_problems(folder: Path) -> None:
    shutil.copy(folder / "one.txt", folder / "tiny" / "reports" / f"{ODD}.txt")
    done = sitmap(folder, *COMMANDS["check"])
    assert done.returncode == 1
    assert r"od\udcff\udce9d.txt: expected a file with a name in UTF-8" in done.stdout + done.stderr
    shutil.copytree(folder / "tiny", folder / ODD)
    done = run("check", ".", cwd=folder / ODD)
    assert (done.returncode, "expected a folder with a name in UTF-8" in done.stdout + done.stderr) == (1, True)


def test_a_key_of_a_source_that_is_no_utf_8_is_a_problem(folder: Path) -> None:
    (folder / "tiny" / "sources.csv").write_bytes(b"key,url,archive_url,publisher,leaning,reliability\nS1\xffh%00\n")
    done = run("check", folder / "tiny")
    assert (done.returncode, "sources.csv:2" in done.stdout + done.stderr) == (1, True)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("line", ['"$@" <&- >&- 2>&-', '"$@" >/dev/full 2>/dev/full'])
def test_streams_that_are_closed_or_full_do_no_harm(folder: Path, name: str, line: str) -> None:
    # reading prints its one line to standard error, and what has no other output than a file may end well
    assert sitmap(folder, *COMMANDS[name], before=("sh", "-c", line, "sh")).returncode in {0, 1}
    if name in {"read", "import"}:
        assert run("check", folder / "tiny").returncode == 0


@pytest.mark.parametrize("name", ["build", "read"])
def test_no_terminal_is_needed(folder: Path, name: str) -> None:
    assert sitmap(folder, *COMMANDS[name], before=("setsid",)).returncode == 0


def test_a_full_output_ends_with_1(folder: Path) -> None:
    done = sitmap(folder, *COMMANDS["check"], before=("sh", "-c", '"$@" >/dev/full', "sh"))
    assert ended_with_a_message(done) == "sitmap: No space left on device"


# a command that is killed, or interrupted, at its nth rename or removal of a file, for each n, in copies of a folder
STOPPED = """
import os, shutil, signal, sys
from pathlib import Path
import layers, maps.commands.packs, maps.commands.import_, maps.commands.read, maps.commands.check
from geo.gazetteer.gazetteer import Gazetteer
from layers.dossier.changes import finish_change
from maps.cli import main
Gazetteer.load()
folder, trials, is_killed = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "kill"
sys.argv[1:4] = []
def counted(do, left):
    def done(*arguments, **named):
        left[0] -= 1
        if left[0] < 0 and is_killed:
            os._exit(9)
        if left[0] == -1:
            signal.raise_signal(signal.SIGINT)
        return do(*arguments, **named)
    return done
for kill in range(60):
    trial = trials / str(kill)
    shutil.copytree(folder, trial, ignore=shutil.ignore_patterns("cache"))
    child = os.fork()
    if not child:
        os.chdir(trial)
        os.environ["XDG_DATA_HOME"] = str(trial / "data")
        os.dup2(os.open("said.txt", os.O_WRONLY | os.O_CREAT), 2)
        left = [kill]
        for owner, name in ((Path, "replace"), (Path, "rename"), (Path, "unlink"), (os, "rename"), (os, "replace")):
            setattr(owner, name, counted(getattr(owner, name), left))
        main()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    # as the next command does
    finish_change(trial / "tiny")
else:
    sys.exit("the command did not end")
"""


def stopped(folder: Path, trials: Path, how: str, name: str) -> list[tuple[dict[str, bytes], str]]:
    """Return the files and the last message after a command was stopped at each of its renames, the whole run last."""
    (folder / "data").mkdir()
    own = {"XDG_CACHE_HOME": str(folder / "cache")}
    with serving() as server:
        words = COMMANDS.get(name) or ("outlines", "add", "SY", "--server", server)
        command = [sys.executable, "-c", STOPPED, str(folder), str(trials), how, *words]
        done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    ends = [trials / str(number) for number in range(len(list(trials.iterdir())))]
    return [(visible(trial), (trial / "said.txt").read_text().strip().rpartition("\n")[2]) for trial in ends]


@pytest.mark.parametrize("name", ["read", "import", "gazetteer add", "outlines add"])
def test_a_command_that_is_killed_leaves_the_old_files_or_after_the_next_the_new_ones(
    folder: Path, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = visible(folder)
    found = [files for files, _ in stopped(folder, tmp_path_factory.mktemp("trials"), "kill", name)]
    new = found[-1]
    assert old != new
    assert old in found
    assert [kill for kill, one in enumerate(found) if one not in (old, new)] == []


@pytest.mark.parametrize("name", ["read", "import", "gazetteer add"])
def test_a_command_that_is_interrupted_says_what_it_had_changed(
    folder: Path, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = visible(folder)
    *found, (new, _) = stopped(folder, tmp_path_factory.mktemp("trials"), "interrupt", name)
    assert found
    for files, said in found:
        if said == "sitmap: stopped; nothing was changed":
            assert files == old
        else:
            assert said.startswith("sitmap: stopped; changed before: /")
            assert files == new != old


# what a command opens when it is interrupted, as by Ctrl-C; each command is also interrupted while it is imported
INTERRUPTED = {
    **{name: (words, "tiny/dossier.toml") for name, words in COMMANDS.items() if name in {"build", "check", "assess"}},
    "import": (COMMANDS["import"], "acled.csv"),
    "read": (COMMANDS["read"], "one.txt"),
    "geocode": (COMMANDS["geocode"], ".sqlite"),
    "gazetteer add": (COMMANDS["gazetteer add"], "camps.csv"),
    "new": (("new", "fresh", "--country", "SY"), "control.csv"),
    "serve": (("serve", "tiny", "--port", "0"), "about.json"),
    "review": (("review", "one.txt", "--dossier", "tiny"), "review.html.j2"),
    "cite": (("cite", "tiny"), "tiny/sources.csv"),
    "undo": (("undo", "tiny"), "lock"),
    **{f"{name} at once": ((name,), f"/{_MODULES.get(name, name)}") for name in _COMMANDS},
}
HOOK = """
import os, signal, sys
def hook(event, arguments):
    if event == "open" and str(arguments[0]).partition(".cpython")[0].endswith(os.environ["AT"]):
        signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize("name", INTERRUPTED)
def test_an_interrupt_ends_every_command_with_130_and_no_traceback(folder: Path, name: str) -> None:
    words, at = INTERRUPTED[name]
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(HOOK)
    before = contents(folder)
    paths = os.pathsep.join(filter(None, [str(folder / "hook"), os.environ.get("PYTHONPATH")]))
    done = sitmap(folder, *words, PYTHONPATH=paths, AT=at)
    assert done.returncode == 130, done.stdout + done.stderr
    assert done.stderr.splitlines()[-1] == "sitmap: stopped; nothing was changed"
    assert "Traceback" not in done.stderr
    assert contents(folder) == before


def visible(folder: Path) -> dict[str, bytes]:
    """Return the tables and packs that a command reads."""
    paths = [*(folder / "tiny").glob("*.csv"), *(folder / "data").rglob("[!.]*.*")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_two_imports_at_once_wait_for_each_other(folder: Path) -> None:
    with locked(folder / "tiny"):
        command = [sys.executable, str(SITMAP), *COMMANDS["import"]]
        other = subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - ours
        assert other.stderr is not None
        assert other.stderr.readline() == "waiting for another command that changes tiny\n"
        assert other.poll() is None
    assert other.communicate()[0]
    assert other.returncode == 0
    again = run("import", "acled.csv", "--into", "tiny", cwd=folder)
    assert "0 events added, 1 there already" in again.stdout
    with (folder / "tiny" / OWN / "lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
