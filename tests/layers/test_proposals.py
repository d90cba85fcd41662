"""Events that another program proposes, checked against the text; and names of another detector."""

from typing import Any

import pytest

from geo import Gazetteer, find_mentions
from layers import read_report

TEXT = "Rebels shelled Kadugli on Monday, killing 12 people.\nOn Tuesday the army left Dilling."
QUOTE = "Rebels shelled Kadugli on Monday, killing 12 people"
RIGHT = {
    "quote": QUOTE,
    "start_date": "2024-06-17",
    "place": "Kadugli",
    "actor1": "rebels",
    "fatalities_best": 12,
}


def checks(**changed: Any) -> dict[str, bool]:  # noqa: ANN401 - values of JSON
    reading = read_report(TEXT, published="2024-06-20", proposals=[RIGHT | changed])
    found: dict[str, bool] = reading.records()["events"][-1]["checked"]
    return found


def test_what_stands_in_the_text_is_checked() -> None:
    assert checks() == dict.fromkeys(["quote", "numbers", "dates", "names", "place"], True)
    assert checks(quote=QUOTE.replace(" ", "\n  ")) == checks()


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("numbers", {"fatalities_best": 21}),
        ("dates", {"start_date": "2024-06-18"}),
        ("dates", {"start_date": "last week"}),
        ("names", {"actor2": "government"}),
        ("place", {"place": "Dilling"}),
        ("place", {"lat": 15.5, "lon": 32.5}),
    ],
)
def test_what_does_not_stand_in_the_quotation_is_marked(part: str, changed: dict[str, Any]) -> None:
    assert [name for name, stands in checks(**changed).items() if not stands] == [part]


def test_an_invented_quotation_proves_nothing() -> None:
    assert not any(checks(quote="Rebels shelled Kadugli, killing 12").values())


def test_a_proposal_whose_place_is_found_gets_its_position_and_the_offsets_of_its_quotation() -> None:
    reading = read_report(TEXT, published="2024-06-20", proposals=[RIGHT])
    event = reading.records()["events"][-1]
    assert (round(event["lat"]), round(event["lon"])) == (11, 30)
    assert TEXT[event["start"] : event["end"]] == QUOTE


def test_the_places_of_a_detector_are_added_where_no_name_was_found() -> None:
    text = "The wounded spoke of Qwrtz, of Idlib and of Zorro."
    starts = {name: text.index(name) for name in ("Qwrtz", "Idlib", "Zorro")}
    labels = {"Qwrtz": "GPE", "Idlib": "GPE", "Zorro": "PERSON"}
    found = find_mentions(
        text,
        Gazetteer.load(),
        detector=lambda _: [(at, at + len(name), labels[name]) for name, at in starts.items()],
    )
    assert [mention.name for mention in found] == ["Qwrtz", "Idlib"]


def test_offsets_outside_of_the_text_are_an_error() -> None:
    with pytest.raises(ValueError, match="5 to 50; expected offsets in a text of 11 characters"):
        find_mentions("Five words.", Gazetteer.load(), detector=lambda _: [(5, 50, "GPE")])
