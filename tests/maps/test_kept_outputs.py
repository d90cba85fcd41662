"""A build over the outputs of another one: what a user has changed is kept, and no journal is replayed."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run
from tiny_dossier import TINY, write

KILLED_EDIT = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA wal_autocheckpoint=0")
database.execute("UPDATE sources SET publisher = 'edited'")
database.commit()
os._exit(9)
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(tmp_path / "tiny", TINY)
    assert build(tmp_path / "out").returncode == 0
    return tmp_path / "out"


def build(out: Path, *words: str, end: str = "") -> subprocess.CompletedProcess[str]:
    if end:
        head = out.parent / "tiny" / "dossier.toml"
        head.write_text(head.read_text(encoding="utf-8").replace("2020-01-20", end), encoding="utf-8")
    formats = ("--format", "geojson,qgis,csv", "--as-of", "2021-01-01")
    return run("build", out.parent / "tiny", "--out", out, *formats, *words)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def publishers(path: Path) -> list[str]:
    with sqlite3.connect(path) as database:
        return [name for (name,) in database.execute("SELECT publisher FROM sources")]


def test_the_manifest_lists_all_other_outputs(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["outputs"]) == {*contents(out)} - {"manifest.json"}


def test_a_build_over_outputs_that_nobody_changed_keeps_nothing(out: Path) -> None:
    before = contents(out)
    done = build(out, end="2020-01-19")
    assert (done.returncode, "kept" in done.stderr) == (0, False)
    assert {*contents(out)} == {*before}


@pytest.mark.parametrize("name", ["sitmap.qgz", "layers/zones.geojson", "daily.csv"])
def test_a_changed_output_is_kept_and_said(out: Path, name: str) -> None:
    (out / name).write_bytes(b"work of hours")
    done = build(out)
    assert f"kept: {out / 'kept' / name}.1, which was changed since it was written" in done.stderr
    (out / name).write_bytes(b"more work")
    build(out)
    assert [(out / "kept" / f"{name}.{number}").read_bytes() for number in (1, 2)] == [b"work of hours", b"more work"]
    assert (out / name).stat().st_size > 20


def test_force_overwrites(out: Path) -> None:
    (out / "daily.csv").write_bytes(b"work of hours")
    done = build(out, "--force")
    assert (done.returncode, "kept" in done.stderr, (out / "kept").exists()) == (0, False, False)


def test_other_files_stay(out: Path) -> None:
    (out / "own.qgz").write_bytes(b"own")
    build(out)
    assert (out / "own.qgz").read_bytes() == b"own"


def test_an_output_that_another_build_wrote_is_nobodys_work(out: Path) -> None:
    assert run("build", out.parent / "tiny", "--out", out, "--format", "csv", "--as-of", "2021-01-01").returncode == 0
    assert "kept" not in build(out, end="2020-01-18").stderr


def test_an_edited_row_of_the_geopackage_is_kept_but_switching_to_edits_alone_is_none(out: Path) -> None:
    path = out / "sitmap.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 10301")
    assert "kept" not in build(out).stderr
    with sqlite3.connect(path) as database:
        database.execute("UPDATE sources SET publisher = 'edited'")
    assert "kept" in build(out).stderr
    assert publishers(out / "kept" / "sitmap.gpkg.1") == ["edited"]
    assert publishers(path) == ["A Paper"]


def test_a_journal_of_a_killed_program_is_not_replayed_into_the_new_file(out: Path) -> None:
    path = out / "sitmap.gpkg"
    subprocess.run([sys.executable, "-c", KILLED_EDIT, path], check=False)  # noqa: S603 - ours
    assert path.with_name("sitmap.gpkg-wal").exists()
    done = build(out, end="2020-01-17")
    assert "kept" in done.stderr
    assert not list(out.glob("sitmap.gpkg-*"))
    assert publishers(path) == ["A Paper"]
    assert publishers(out / "kept" / "sitmap.gpkg.1") == ["edited"]


def test_a_journal_without_its_geopackage_is_not_replayed(out: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED_EDIT, out / "sitmap.gpkg"], check=False)  # noqa: S603 - ours
    (out / "sitmap.gpkg").unlink()
    assert build(out).returncode == 0
    assert not list(out.glob("sitmap.gpkg-*"))
    assert publishers(out / "sitmap.gpkg") == ["A Paper"]


def test_a_geopackage_that_is_open_elsewhere_stops_the_build_which_changes_nothing(out: Path) -> None:
    with sqlite3.connect(out / "sitmap.gpkg") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("SELECT count(*) FROM zones").fetchone()
        before = {name: of for name, of in contents(out).items() if not name.startswith("sitmap.gpkg-")}
        done = build(out, end="2020-01-16")
        assert done.returncode == 1
        assert f"{out / 'sitmap.gpkg'} is open in another program; close it there and build again" in done.stderr
        assert {name: of for name, of in contents(out).items() if not name.startswith("sitmap.gpkg-")} == before
    database.close()


def test_an_output_that_cannot_be_moved_puts_all_others_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, rename = contents(out), Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path == out / "sitmap.qgz":
            raise PermissionError(13, os.strerror(13), str(path))
        return rename(path, target)

    monkeypatch.setattr("geo.atomic_write._switch", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refused)
    done = build(out, end="2020-01-15")
    assert done.returncode == 1
    assert "sitmap.qgz: cannot be replaced; it may be open in another program. Nothing was changed" in done.stderr
    assert contents(out) == before
