"""Places that are only part of another name, and names that a hyphen, a dateline or a list announces."""

# ruff: noqa: RUF001 -- texts have dashes

import pytest

from geo import Gazetteer, find_mentions

WORLD = Gazetteer.load()


def _found(text: str) -> dict[str, bool]:
    return {mention.name: mention.literal for mention in find_mentions(text, WORLD)}


def _literal(text: str) -> list[str]:
    return [name for name, literal in _found(text).items() if literal]


@pytest.mark.parametrize(
    "text",
    [
        "The Bank of Lebanon froze the accounts.",
        "She studied at the University of Damascus.",
        "The Treaty of Lausanne drew the line.",
        "The Tokyo Stock Exchange closed early.",
        "The Yemen Data Project counted 30 raids.",
        "The Gaza Health Ministry counted them.",
        "Liwa al-Quds lost eight fighters.",
        "He bought a Panama hat and an Aleppo soap.",
        "Israel Vasquez lost the bout.",
        "The Karabakh Armenians left in a week.",
        "The Iran-backed militia fired first.",
        "Moscow-backed fighters withdrew.",
    ],
)
def test_a_part_of_another_name_is_no_place(text: str) -> None:
    assert _literal(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A tank shell hit the Gaza European Hospital.", "Gaza"),
        ("Aleppo University Hospital took in the wounded.", "Aleppo"),
        ("Gunmen broke into the Kabul Military Hospital.", "Kabul"),
        ("Idlib Central Hospital lost its roof.", "Idlib"),
        ("Two shells fell on Omdurman Islamic University.", "Omdurman"),
        ("A drone crashed at Khartoum International Airport.", "Khartoum"),
        ("Kuwait International Airport was shut.", "Kuwait"),
        ("A truck was burnt on the Homs highway.", "Homs"),
        ("Rockets landed by the Aleppo military airport.", "Aleppo"),
        ("Aleppo Central Prison was stormed at dawn.", "Aleppo"),
        ("Baghdad's army base was hit by two drones.", "Baghdad"),
        ("The Zaporizhzhia Nuclear Power Plant lost power.", "Zaporizhzhia"),
        ("Halep Üniversite Hastanesi'ne düzenlenen saldırı sonra kınandı, iki kişi öldü.", "Halep"),
        ("Uçaklar Halep havalimanını vurdu ve çatışmalar sürüyor.", "Halep"),
        ("قصفت الطائرات مستشفى حلب", "حلب"),
        ("غارة على مدرسة إدلب", "إدلب"),
        ("اندلع حريق في سجن حلب", "حلب"),
    ],
)
def test_a_building_or_a_road_is_near_the_town_it_is_called_after(text: str, name: str) -> None:
    [found] = [mention for mention in find_mentions(text, WORLD) if mention.name == name]
    assert (found.literal, found.is_part) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "The Kabul Bank reopened its doors.",
        "Damascus Steel closed a furnace.",
        "The Khartoum Airport Authority denied it.",
        "Kabul Airport Police counted two dead.",
        "Stalls on Jaffa Road were shut.",
        "Columbia University Press printed it.",
        "The London School of Economics printed it.",
        "Indiana University was founded long ago.",
    ],
)
def test_shops_offices_and_streets_in_cities_are_not_where_their_names_lie(text: str) -> None:
    assert _literal(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The State of Palestine and the Port of Beirut.", ["State of Palestine", "Beirut"]),
        ("In Idlib Turkish troops dug in.", ["Idlib"]),
        ("Israel Defense Minister Katz spoke in Haifa.", ["Haifa"]),
        ("They crossed Rakhine State in Myanmar.", ["Rakhine", "Myanmar"]),
    ],
)
def test_a_name_with_a_kind_or_a_neighbour_beside_it_stays_a_place(text: str, names: list[str]) -> None:
    assert [name for name in _literal(text) if name in names] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("GAZA (AFP) - Rain flooded tents.", "GAZA"),
        ("GOMA, May 4 (Reuters) - Shops opened.", "GOMA"),
        ("SANAA — Shops opened.", "SANAA"),
        ("JERUSALEM/GAZA (Reuters) - Shops opened.", "GAZA"),
        ("The town now known as Khankendi is empty.", "Khankendi"),
        ("The border with Gisenyi is shut.", "Gisenyi"),
        ("Herders left Pakistani-administered Kashmir.", "Kashmir"),
        ("A Nairobi-based charity counted them.", "Nairobi"),
        ("The rebels had taken Ann, in Rakhine State.", "Ann"),
        ("Shells fell near Bakhmut and Soledar.", "Soledar"),
    ],
)
def test_a_name_that_is_announced_is_a_place(text: str, name: str) -> None:
    assert _found(text)[name]


def test_pairs_that_a_hyphen_joins_are_two_names() -> None:
    text = "The Syrian-Turkish border, the Homs-Tartus road and Guinea-Bissau."
    found = find_mentions(text, WORLD)
    assert [mention.name for mention in found] == ["Syrian", "Turkish", "Homs", "Tartus", "Guinea-Bissau"]
    assert all(text[mention.start : mention.end] == mention.name for mention in found)
    assert "Jean-Paul" not in _found("Jean-Paul met Anne-Marie in Paris.")


@pytest.mark.parametrize("road", ["Beirut–Damascus highway", "Beirut-Damascus road"])
def test_a_road_names_the_places_at_its_ends(road: str) -> None:
    assert _literal(f"The {road} is closed.") == ["Beirut", "Damascus"]
    assert _literal("The Beirut-Damascus Agreement is signed.") == []
