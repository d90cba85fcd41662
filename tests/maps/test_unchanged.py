"""A build that has nothing to do says so; with another byte anywhere, another option or another day it builds."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import run
from tiny_dossier import TINY, write

from maps import unchanged
from maps.unchanged import Record

WORDS = ("tiny", "--out", "out", "--format", "geojson,gpkg,csv", "--as-of", "2021-01-01")
NOTHING = "Nothing has changed since the last build."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "tiny", TINY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_said_is_said_again(folder: Path) -> None:
    first = run("build", *WORDS)
    before = {path: path.stat().st_mtime_ns for path in files(folder)}
    again = run("build", *WORDS)
    assert (again.returncode, again.stdout, again.stderr) == (0, f"{NOTHING}\n{first.stdout}", first.stderr)
    assert {path: path.stat().st_mtime_ns for path in files(folder)} == before


def test_the_record_is_looked_at_before_libraries_are_imported() -> None:
    listing = f"""
import sys
import maps.cli
maps.cli.group.main = lambda *_, **__: print(*{{"numpy", "pandas", "shapely", "layers"}} & set(sys.modules))
sys.argv = {["sitmap", "build", *WORDS]}
maps.cli.main()
"""
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.stdout, done.stderr) == ("\n", "")


def test_any_byte_of_any_input_or_output_counts(folder: Path) -> None:
    (folder / "tiny" / "more.csv").write_text("a\n", encoding="utf-8")
    run("build", *WORDS)
    record = Record(WORDS)
    for path in [*files(folder / "tiny"), *files(folder / "out")]:
        content = path.read_bytes()
        for place in {0, hash(path) % len(content), len(content) - 1}:
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert record.said() is None, path
        path.unlink()
        assert record.said() is None, path
        path.write_bytes(content)
        assert record.said() is not None, path


@pytest.mark.parametrize(
    "new", ["tiny/roads.geojson", "tiny/reports/two.txt", "tiny/.sitmap/journal.json", "out/sitmap.gpkg-wal"]
)
def test_any_file_that_appears_counts(folder: Path, new: str) -> None:
    run("build", *WORDS)
    (folder / new).parent.mkdir(exist_ok=True)
    (folder / new).write_text("", encoding="utf-8")
    assert Record(WORDS).said() is None


def test_a_folder_that_takes_the_name_of_a_bundled_dossier_is_built(folder: Path) -> None:
    words = ("northland", "--out", "out", "--format", "csv")
    run("build", *words)
    assert Record(words).said() is not None
    (folder / "northland").mkdir()
    assert Record(words).said() is None
    assert run("build", *words).returncode == 1


def test_outputs_that_were_changed_are_made_anew(folder: Path) -> None:
    run("build", *WORDS)
    (folder / "out" / "daily.csv").write_text("mine", encoding="utf-8")
    done = run("build", *WORDS)
    assert "kept" in done.stderr
    assert run("build", *WORDS).stdout.startswith(NOTHING)


def test_words_code_packs_libraries_place_and_day_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a record is used where one of them is another."""
    for name in ("site/a-1.dist-info", "maps/static/page.js", "geo/a.py", "layers/a.py", "data/sitmap/gazetteers/SY"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a", encoding="utf-8")
    monkeypatch.setattr(unchanged, "__file__", str(tmp_path / "maps" / "unchanged.py"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    keys = [key(), key("--on", "2020-02-06"), key("--on 2020-02-06")]
    assert key() == keys[0]
    for name in ("maps/static/page.js", "geo/a.py", "layers/a.py", "data/sitmap/gazetteers/SY"):
        (tmp_path / name).write_text("b", encoding="utf-8")
        keys.append(key())
    (tmp_path / "site" / "a-1.dist-info").rename(tmp_path / "site" / "a-2.dist-info")
    keys.append(key())
    monkeypatch.chdir(tmp_path / "site")
    keys.append(key())

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Tomorrow":  # noqa: ARG003 - as the class above
            return cls(2101, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(unchanged, "datetime", Tomorrow)
    keys.append(key())
    assert len(set(keys)) == len(keys)


def key(*words: str) -> str:
    return os.fspath(Record(words)._path)  # noqa: SLF001 - where it lies is all that it knows
