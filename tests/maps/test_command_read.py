"""`sitmap read`, as a user runs it."""

import csv
import json
import re
from pathlib import Path

import command_line
import pytest

TEXT = "Rebels captured Saraqib on Monday, the Syrian Observatory for Human Rights said. Turkish troops left Morek."


def run(*arguments: str | Path, text: str = TEXT) -> command_line.Done:
    return command_line.run("read", *arguments, text=text)


def test_json_is_all_that_is_printed_and_has_the_fields_of_the_contract() -> None:
    done = command_line.run_process(
        "read", "-", "--dossier", "idlib-2020", "--published", "2020-02-06", "--json", text=TEXT
    )
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert done.stderr == ""
    assert list(found) == ["mentions", "events"]
    assert list(found["mentions"][0]) == ["start", "end", "text", "literal", "score", "reason", "place"]
    assert list(found["mentions"][0]["place"]) == ["name", "kind", "country", "lat", "lon", "uncertainty_km"]
    event = found["events"][0]
    assert list(event) == [
        *("start_date", "end_date", "time_precision", "event_type", "place", "lat", "lon", "geo_precision"),
        "uncertainty_km",
        *("actor1", "actor2", "fatalities_low", "fatalities_best", "fatalities_high"),
        *("certainty", "attribution", "start", "end"),
    ]
    assert (event["start_date"], event["event_type"], event["actor1"]) == ("2020-02-03", "Battles", "opposition")


def test_quotes_are_given_where_they_are_asked_for() -> None:
    assert "quote" not in run("-", "--published", "2020-02-06", "--json").stdout
    event = json.loads(run("-", "--published", "2020-02-06", "--json", "--quotes").stdout)["events"][0]
    assert event["quote"] == TEXT[event["start"] : event["end"]]


def test_the_table_is_added_to(tmp_path: Path) -> None:
    out = tmp_path / "review.csv"
    assert "1 new events" in run("-", "--published", "2020-02-06", "--out", out).stderr
    assert "0 new events" in run("-", "--published", "2020-02-06", "--out", out).stderr
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


def test_a_report_that_is_missing_is_told_without_a_traceback(tmp_path: Path) -> None:
    done = run(tmp_path / "nothing.txt")
    assert done.returncode == 1
    assert "nothing.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_of_another_kind_is_wrong_usage(tmp_path: Path) -> None:
    assert run("-", "--out", tmp_path / "review.pdf").returncode == 2


REPORT = """title: Goma falls
published: 2020-02-06
publisher: Example Wire
url: https://example.org/goma

Rebels captured Saraqib on Monday. Rebels shelled Qwxyz on Tuesday. Clashes went on between the army and rebels.
Between 10 and 15 people were killed in shelling of Goma on Tuesday. Israeli strikes killed 492 people in Lebanon.
"""


def test_what_is_read_into_a_dossier_passes_its_check(tmp_path: Path) -> None:
    folder, story = tmp_path / "mine", tmp_path / "story.txt"
    story.write_text(REPORT, encoding="utf-8")
    assert command_line.run("new", folder).returncode == 0
    for _ in range(2):
        assert run(story, "--out", folder / "events.csv").returncode == 0
    done = command_line.run("check", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    with (folder / "events.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if not row["id"].startswith("#")]
    assert len(rows) == 5
    assert all((row["location_status"] == "unlocated") == (row["lat"] == "") for row in rows)
    with (folder / "sources.csv").open(encoding="utf-8-sig") as file:
        [source] = [row for row in csv.DictReader(file) if not row["key"].startswith("#")]
    assert (source["publisher"], source["url"]) == ("Example Wire", "https://example.org/goma")
    assert {row["sources"] for row in rows} == {source["key"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Shelling killed 31 people in Saraqib on Monday.", ", 31 dead, "),
        ("Shelling killed at least 21 people in Saraqib on Monday.", ", at least 21 dead, "),
        ("Shelling killed up to 40 people in Saraqib on Monday.", ", up to 40 dead, "),
        ("Between 10 and 15 people were killed in shelling of Saraqib on Monday.", ", 10 to 15 dead, "),
        ("Rebels shelled Saraqib on Monday.", None),
    ],
)
def test_fatalities_are_printed_with_their_bounds(text: str, words: str | None) -> None:
    shown = run("-", "--published", "2020-02-06", text=text).stdout
    assert (words in shown) if words else ("Explosions" in shown and not re.search(r"\bdead\b", shown))


def test_without_a_day_the_reader_is_told() -> None:
    assert "no day of publication" in run("-").stderr
