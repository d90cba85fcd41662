"""The bundled dossier against what was reported at the time, and against the facts that it was written from."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from layers import Dossier, Layers

STORY = "afp-2020-02-06.txt"


def encircled_since(layers: Layers, post_id: str) -> list[date]:
    verdicts = layers["verdicts"]
    return list(verdicts["start_date"][(verdicts["post_id"] == post_id) & (verdicts["state"] == "encircled")])


@pytest.mark.parametrize(("post_id", "reported"), [("OP08", date(2019, 12, 23)), ("OP09", date(2019, 8, 23))])
def test_surman_and_morek_are_encircled_within_two_days_of_what_was_reported(
    layers: Layers, post_id: str, reported: date
) -> None:
    (since,) = encircled_since(layers, post_id)
    assert abs(since - reported) <= timedelta(days=2)
    probable = layers.daily[layers.daily["post_id"] == post_id].set_index("date")["probability"]
    assert probable[reported - timedelta(days=7)] < 0.2
    assert probable[reported + timedelta(days=7)] > 0.95


@pytest.mark.parametrize(
    ("post_id", "name"), [("OP01", "Salwa"), ("OP02", "Samaan Castle"), ("OP11", "Ishtabraq"), ("OP12", "Zaytouna")]
)
def test_posts_that_were_never_cut_off_are_never_called_encircled(layers: Layers, post_id: str, name: str) -> None:
    assert layers["posts"].set_index("post_id").loc[post_id, "name"] == name
    assert encircled_since(layers, post_id) == []


def test_a_post_that_was_relieved_and_cut_off_again_has_an_interval_each(layers: Layers) -> None:
    verdicts = layers["verdicts"].query("post_id == 'XP03'")
    assert list(verdicts["state"][verdicts["state"] == "encircled"]) == ["encircled"] * 2
    assert (verdicts["state_strict"] != "encircled").tolist().count(True) >= 2
    assert list(verdicts["start_date"][1:]) == list(verdicts["end_date"][:-1])


def test_the_reasons_of_a_verdict_name_the_reports_that_decided_it(layers: Layers) -> None:
    surman = layers.at("2020-02-06")["verdicts"].set_index("post_id").loc["OP08"]
    assert (
        f"Encircled since {surman['start_date'].day} December 2019 (between 22 December 2019 and " in surman["reasons"]
    )
    assert "), when " in surman["reasons"]
    for report in surman["decisive"].split("; "):
        assert report in surman["reasons"]
        row = layers.dossier.control.set_index("id").loc[report]
        assert row["date"] == surman["start_date"]


@pytest.mark.parametrize(
    ("event_id", "day", "words"),
    [
        ("E04", date(2020, 2, 3), ("more than 20", "8 Turkish", "13 Syrian")),
        ("E06", date(2020, 2, 5), ("Saraqib", "shell", "surrounded")),
        ("E10", date(2020, 2, 6), ("encircled",)),
        ("E11", date(2020, 2, 6), ("encircled",)),
        ("E12", date(2020, 2, 6), ("Russian delegation", "eight Turkish dead")),
        ("E13", date(2020, 2, 6), ("twelve posts of the 2018 deal", "road map")),
        ("E32", date(2020, 2, 29), ("End of the time",)),
    ],
)
def test_the_storys_facts_are_events_of_the_map(
    layers: Layers, event_id: str, day: date, words: tuple[str, ...]
) -> None:
    event = layers["events"].set_index("event_id").loc[event_id]
    assert event["start_date"] == day
    assert event["source_name"]
    for word in words:
        assert word in event["summary"]


def test_the_differing_counts_of_the_clash_are_kept(layers: Layers) -> None:
    event = layers["events"].set_index("event_id").loc["E02"]
    assert (event["fatalities_low"], event["fatalities_best"], event["fatalities_high"]) == (4, 8, 8)


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Ankara", 39.93, 32.85),
        ("Istanbul", 41.01, 28.95),
        ("Baku", 40.38, 49.89),
        ("Moscow", 55.75, 37.62),
        ("Damascus", 33.51, 36.29),
        ("Nur-Sultan", 51.17, 71.43),
    ],
)
def test_places_outside_syria_are_where_they_are(layers: Layers, name: str, lat: float, lon: float) -> None:
    places = layers["places"]
    (place,) = places[places["name"] == name].itertuples()
    assert abs(place.geometry.y - lat) < 0.15
    assert abs(place.geometry.x - lon) < 0.15


def test_the_dossier_holds_all_facts(dossier: Dossier, shared: Path) -> None:
    def facts(name: str) -> list[dict[str, str]]:
        with (shared / "facts" / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    located = {row["id"]: row for row in facts("control.csv") if row["location_status"] != "unlocated"}
    assert set(dossier.control["id"]) == set(located)
    for report in dossier.control.itertuples():
        fact = located[report.id]
        row = (report.date.isoformat(), report.place_id, report.side, report.from_side or "", report.confidence)
        assert row == (fact["date"], fact["pcode"], fact["side"], fact["from_side"], fact["confidence"])
    for post, fact in zip(dossier.posts.itertuples(), [*facts("posts.csv"), *facts("points_2020.csv")], strict=True):
        assert (post.post_id, post.geometry.y, post.geometry.x) == (fact["id"], float(fact["lat"]), float(fact["lon"]))
    assert set(dossier.events["event_id"]) == {row["id"] for row in facts("events.csv")}
    assert {row["key"] for row in facts("sources.csv")} <= set(dossier.sources.index)
    places = {place.id: place for place in dossier.places}
    for fact in facts("places.csv"):
        assert (places[fact["pcode"]].lat, places[fact["pcode"]].lon) == (float(fact["lat"]), float(fact["lon"]))


def test_unlocated_reports_are_kept_and_listed_as_unused_with_the_reason(layers: Layers) -> None:
    unused = [warning for warning in layers.warnings if "is not used: nobody knows which place is meant" in warning]
    assert len(unused) == 22
    assert all(warning.startswith("control.csv:") for warning in unused)


def test_the_bundled_texts_are_our_own_words(dossier: Dossier, shared: Path) -> None:
    def word_sequences(text: str, length: int = 7) -> set[tuple[str, ...]]:
        words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
        return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}

    story = word_sequences((shared / "reports" / STORY).read_text(encoding="utf-8"))
    for path in dossier.files():
        assert not word_sequences(path.read_text(encoding="utf-8")) & story, path.name
