"""Numbers of the dead in reports: large ones, ranges, and those of cows and tanks."""

import pytest

from layers import read_report
from layers.reading.fatalities.fatalities import Fatalities, count_fatalities


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("2500 villagers were killed", 2500),
        ("The flood of shells killed 12000 people", 12_000),
        ("مقتل 3000 جندي", 3000),
        ("four thousand people were killed", 4000),
        ("2.5 million people died", 2_500_000),
        ("3 bin kişi öldü", 3000),
        ("iki bin beş yüz kişi öldü", 2500),
        ("yüz elli asker öldü", 150),
        ("مقتل أربعة آلاف شخص", 4000),
        ("مقتل مئتي شخص", 200),
        ("مقتل مئة وخمسة وعشرين مدنيا", 125),
        ("مقتل 20 ألف شخص", 20_000),
        ("three hundred people were killed", 300),
        ("two hundred and fifty soldiers were killed", 250),
        ("thirty two people died", 32),
        ("several hundred people were killed", 100),
        ("thousands of people were killed", 1000),
    ],
)
def test_large_numbers_are_read_whole(text: str, best: int) -> None:
    assert count_fatalities(text).best == best


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("In 2014 people died", None),
        ("In March 2015 civilians were killed", None),
        ("In 2016 rebels killed 12 people", 12),
        ("The death toll of the 2014 attack rose to 12", 12),
        ("Fighters of Saleh bin Ali fighters were killed", None),
    ],
)
def test_a_year_or_a_name_is_no_number_of_dead(text: str, best: int | None) -> None:
    assert count_fatalities(text).best == best


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The brigade lost 15 tanks and four soldiers were killed", Fatalities(4, 4, 4)),
        ("Six trucks and three fighters were killed", Fatalities(3, 3, 3)),
        ("20 villages where people were killed", Fatalities()),
        ("Shelling killed 14 sheep", Fatalities()),
        ("A mine killed 12 sheep and two children", Fatalities(2, 2, 2)),
        ("40 dead animals were found", Fatalities()),
        ("30 dead bodies were found", Fatalities(30, 30, 30)),
        ("25–30 people were killed", Fatalities(25, 25, 30)),
        ("a strike killed 15-20", Fatalities(15, 15, 20)),
        ("12 men and two women were killed", Fatalities(14, 14, 14)),
        ("rebels killed two lawyers", Fatalities(2, 2, 2)),
        ("a raid killed 9 this week", Fatalities(9, 9, 9)),
    ],
)
def test_a_number_counts_its_own_noun(text: str, expected: Fatalities) -> None:
    assert count_fatalities(text) == expected


@pytest.mark.parametrize(
    ("text", "place", "actor", "best"),
    [
        ("قتلت قوات النظام سبعة مدنيين في حماة أمس", "Ḩamāh", "قوات النظام", 7),
        ("قتل الجيش السوداني عشرة مدنيين في نيالا", "Nyala", "Sudan", 10),
        ("هاجم مسلحون قرية في نيالا أمس وقتلوا عشرين شخصا", "Nyala", "مسلحون", 20),
    ],
)
def test_an_arabic_verb_has_its_subject_before_those_who_died(text: str, place: str, actor: str, best: int) -> None:
    [event] = read_report(text, published="2024-05-08", dossier=None).records()["events"]
    assert (event["place"], event["actor1"], event["fatalities_best"]) == (place, actor, best)
