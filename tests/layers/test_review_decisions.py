"""A person decides on what reports propose: rows are written, undone and remembered by what they say."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from spoilt import BUNDLED

from geo.errors import SitmapError
from layers import Dossier, read_report
from layers.dossier.changes import undo
from layers.review.facts import Facts
from layers.review.proposals import Proposal
from layers.review.session import Review
from layers.texts.text import ReportFile

SHELLS = "Shells fell on Elmstead on Sunday, killing three civilians."
CAPTURE = "Southern forces captured Hazelby on Saturday, killing five northern soldiers."
MONDAY = date(2001, 5, 7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED.parent / "northland", tmp_path / "northland"))


def report(text: str, publisher: str | None = "Courier", published: date = MONDAY) -> ReportFile:
    return ReportFile(f"{publisher}.txt", text, published, publisher)


def review(folder: Path, *reports: ReportFile) -> Review:
    dossier = Dossier.open(folder)
    return Review([(one, read_report(one.text, published=one.published, dossier=dossier)) for one in reports], dossier)


def only(found: Review, table: str = "events") -> Proposal:
    (one,) = [one for one in found.pending() if one.table.name == table]
    return one


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def test_an_accepted_event_is_a_row_that_cites_its_report_and_can_be_undone(folder: Path) -> None:
    before, found = tables(folder), review(folder, report(SHELLS))
    found.accept(only(found).id, {"summary": "Three die in the market.", "fatalities_high": "4"})
    event = Dossier.open(folder).events.iloc[-1]
    assert (event.place.id, event.start_date, event.fatalities) == ("N4", date(2001, 5, 6), (3, 3, 4))
    (source,) = event.sources
    assert Dossier.open(folder).sources.loc[source, "publisher"] == "Courier"
    assert event.summary == "Three die in the market."
    assert not found.pending()
    undo(folder)
    assert tables(folder) == before
    assert len(review(folder, report(SHELLS)).pending()) == 1


def test_a_capture_proposes_a_control_report_too(folder: Path) -> None:
    found = review(folder, report(CAPTURE))
    proposed = only(found, "control")
    found.accept(proposed.id, {"confidence": "low"})
    row = Dossier.open(folder).control.iloc[-1]
    assert (row.id, row.place_id, row.side, str(row.date), row.kind) == (
        proposed.id, "N7", "south", "2001-05-05", "capture"
    )  # fmt: skip
    assert [one.table.name for one in found.pending()] == ["events"]


@pytest.mark.parametrize(
    "text",
    [
        "Southern forces captured five northern soldiers in Hazelby on Saturday.",
        "Southern forces clashed with northern forces and tried to capture Hazelby on Saturday.",
        "Southern forces shelled Hazelby on Saturday, killing five soldiers.",
    ],
)
def test_who_captures_no_place_holds_none(folder: Path, text: str) -> None:
    assert {one.table.name for one in review(folder, report(text)).pending()} == {"events"}


def test_what_is_rejected_is_not_asked_again_in_the_same_report_or_a_copy_of_it(folder: Path) -> None:
    before, found = tables(folder), review(folder, report(SHELLS))
    found.reject(only(found).id)
    assert tables(folder) == before
    assert not review(folder, report(SHELLS)).pending()
    copy = report(SHELLS.replace("three civilians.", "three civilians, officials said."), "Herald", date(2001, 5, 8))
    assert not review(folder, copy).pending()


def test_the_same_words_of_another_day_place_or_toll_are_asked(folder: Path) -> None:
    found = review(folder, report(SHELLS))
    found.reject(only(found).id)
    others = [
        report(SHELLS, published=date(2001, 5, 14)),
        report(SHELLS.replace("Elmstead", "Poplar")),
        report(SHELLS.replace("three", "thirty")),
    ]
    assert [len(review(folder, other).pending()) for other in others] == [1, 1, 1]


def test_one_event_in_two_texts_is_one_row_with_two_sources_and_the_span_of_tolls(folder: Path) -> None:
    later = report("On Sunday, shells fell on Elmstead, where four civilians were killed.", "Herald", date(2001, 5, 8))
    found = review(folder, later, report(SHELLS))
    assert len(only(found).passages) == 2
    found.accept(only(found).id, {})
    event = Dossier.open(folder).events.iloc[-1]
    assert event.fatalities == (3, 4, 4)
    assert len(event.sources) == 2


def test_two_events_of_one_text_stay_two(folder: Path) -> None:
    text = "Shells fell on Elmstead on Saturday, killing nine. Shells fell on Poplar on Sunday, killing three."
    assert len(review(folder, report(text)).pending()) == 2
    again = report("Shells fell on Poplar on Sunday, killing three.", "Herald")
    assert sorted(len(one.passages) for one in review(folder, report(text), again).pending()) == [1, 2]


def test_a_report_becomes_a_further_source_of_an_event_that_the_dossier_has(folder: Path) -> None:
    found = review(folder, report(SHELLS))
    found.accept(only(found).id, {})
    (row,) = [line for line in (folder / "events.csv").read_text(encoding="utf-8").splitlines() if line[:1] == "M"]
    other = review(folder, report("Elmstead was shelled on Sunday; ten people were killed.", "Herald"))
    known = other.known(only(other))
    assert known == row.partition(",")[0]
    other.add_source(only(other).id)
    event = Dossier.open(folder).events.iloc[-1]
    assert (event.event_id, len(event.sources), event.fatalities) == (known, 2, (3, 3, 3))
    assert not other.pending()


def test_a_row_that_has_changed_since_the_review_began_is_not_overwritten(folder: Path) -> None:
    found = review(folder, report(SHELLS))
    found.accept(only(found).id, {})
    other = review(folder, report("Elmstead was shelled on Sunday; ten people were killed.", "Herald"))
    path = folder / "events.csv"
    *rows, last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*rows, f"X1{last[last.index(',') :]}"]), encoding="utf-8")
    before = tables(folder)
    with pytest.raises(SitmapError, match="changed since the review began"):
        other.add_source(only(other).id)
    assert tables(folder) == before


def test_two_unknown_villages_of_one_sentence_are_two_proposals(folder: Path) -> None:
    text = "Soldiers shelled Tal Umm Hawsh and Bir Taleb Sharqi in Syria on Sunday."
    found = review(folder, report(text))
    first, second = found.pending()
    found.reject(first.id)
    assert [one.id for one in found.pending()] == [second.id] != [first.id]
    apart = [
        report("Soldiers shelled Tal Umm Hawsh in Syria on Sunday."),
        report("Soldiers shelled Bir Taleb in Syria on Sunday.", "Herald"),
    ]
    assert [len(one.passages) for one in review(folder, *apart).pending()] == [1, 1]


@pytest.mark.parametrize(
    ("cells", "place", "said"),
    [
        ({"start_date": "2001-02-30"}, None, "start_date"),
        ({"fatalities_low": "9"}, None, "fatalities_best"),
        ({"fatalities_best": "many"}, None, "fatalities_best"),
        ({"event_type": " "}, None, "event_type"),
        ({}, "Nowhereton", "nobody knows this one"),
        ({}, 7, "candidates"),
    ],
)
def test_a_row_that_the_dossier_cannot_use_is_refused_and_nothing_is_written(
    folder: Path, cells: dict[str, str], place: int | str | None, said: str
) -> None:
    before, found = tables(folder), review(folder, report(SHELLS))
    with pytest.raises(SitmapError, match=said):
        found.accept(only(found).id, cells, place)
    assert tables(folder) == before
    assert len(found.pending()) == 1


@pytest.mark.parametrize(
    ("place", "there"),
    [("Poplar", "N15"), ("N7", "N7"), ("-35.01, -18.52", "35.01000S18.52000W"), (0, "N4")],
)
def test_a_person_corrects_the_place(folder: Path, place: int | str, there: str) -> None:
    found = review(folder, report(SHELLS))
    found.accept(only(found).id, {}, place)
    assert Dossier.open(folder).events.iloc[-1].place.id == there


def test_the_precision_is_that_of_the_place_that_a_person_chose(folder: Path) -> None:
    found = review(folder, report("Southern forces attacked northern forces near Poplar on Sunday."))
    one = only(found)
    assert (one.cells["geo_precision"], one.candidates[1].country) == ("2", "GB")
    found.accept(one.id, {}, 1)
    event = Dossier.open(folder).events.iloc[-1]
    assert (event.place.country, event.geo_precision, event.place.uncertainty_km) == ("GB", 1, 0.75)


def test_an_event_near_a_place_keeps_its_uncertainty_and_one_without_a_place_is_kept_unused(folder: Path) -> None:
    found = review(folder, report("Southern forces attacked northern forces near Poplar on Sunday."))
    found.accept(only(found).id, {})
    event = Dossier.open(folder).events.iloc[-1]
    assert (event.place.name, event.place.uncertainty_km, event.geo_precision) == ("Poplar", 10.0, 2)
    found = review(folder, report(SHELLS))
    found.accept(only(found).id, {}, "")
    opened = Dossier.open(folder)
    assert not opened.evidence.events[-1].located
    assert opened.events.iloc[-1].event_id == event.event_id


def test_events_are_the_same_within_both_uncertainties_and_both_intervals() -> None:
    cells = {"event_type": "Battles", "actor1": "A", "actor2": "B", "start_date": "2020-01-08", "time_precision": 1}
    here = Facts.of(cells | {"lat": 35.0, "lon": 36.0, "uncertainty_km": 12})
    assert here.is_same(Facts.of(cells | {"lat": 35.1, "lon": 36.0, "uncertainty_km": 12}))
    assert not here.is_same(Facts.of(cells | {"lat": 35.1, "lon": 36.0, "uncertainty_km": 1}))
    at = {"lat": 35.0, "lon": 36.0, "uncertainty_km": 12}
    assert here.is_same(Facts.of(cells | at | {"start_date": "2020-01-01", "end_date": "2020-01-09"}))
    assert not here.is_same(Facts.of(cells | at | {"start_date": "2020-01-09"}))
    assert here.is_same(Facts.of(cells | at | {"actor1": "b", "actor2": "a"}))
    assert not here.is_same(Facts.of(cells | at | {"actor2": None}))
    assert not here.is_same(Facts.of(cells | at | {"event_type": "Protests"}))
