"""Sheets: guards against formulas, and rows added to a file whose bytes stay."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import Problems, SitmapError
from geo.readers.appendix import append_rows
from geo.readers.row import Row
from geo.readers.sheet import Sheet, decimal, guarded, unguarded

BOM = b"\xef\xbb\xbf"
DANGEROUS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
# mostly texts of signs, digits and apostrophes, as guards are about
TEXTS = st.text(st.sampled_from(f"{DANGEROUS}'1.,e a") | st.characters(exclude_categories=["Cs"]), max_size=8)


@given(TEXTS)
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert unguarded(str(guarded(text))) == text


@given(TEXTS)
def test_a_guarded_text_is_no_formula(text: str) -> None:
    written = str(guarded(text))
    assert not written.startswith(tuple(DANGEROUS)) or not math.isnan(decimal(written))


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12))
def test_a_number_is_never_guarded(number: float) -> None:
    assert guarded(number) == number
    for text in (str(number), f"+{number}", str(number).replace(".", ",")):
        if not math.isnan(decimal(text)):
            assert guarded(text) == text


@pytest.mark.parametrize("text", ["'Ayn al-Arab", "Ayn", "1-2", "", "a=b", "'", "''", "' =1"])
def test_a_text_that_is_no_formula_keeps_its_apostrophes(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@pytest.mark.parametrize("start", DANGEROUS)
def test_each_sign_that_starts_a_formula_is_guarded(start: str) -> None:
    assert guarded(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert unguarded(f"'{start}SUM(A1)") == f"{start}SUM(A1)"


@pytest.mark.parametrize("mark", [b"", BOM], ids=["no mark", "mark"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("ended", [True, False], ids=["ended", "not ended"])
def test_added_rows_are_written_as_the_file_is(
    tmp_path: Path, mark: bytes, delimiter: str, end: str, *, ended: bool
) -> None:
    rows = ["id,name,lon", '1,"سراقب, ""x""",-36.8', "", "# 2,=1+1,"]
    old = mark + end.join(row.replace(",", delimiter) for row in rows).encode() + end.encode() * ended
    path = tmp_path / "a.csv"
    path.write_bytes(old)
    append_rows(path, [{"name": "=1+1", "lon": -76.5199, "other": 1}, {"id": f"a{delimiter}b", "lon": "-76.5"}])
    lines = [["", "'=1+1", "-76.5199"], [f'"a{delimiter}b"', "", "-76.5"]]
    new = "".join(delimiter.join(line) + end for line in lines)
    assert path.read_bytes() == old + (b"" if ended else end.encode()) + new.encode()
    assert [row["name"] for _, row in Sheet.read(path).records()][1:] == ["=1+1", ""]
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


CELLS = st.text(st.sampled_from("=+-@'\",;\t #a1.") | st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_rows_that_are_added_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: Sequence[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "a.csv"
    append_rows(path, [], ["id", "one", "two"])
    append_rows(path, [{"id": "R", "one": one, "two": two} for one, two in rows])
    sheet = Sheet.read(path)
    assert [(row["one"], row["two"]) for _, row in sheet.records()] == list(rows)
    assert not sheet.problems


def test_a_missing_file_is_made_with_a_byte_order_mark(tmp_path: Path) -> None:
    append_rows(tmp_path / "a.csv", [{"b": "حلب"}], ["a", "b"])
    assert (tmp_path / "a.csv").read_bytes() == BOM + "a,b\n,حلب\n".encode()


def test_columns_that_a_file_lacks_are_added_to_its_heading_and_old_rows_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(BOM + b"a;b\r\n1;-36,8\r\n")
    append_rows(path, [{"a": "2", "c": "3"}], ["a", "c", "d"])
    assert path.read_bytes() == BOM + b"a;b;c;d\r\n1;-36,8\r\n2;;3;\r\n"


def test_nothing_is_added_to_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name\n", encoding="utf-16")
    before = path.read_bytes()
    with pytest.raises(SitmapError, match="expected a CSV file in UTF-8"):
        append_rows(path, [{"id": "1"}])
    assert path.read_bytes() == before


def test_a_row_records_what_cannot_be_used_with_the_name_that_the_file_has_for_the_column() -> None:
    problems = Problems()
    row = Row("a.csv", 7, {"lat": "95", "name": " Idlib ", "size": "1,5", "n": "2.5"}, problems, {"lat": "Latitude"})
    assert (row.text("name"), row.number("size", 0, 2), row.text("none")) == ("Idlib", 1.5, None)
    assert row.number(("y", "lat"), -90, 90) is None
    assert row.whole("n", 1, 3) is None
    assert row.required("none") == ""
    assert list(map(str, problems)) == [
        "a.csv:7: Latitude: '95'; expected a number from -90 to 90 [C107]",
        "a.csv:7: n: '2.5'; expected a whole number from 1 to 3 [C107]",
        "a.csv:7: none: expected a value; the cell is empty [C106]",
    ]


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("\nid,name\nA,Saraqib\n", (), "expected a heading in the first line"),
        ('id,"name\nof it"\nA,Saraqib\n', ("note",), "expected a heading of one line"),
    ],
)
def test_rows_are_not_added_below_a_heading_that_is_blank_or_of_several_lines(
    tmp_path: Path, content: str, columns: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SitmapError, match=message):
        append_rows(path, [{"id": "B"}], columns)
    assert path.read_text(encoding="utf-8") == content
