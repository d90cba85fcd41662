"""The row of a report among the sources of a dossier, written as the table is."""

from pathlib import Path

import pytest

from layers.dossier.sources import cite
from layers.texts.text import ReportFile


@pytest.mark.parametrize(
    ("table", "delimiter", "end"),
    [
        ("key,url,publisher\n", ",", "\n"),
        ("key;url;publisher\r\nA;;Paper\r\n", ";", "\r\n"),
        ("key\turl\tpublisher\r\nA\t\tPaper", "\t", "\r\n"),
        ("key,url,publisher\rA,,Paper\r", ",", "\r"),
    ],
)
def test_a_new_source_is_cut_and_ended_as_the_table_is(tmp_path: Path, table: str, delimiter: str, end: str) -> None:
    path = tmp_path / "sources.csv"
    path.write_bytes(table.encode())
    key = cite(ReportFile("x.txt", "", None, "News", None), tmp_path)
    old = table if table.endswith(end) else table + end
    assert path.read_bytes().decode() == f"{old}{key}{delimiter}{delimiter}News{end}"
    assert [one.name for one in tmp_path.iterdir()] == ["sources.csv"]
