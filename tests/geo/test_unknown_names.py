"""Names that no gazetteer has, names in other cases, forms of names, and the languages of texts."""

# ruff: noqa: RUF001 - Cyrillic letters look like Latin ones

import pytest

from geo import Gazetteer, Geocoder, find_mentions
from geo.geometry.sphere import distance_km
from geo.languages.detection import language_of
from layers import read_report
from layers.errors import ReportLanguageError

WORLD = Gazetteer.load()


def names(text: str) -> list[str]:
    return [mention.name for mention in find_mentions(text, WORLD) if mention.literal]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Troops attacked the village of Tal Qwar Zin on Monday.", ["Tal Qwar Zin"]),
        ("Jets bombed Kan Qwar Gyi and Zee Qwar Aing villages.", ["Kan Qwar Gyi", "Zee Qwar Aing"]),
        ("Shells fell near Dar Qwarzin.", ["Dar Qwarzin"]),
        ("They met Dar Qwarzin in an office.", []),
        ("Troops entered Raqqa, Tabqa and Qwarzin.", ["Raqqa", "Tabqa", "Qwarzin"]),
        ("Rebels attacked in the areas of Qwarzin and Tal Qwar Zin.", ["Qwarzin", "Tal Qwar Zin"]),
        ("Rebels burned the villages of Masala, Qwarzin and Mahqwar.", ["Masala", "Qwarzin", "Mahqwar"]),
        ("Gunmen killed three people in Qwarzin two weeks ago.", ["Qwarzin"]),
        ("They met in Qwarzin two weeks ago. Gunmen killed three people.", []),
        ("A bomb fell in the Qwarzin displacement camp.", ["Qwarzin"]),
        ("Forces repelled attacks in Qwarzin Oblast.", ["Qwarzin"]),
        ("Soldiers raided Al Qwarda Hospital.", []),
        ("A minister met Qwarzin, Paris and London correspondents.", ["Paris", "London"]),
        ("Settlers burned cars in the West Bank.", ["West Bank"]),
        ("Ukrainian forces struck the Chonhar bridge.", ["Chonhar"]),
    ],
)
def test_an_unknown_name_is_whole_or_none(text: str, found: list[str]) -> None:
    assert names(text) == found
    unknown = [mention for mention in find_mentions(text, WORLD) if "Qwar" in mention.name]
    assert all(WORLD.find(mention.name) == [] for mention in unknown)


@pytest.mark.parametrize(
    "text",
    [
        "{name} was shelled on Monday.",
        "{name}: air raid on the market",
        "{name} - gunmen attacked a checkpoint",
        "Army seizes {name}",
        "An explosion rocked {name} at dawn.",
        "The {name} front saw heavy fighting.",
        "Troops in {name} said they were under fire.",
        "Strikes: {name}, Sarmin, Binnish",
        "Two villages, {name} and Sarmin, were hit.",
    ],
)
@pytest.mark.parametrize("name", ["Korsun", "Djibo", "Alaverdi"])
def test_a_known_name_is_found_wherever_a_post_has_it(text: str, name: str) -> None:
    assert name in names(text.format(name=name))


def test_agencies_and_groups_are_no_places() -> None:
    assert names("SANA news agency said so. According to SANA, al-Shabab fled.") == []
    assert names("نقل مراسل الجزيرة عن بيان للجيش أن الهدوء عاد بشكل كامل") == []
    assert names("أسفر القصف عن مقتل سعيد بن عزيز في معسكر للجيش") == []


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Бои идут в Кривом Роге.", "Кривом Роге", "Kryvyy Rih"),
        ("Дрон упал под Харьковом.", "Харьковом", "Kharkiv"),
        ("Бої тривають у Торецьку та поблизу Часового Яру.", "Часового Яру", "Chasiv Yar"),
        ("Удар по Харкову.", "Харкову", "Kharkiv"),
        ("Обстріляли Запорізьку область.", "Запорізьку область", "Zaporizka oblast"),
        ("Балістика по Кривому Рогу!", "Кривому Рогу", "Kryvyy Rih"),
        ("Бої на Авдіївському напрямку.", "Авдіївському", "Avdiyivka"),
        ("Обстріляли Марганецьку громаду.", "Марганецьку", "Marhanets"),
        ("Атаки отбиты в районе Угледара.", "Угледара", "Vuhledar"),
        ("Бої під Краснопіллям на Сумщині та в Сумах.", "Краснопіллям", "Krasnopillya"),
    ],
)
def test_a_name_in_any_case_is_looked_up_in_its_nominative(text: str, name: str, place: str) -> None:
    reading = read_report(text, published="2024-06-20")
    [found] = [record for record in reading.records()["mentions"] if record["text"] == name]
    assert found["place"]["name"] == place


def test_a_name_that_no_gazetteer_has_is_whole_in_arabic() -> None:
    assert names("قصف على مخيم أبو شوك وبلدة عيتا الشعب الحدودية ثم على عيتا الشعب") == [
        "أبو شوك",
        "عيتا الشعب",
        "عيتا الشعب",
    ]
    # areas of a kind, families, operations and small words are none
    assert names("دخلوا منطقة عسكرية ومنزلا لعائلة المصري وإن غرفة عمليات سرت قالت 21 ألفا و110") == []


def test_a_first_name_is_no_town() -> None:
    assert names("Президент Владимир Иванов заявил об этом.") == []


def test_a_list_of_settlements_goes_on_whatever_gazetteers_have() -> None:
    found = names("Атаки у районах Синьківки та Кліщіївки, під Бахмутом.")
    assert found == ["Синьківки", "Кліщіївки", "Бахмутом"]
    # what is called after a place, rivers, forces and adjectives of regions are no settlements
    assert names("ОТУ «Луганськ» відійшло на лівий берег Дніпра") == []
    assert names("На це Сили оборони відповіли в районі Загорської ставки.") == []


@pytest.mark.parametrize(
    ("name", "lat", "lon", "least_km"),
    [
        ("Goma airport", -1.67, 29.24, 5),
        ("Jabalia refugee camp", 31.53, 34.49, 1),
        ("20 km south of Kadugli", 10.83, 29.72, 5),
        ("Bakhmut/Artemivsk", 48.6, 38.0, 0),
        ("Gwoza LGA", 11.09, 13.69, 5),
    ],
)
def test_a_form_of_a_name_is_resolved_with_its_radius(name: str, lat: float, lon: float, least_km: float) -> None:
    [match] = Geocoder(WORLD).resolve([name])
    assert match is not None
    radius = match.place.uncertainty_km or 0.0
    assert radius >= least_km
    assert distance_km(lat, lon, match.place.lat, match.place.lon) <= max(radius, 15.0)


def test_a_town_comes_before_the_division_of_its_name_and_its_score_is_its_own() -> None:
    [gao, _] = Geocoder(WORLD).resolve(["Gao", "Ansongo"])
    assert gao is not None
    assert (gao.place.kind, gao.place.country) == ("place", "ML")
    assert gao.score < 0.5


def test_no_district_is_exact() -> None:
    districts = [WORLD[place_id] for place_id in ("9179483", "1029247", "1298481")]
    assert all(place.uncertainty_km and place.uncertainty_km >= 10 for place in districts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The army said that it had left the town.", "en"),
        ("قصفت قوات النظام بلدة في ريف إدلب", "ar"),
        ("Російські війська обстріляли місто", "uk"),
        ("Российские войска обстреляли город, сообщил мэр", "ru"),
        ("ارتش سوریه شهر را تصرف کرد و پنج سرباز کشته شدند", "fa"),
        ("Les rebelles ont pris la ville de Kidal lundi soir", "fr"),
        ("Nyala: air raid", None),
    ],
)
def test_a_language_is_told_where_it_is_certain(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_a_text_in_a_language_that_is_not_read_is_an_error() -> None:
    with pytest.raises(ReportLanguageError, match="this looks French; read knows ar, en, ru, tr, uk"):
        read_report("Les rebelles ont pris la ville de Kidal lundi soir", published="2024-06-20")
