"""Capitals that stand for governments, and capitals that are towns where events happen."""

import pytest

from geo import Gazetteer, find_mentions

WORLD = Gazetteer.load()


def _sense(text: str, name: str) -> list[bool]:
    return [mention.literal for mention in find_mentions(text, WORLD) if mention.name == name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ankara responded within hours, striking 90 positions.", "Ankara"),
        ("Moscow has not commented on the report.", "Moscow"),
        ("Moscow, which arms the brigade, did not reply.", "Moscow"),
        ("The ministry accused Yerevan of shelling the village.", "Yerevan"),
        ("The council called on Khartoum to open the crossing.", "Khartoum"),
        ("Kigali repeatedly denied it.", "Kigali"),
        ("Kinshasa on Friday recalled its ambassador.", "Kinshasa"),
        ("Niamey said its soldiers had crossed the river.", "Niamey"),
        ("Kyiv's forces held two streets.", "Kyiv"),
        ("Tehran's foreign ministry rejected the offer.", "Tehran"),
        ("The Kabul government collapsed within days.", "Kabul"),
        ("Pyongyang fired two missiles at dawn.", "Pyongyang"),
        ("Tehran has been accused of arming the group.", "Tehran"),
        ("New sanctions against Minsk were announced.", "Minsk"),
        ("The militia is loyal to Tripoli.", "Tripoli"),
        ("Baku is ready to sign.", "Baku"),
        ("Riyadh and its allies imposed a blockade.", "Riyadh"),
        ("Baghdad's interior ministry counted nine dead.", "Baghdad"),
        ("Moscow welcomed the decision.", "Moscow"),
        ("Kyiv needs more ammunition.", "Kyiv"),
        ("Baku wants to sign the treaty.", "Baku"),
        ("Islamabad expects an apology.", "Islamabad"),
        ("Beijing did it.", "Beijing"),
        ("London must stop.", "London"),
        ("Sofia's troops left the camp.", "Sofia"),
        ("Moscow's naval base in Tartus was emptied.", "Moscow"),
        ("Washington's base near Erbil was hit.", "Washington"),
        ("Kyiv captured two hamlets on the road.", "Kyiv"),
    ],
)
def test_a_capital_that_acts_as_governments_do_is_a_government(text: str, name: str) -> None:
    assert _sense(text, name) == [False]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Damascus was bombed before dawn.", "Damascus"),
        ("Kabul fell on a Sunday.", "Kabul"),
        ("Kyiv hit by drones overnight, mayor says", "Kyiv"),
        ("Tripoli has been shelled for a week.", "Tripoli"),
        ("They marched on Khartoum.", "Khartoum"),
        ("Residents of Khartoum said the bridge was shut.", "Khartoum"),
        ("The general said Damascus was burning.", "Damascus"),
        ("They warned Kyiv could fall.", "Kyiv"),
        ("Tehran residents said they heard two blasts.", "Tehran"),
        ("London needs more homes.", "London"),
        ("Rome expects rain at the weekend.", "Rome"),
        ("Paris plans a new metro line.", "Paris"),
        ("Berlin welcomes two million tourists a year.", "Berlin"),
        ("Baghdad's base in March was a ruin.", "Baghdad"),
        ("Kyiv's suburbs lost power.", "Kyiv"),
        ("Damascus's defence ministry building was hit.", "Damascus"),
        ("Khartoum's army headquarters burned.", "Khartoum"),
        ("Fighting broke out in Khartoum, doctors said.", "Khartoum"),
    ],
)
def test_a_capital_to_which_something_happens_is_the_town(text: str, name: str) -> None:
    assert _sense(text, name) == [True]


def test_two_capitals_with_one_verb_are_both_governments() -> None:
    text = "Moscow and Ankara agreed to a truce. People in Moscow and Ankara agreed."
    assert _sense(text, "Moscow") == [False, True]
    assert _sense(text, "Ankara") == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Douglas said he was ill. Douglas denied it.",
        "Jane Hamilton said she won.",
        "Victoria said she was tired.",
        "Sofia said yes.",
        "Santiago told reporters he would run.",
    ],
)
def test_people_with_the_names_of_capitals_are_no_governments(text: str) -> None:
    assert find_mentions(text, WORLD) == []
