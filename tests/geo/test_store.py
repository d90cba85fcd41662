"""The store of results by content: it saves time and changes nothing."""

import hashlib
import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.store import Store, digest


def stored(folder: Path, value: object) -> Path:
    store = Store(folder)
    store.recall("key", "name", lambda: value)
    store.save()
    return folder / "key"


def missing() -> str:
    return "found anew"


@pytest.mark.parametrize("spoil", ["cut", "flip", "empty", "other"])
def test_a_damaged_file_is_found_anew_and_written_again(tmp_path: Path, spoil: str) -> None:
    path = stored(tmp_path, "kept")
    content = path.read_bytes()
    middle = len(content) - 5
    spoilt = {
        "cut": content[:-1],
        "flip": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "empty": b"",
        "other": b"not ours",
    }
    path.write_bytes(spoilt[spoil])

    store = Store(tmp_path)

    assert store.recall("key", "name", missing) == "found anew"
    store.save()
    assert Store(tmp_path).recall("key", "name", lambda: "") == "found anew"


def test_what_would_run_a_program_is_not_read(tmp_path: Path) -> None:
    class Runs:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'ran'}",)

    content = pickle.dumps({"name": Runs()})
    (tmp_path / "key").write_bytes(hashlib.sha256(content).digest() + content)

    assert Store(tmp_path).recall("key", "name", missing) == "found anew"
    assert not (tmp_path / "ran").exists()


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "results")

    assert store.recall("key", "name", missing) == "found anew"
    store.save()


def test_results_that_nothing_has_read_for_a_month_are_deleted(tmp_path: Path) -> None:
    old, read = stored(tmp_path, "old"), tmp_path / "read"
    old.rename(read)
    stored(tmp_path, "old")
    os.utime(old, (0, 0))
    os.utime(read, (0, 0))

    store = Store(tmp_path)
    assert store.recall("read", "name", missing) == "old"
    store.save()

    assert read.exists()
    assert not old.exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((1.0,), (1.5,)),
        ((np.array([1.0, 2.0]),), (np.array([2.0, 1.0]),)),
        ((shapely.Point(1, 2),), (shapely.Point(2, 1),)),
        (([shapely.Point(1, 2)],), ([shapely.Point(1, 2), None],)),
        ((("a",), "b"), (("a", "b"),)),
        ((None,), ("",)),
    ],
)
def test_digests_of_different_content_differ(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert digest(*one) != digest(*other)
    assert digest(*one) == digest(*one)


def test_the_order_of_a_set_does_not_count() -> None:
    assert digest({"a", "b", "c"}) == digest({"c", "b", "a"})


def test_results_of_long_work_are_written_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.store._UNWRITTEN", 1)
    store = Store(tmp_path)
    for key in "abc":
        store.recall(key, "name", lambda: "found")
    assert Store(tmp_path).recall("a", "name", lambda: "anew") == "found"
    assert store.recall("a", "other", lambda: 1) == 1
    store.save()
    assert Store(tmp_path).recall("a", "name", lambda: "anew") == "found"
