"""Kinds of places that a text means by a name."""

from collections import Counter

import pytest

from geo import Gazetteer, Mention, find_mentions
from geo.gazetteer.place import AREAL
from geo.languages.language_files import entries, languages

WORLD = Gazetteer.load()


def _mention(text: str, name: str) -> Mention:
    [found] = [mention for mention in find_mentions(text, WORLD) if mention.name == name]
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rain flooded tents in southern Gaza.", "Gaza"),
        ("Mines were found across eastern Ukraine.", "Ukraine"),
        ("Families fled northern Idlib in trucks.", "Idlib"),
        ("Two drones fell in western Kharkiv.", "Kharkiv"),
        ("Herders moved into north-eastern Darfur.", "Darfur"),
    ],
)
def test_a_name_with_a_compass_word_is_that_of_an_area(text: str, name: str) -> None:
    mention = _mention(text, name)
    assert mention.is_part
    assert mention.kinds == AREAL


def test_of_a_town_without_an_area_of_its_name_only_a_part_is_meant() -> None:
    mention = _mention("Fires burned in northern Bamenda.", "Bamenda")
    assert (mention.is_part, mention.kinds) == (True, frozenset())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The brigade entered Kherson at noon.", "Kherson"),
        ("Militants captured Kunduz for a day.", "Kunduz"),
        ("The army withdrew from Idlib.", "Idlib"),
        ("A column was seen moving towards Latakia.", "Latakia"),
        ("Mortars hit Sumy twice.", "Sumy"),
        ("Three bodies were found near Nablus.", "Nablus"),
        ("They held positions on the outskirts of Luhansk.", "Luhansk"),
    ],
)
def test_a_name_that_is_attacked_is_that_of_a_town(text: str, name: str) -> None:
    assert _mention(text, name).kinds == {"place"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They were displaced in Idlib.", "Idlib"),
        ("The governor of Kunduz resigned.", "Kunduz"),
        ("Clashes north of Idlib went on.", "Idlib"),
        ("Militants entered Helmand from the south.", "Helmand"),
        ("Troops entered Lebanon at dawn.", "Lebanon"),
        ("Rebels captured Anbar.", "Anbar"),
    ],
)
def test_events_that_happen_to_provinces_as_well_leave_the_kind_open(text: str, name: str) -> None:
    mention = _mention(text, name)
    assert (mention.is_part, mention.kinds) == (False, frozenset())


def test_no_list_has_a_word_twice() -> None:
    tables = [table for section in languages("mentions").values() for table in (section, section.get("own", {}))]
    listed = [(name, Counter(entries(words))) for table in tables for name, words in table.items()]
    assert len(listed) > 80
    assert [(name, word) for name, counts in listed for word, count in counts.items() if count > 1] == []
