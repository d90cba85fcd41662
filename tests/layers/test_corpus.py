"""Many reports are read once each, whatever breaks: a text, a process, the run."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from command_line import run
from distributed import Client, LocalCluster

from layers.corpus.copies import copies, signature
from layers.corpus.corpus import read_corpus
from layers.corpus.part import Settings
from layers.errors import CorpusError
from layers.schema.corpus_tables import PARTS

DAY = "2020-02-06"
TAKEN = "The army captured {} on Tuesday and killed three soldiers, the Observatory said. It was told in words {}."


def lines(*records: object) -> str:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def records(count: int) -> list[dict[str, str]]:
    towns = ("Saraqib", "Kafr Nabl", "Khan Shaykhun", "Harim")
    return [
        {"id": f"r{i}", "text": TAKEN.format(towns[i % 4], f"a{i} b{i} c{i}"), "published": DAY} for i in range(count)
    ]


def read(corpus: Path, out: Path, *, dossier: str | None = None, part: int = 4) -> dict[str, int]:
    with ThreadPoolExecutor(1) as executor:
        return read_corpus(corpus, out, Settings.of(dossier, None), executor, texts_a_part=part)


def rows(out: Path, table: str) -> list[dict[str, object]]:
    return pa.dataset.dataset(out / table).to_table().to_pylist()


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_the_three_forms_of_a_corpus_are_read_alike(tmp_path: Path) -> None:
    known = records(3)
    (tmp_path / "a.jsonl").write_text(lines(*known), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(known), tmp_path / "b.parquet")
    (tmp_path / "c").mkdir()
    for one in known:
        (tmp_path / "c" / f"{one['id']}.txt").write_text(f"published: {DAY}\n\n{one['text']}", encoding="utf-8")
    found = []
    for corpus in ("a.jsonl", "b.parquet", "c"):
        out = tmp_path / f"out-{corpus}"
        counts = read(tmp_path / corpus, out, dossier="idlib-2020")
        assert (counts["read"], counts["events"], counts["control"]) == (3, 3, 3)
        told = [{name: value for name, value in row.items() if name != "report"} for row in rows(out, "events")]
        found.append(told)
    assert found[0] == found[1] == found[2]
    assert {row["start_date"].isoformat() for row in found[0]} == {"2020-02-04"}
    assert {(row["side"], row["place"]) for row in rows(tmp_path / "out-c", "control")} >= {("government", "C3916")}


def test_what_cannot_be_read_is_set_aside_and_repeats_are_read_once(tmp_path: Path) -> None:
    corpus = tmp_path / "in"
    corpus.mkdir()
    [one] = records(1)
    far = "999" + ",999" * 9
    bad = [
        [1],
        {"text": 3},
        {"text": " "},
        one | {"published": "2020-13-01"},
        {"text": f"{far} soldiers were killed in Homs."},
    ]
    half = json.dumps({"text": "They met in Homs.", "title": "\ud800", "id": "half"})
    (corpus / "a.jsonl").write_text(lines(one, one | {"id": "again"}, *bad) + "{\n\n" + half + "\n", encoding="utf-8")
    (corpus / "b.pdf").write_bytes(b"%PDF-1.7")
    (corpus / "b.parquet").write_bytes(b"none")
    (corpus / "c.txt").write_bytes(b"")
    (corpus / os.fsdecode(b"d\xff.txt")).write_text("They met in Hama.", encoding="utf-8")
    (corpus / "e.txt").write_text("", encoding="utf-8")
    (corpus / ".hidden.txt").write_text("They met in Aleppo.", encoding="utf-8")
    counts = read(corpus, tmp_path / "out")
    assert (counts["read"], counts["repeated"], counts["refused"]) == (3, 1, 10)
    told = {row["name"]: row["reason"] for row in rows(tmp_path / "out", "reports") if row["status"] == "refused"}
    assert len(told) == 10
    assert all(told.values())
    assert "expected a day" in told["r0"]
    # a text that is refused has no rows
    read_keys = {row["report"] for row in rows(tmp_path / "out", "reports") if row["status"] == "read"}
    assert {row["report"] for name in PARTS for row in rows(tmp_path / "out", name) if name != "reports"} <= read_keys
    assert [row["status"] for row in rows(tmp_path / "out", "reports") if row["name"] == "again"] == ["repeated"]
    assert len(rows(tmp_path / "out", "events")) == 1


def test_a_text_without_a_day_has_no_relative_days(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines({"text": TAKEN.format("Saraqib", "")}), encoding="utf-8")
    read(tmp_path / "in.jsonl", tmp_path / "out")
    assert [row["start_date"] for row in rows(tmp_path / "out", "events")] == [None]


def test_a_corpus_that_grew_is_read_where_it_is_new(tmp_path: Path) -> None:
    corpus, out = tmp_path / "in.jsonl", tmp_path / "out"
    corpus.write_text(lines(*records(6)), encoding="utf-8")
    read(corpus, out)
    first = {path: path.stat().st_mtime_ns for path in (out / "reports").iterdir()}
    corpus.write_text(lines(*records(9)), encoding="utf-8")
    assert read(corpus, out)["read"] == 9
    kept = {path for path in first if path.exists() and path.stat().st_mtime_ns == first[path]}
    assert [path.name[:11] for path in kept] == ["part-000000"]
    read(corpus, tmp_path / "anew")
    assert contents(out) == contents(tmp_path / "anew")


def test_another_dossier_or_a_folder_of_other_files_is_refused(tmp_path: Path) -> None:
    corpus, out = tmp_path / "in.jsonl", tmp_path / "out"
    corpus.write_text(lines(*records(1)), encoding="utf-8")
    read(corpus, out)
    with pytest.raises(CorpusError, match="was begun with dossier_sha256 None"):
        read(corpus, out, dossier="northland")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "photo.jpg").touch()
    with pytest.raises(CorpusError, match="did not write"):
        read(corpus, tmp_path / "mine")
    with pytest.raises(CorpusError, match="lies in the corpus"):
        read(tmp_path, tmp_path / "mine" / "out")


def test_an_agencys_text_in_another_paper_is_linked() -> None:
    agency = " ".join(f"word{i}" for i in range(300))
    texts = {"own": agency, "other": " ".join(f"thing{i}" for i in range(300))}
    texts |= {"printed": f"By our staff. {agency} See page three.", "short": agency[:200]}
    found = copies((key, signature(text)) for key, text in texts.items())
    assert [(copy, original) for copy, original, _ in found] == [("printed", "own")]
    assert 0.9 < found[0][2] <= 1


def test_after_a_kill_a_second_run_gives_the_bytes_of_an_undisturbed_one(tmp_path: Path) -> None:
    corpus, out = tmp_path / "in.jsonl", tmp_path / "out"
    corpus.write_text(lines(*records(60)), encoding="utf-8")
    words = ["corpus", str(corpus), "--out", str(out), "--part", "2", "--processes", "1"]
    process = subprocess.Popen([sys.executable, "-m", "maps.cli", *words], start_new_session=True)  # noqa: S603 - our own
    done = out / "reports"
    while process.poll() is None and not (done.exists() and len(list(done.glob("part-*.parquet"))) > 2):
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    # the process that read for it ends as well
    patience = time.monotonic() + 30
    while _alive(process.pid):
        assert time.monotonic() < patience
        time.sleep(0.1)
    parts = len(list(done.glob("part-*.parquet")))
    assert 2 < parts < 30
    read(corpus, out, part=2)
    read(corpus, tmp_path / "undisturbed", part=2)
    assert contents(out) == contents(tmp_path / "undisturbed")


def _alive(group: int) -> bool:
    """True while a process of a group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_text(lines(*records(16)), encoding="utf-8")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        killed = []

        def kill_one(texts: int, _share: float) -> None:
            if texts and not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        with client.get_executor(pure=False) as executor:
            settings = Settings.of(None, None)
            read_corpus(
                corpus, tmp_path / "a", settings, executor, at_once=lambda: 4, texts_a_part=2, progress=kill_one
            )
    assert killed
    read(corpus, tmp_path / "b", part=2)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_command_tells_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(lines(*records(2), {"text": ""}), encoding="utf-8")
    done = run("corpus", tmp_path / "in.jsonl", "--out", tmp_path / "out", "--processes", "1")
    assert done.returncode == 0
    assert "2 reports read (" in done.stderr
    assert "1 set aside" in done.stderr
    again = run("corpus", tmp_path / "in.jsonl", "--out", tmp_path / "out", "--processes", "1")
    assert "(nothing new)" in again.stderr
    none = run("corpus", tmp_path / "in.jsonl", "--out", tmp_path / "o2", "--scheduler", "tcp://127.0.0.1:9")
    assert none.returncode == 1
    assert "no scheduler of Dask answers" in none.stderr
