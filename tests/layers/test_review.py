"""The table of proposed events keeps the rows that it has, and reports are read with a dossier as it is now."""

import shutil
from pathlib import Path

import pytest
from spoilt import BUNDLED, replace

from geo.readers.sheet import Sheet
from layers import read_report
from layers.reading.review import rows, save

CALI = "Rebels attacked an army post in Cali, Colombia, on Monday, killing three soldiers."
BOGOTA = "Gunmen killed two policemen in Bogota, Colombia, on Tuesday."


def proposed(text: str, *, quotes: bool = False) -> list[dict[str, object]]:
    return rows(read_report(text, published="2020-02-06", dossier=None), "story.txt", quotes=quotes)


@pytest.mark.parametrize("rewrite", [bytes, lambda raw: raw.replace(b"\n", b"\r\n")], ids=["as written", "CRLF"])
def test_rows_that_are_there_keep_their_bytes(tmp_path: Path, rewrite: type[bytes]) -> None:
    path = tmp_path / "c.csv"
    save(proposed(CALI), path)
    path.write_bytes(rewrite(path.read_bytes()))
    old = path.read_bytes()
    save(proposed(BOGOTA), path)
    assert path.read_bytes().startswith(old)
    longitudes = [row["lon"] for _, row in Sheet.read(path).records()]
    assert longitudes == ["-76.5199", "-74.08175"]
    assert b"'-" not in path.read_bytes()


def test_quotes_asked_for_later_become_a_column_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    save(proposed(CALI), path)
    save(proposed(BOGOTA, quotes=True), path)
    assert [row["quote"] for _, row in Sheet.read(path).records()] == ["", BOGOTA]


def test_a_change_of_a_dossier_is_seen_when_it_is_named_again(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BUNDLED.parents[1] / "template", tmp_path / "mine"))

    def actors() -> list[str | None]:
        text = "The Lions shelled Hama on Monday."
        return [event.actor1 for event in read_report(text, published="2020-02-06", dossier=str(folder)).events]

    assert actors() == [None]
    replace(folder, "dossier.toml", 'id = "north"', 'aliases = ["The Lions", "Lions"]\nid = "north"')
    assert actors() == ["north"]
