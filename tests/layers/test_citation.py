"""The sources of a dossier as citations, read by parsers that are not ours; the record of a source, checked."""

import hashlib
import json
import warnings
from datetime import date
from pathlib import Path

import command_line
import pytest
from spoilt import problems
from tiny_dossier import TINY, write

from layers import Dossier
from layers.citation import as_bibtex, as_csl, as_text, citations

_COLUMNS = (
    "key,url,archive_url,publisher,leaning,reliability,title,author,published,retrieved,sha256,language,licence\n"
)
_ROWS = (
    "S1,https://a.example/1?x={1}&y=50%,https://web.archive.org/web/2020/https://a.example/1,A Paper & Sons,,B,"
    '"War_{1} #2: 50% \\ of ~$3^2","Who, Ever; مراسل",2020-01-03,2020-01-04,,en,CC-BY-4.0\n'
    "s 1,https://b.example/2,,Other,,,,,2020-01,,,,\n"
)
AS_OF = date(2026, 1, 1)


@pytest.fixture
def cited(tmp_path: Path) -> Path:
    control = TINY["control.csv"].replace("high,S1,", "high,S1; s 1,")
    return write(tmp_path, TINY | {"sources.csv": _COLUMNS + _ROWS, "control.csv": control})


def test_two_parsers_read_the_bibtex(cited: Path) -> None:
    text = as_bibtex(citations(Dossier.open(cited), AS_OF))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bibtexparser  # noqa: PLC0415 - warns of its own dependencies
        from pybtex.database import parse_string  # noqa: PLC0415 - the same

        one = {entry["ID"]: entry for entry in bibtexparser.loads(text).entries}
        other = parse_string(text, "bibtex").entries
    assert list(one) == list(other) == ["S1", "s-1", "map"]
    assert one["S1"]["title"] == other["S1"].fields["title"]
    assert other["S1"].persons["author"][0].last_names == ["{Who, Ever}"]
    assert other["S1"].persons["author"][1].last_names == ["{مراسل}"]
    assert other["S1"].fields["url"] == "https://a.example/1?x=%7B1%7D&y=50%"
    assert (one["s-1"]["year"], one["s-1"]["month"], one["s-1"].get("day")) == ("2020", "1", None)
    assert other["map"].fields["title"].startswith("{Tiny. Map of the situation from 2020-01-01 to 2020-01-19")


def test_a_processor_of_citation_styles_reads_the_csl(cited: Path) -> None:
    items = json.loads(as_csl(citations(Dossier.open(cited), AS_OF)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 - warns of its own dependencies

        read = CiteProcJSON(items)
    assert sorted(read) == ["map", "s 1", "s1"]
    first = read["s1"]
    assert "".join(first.title) == "War_{1} #2: 50% \\ of ~$3^2"
    assert [first.issued[part] for part in ("year", "month", "day")] == [2020, 1, 3]
    assert items[0]["author"] == [{"literal": "Who, Ever"}, {"literal": "مراسل"}]


def test_the_text_ends_with_how_to_cite_the_map(cited: Path) -> None:
    lines = as_text(citations(Dossier.open(cited), AS_OF)).splitlines()
    assert lines[0].startswith("[S1] Who, Ever; مراسل. War_{1} #2")
    assert lines[1] == "[s 1] Other. 2020-01. https://b.example/2."
    assert lines[-2] == "How to cite this map:"
    assert lines[-1].startswith("[map] Tiny. Map of the situation from 2020-01-01 to 2020-01-19. sitmap ")


def test_sources_under_embargo_are_not_cited(cited: Path) -> None:
    control = (cited / "control.csv").read_text(encoding="utf-8").replace("S1; s 1", "S1")
    (cited / "control.csv").write_text(control + "R9,2020-01-15,,P1,,north,,report,low,s 1,\n", encoding="utf-8")
    assert "b.example" in command_line.run("cite", cited, "--as-of", "2026-01-01").stdout
    early = command_line.run("cite", cited, "--as-of", "2020-01-18", "--format", "csl").stdout
    assert "b.example" not in early
    assert json.loads(early)[-1]["id"] == "map"


def test_check_counts_the_sources_that_can_be_opened_now_and_later(cited: Path) -> None:
    digest = hashlib.sha256(TINY["reports/one.txt"].encode()).hexdigest()
    assert "2 sources: 2 with an address, 1 kept" in command_line.run("check", cited).stdout
    table = (cited / "sources.csv").read_text(encoding="utf-8").replace("2020-01,,,,", f"2020-01,,{digest.upper()},,")
    (cited / "sources.csv").write_text(table, encoding="utf-8")
    assert "2 sources: 2 with an address, 2 kept" in command_line.run("check", cited).stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "CC-BY-4.0",
            "free",
            "licence: 'free'; expected an SPDX id such as CC-BY-4.0, an address, or no-redistribution",
        ),
        ("2020-01-03,2020", "3 Jan,2020", "published: '3 Jan'; expected a date that exists"),
        ("2020-01-04,,", "2020-01-04,abc,", "sha256: 'abc'; expected 64 hexadecimal digits"),
    ],
)
def test_a_record_that_cannot_be_used_is_an_error(cited: Path, old: str, new: str, said: str) -> None:
    table = (cited / "sources.csv").read_text(encoding="utf-8")
    assert old in table
    (cited / "sources.csv").write_text(table.replace(old, new), encoding="utf-8")
    (problem,) = problems(cited)
    assert problem.startswith(f"sources.csv:2: {said}")


def test_two_keys_with_one_address_are_pointed_out(cited: Path) -> None:
    table = (cited / "sources.csv").read_text(encoding="utf-8")
    (cited / "sources.csv").write_text(table + "S3,https://b.example/2,,Other,,,,,,,,,\n", encoding="utf-8")
    said = [str(warning) for warning in Dossier.open(cited).warnings]
    assert any("the source s 1 has it already" in warning and ":4: url" in warning for warning in said)


def test_check_prints_json_and_nothing_else(cited: Path) -> None:
    done = command_line.run("check", cited, "--json")
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert found["sources"] == {"sources": 2, "opened": 2, "kept": 1}
    assert {"check", "file", "line", "column", "value", "message"} == set(found["warnings"][0])
    write(cited, {"sources.csv": _COLUMNS + _ROWS.replace("CC-BY-4.0", "free")})
    done = command_line.run("check", cited, "--json")
    assert done.returncode == 1
    (error,) = json.loads(done.stdout)["errors"]
    assert (error["file"], error["line"], error["column"], error["value"]) == ("sources.csv", 2, "licence", "free")
