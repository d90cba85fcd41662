"""Who attacked whom, where and when, and how often an attack is told, as bulletins, wires and posts have it."""

# ruff: noqa: RUF001 - Turkish and Cyrillic letters look like Latin ones

from typing import Any

import pytest

from layers import Dossier, read_report

THURSDAY = "2024-06-20"
BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"


def events(text: str, *names: str, published: str = THURSDAY, dossier: Dossier | str | None = None) -> list[Any]:
    found = read_report(text, published=published, dossier=dossier).records()["events"]
    return [tuple(event[name] for name in names) if len(names) > 1 else event[names[0]] for event in found]


ATTACKS = [
    ("Five people were killed in {a_adj} strikes on Kadugli on Tuesday.", "a", ""),
    ("{a}'s forces are shelling Kadugli again.", "a", ""),
    ("{a}'s army was bombarding Kadugli on Tuesday.", "a", ""),
    ("Kadugli came under {a_adj} artillery fire on Tuesday.", "a", ""),
    ("Kadugli was hit by {a_adj} missiles on Tuesday.", "a", ""),
    ("{a_adj} warplanes carried out four raids on Kadugli on Tuesday.", "a", ""),
    ("{b_adj} troops were driven out of Kadugli by {a_adj} forces on Tuesday.", "a", "b"),
    ("{b_adj} soldiers were attacked by {a_adj} troops near Kadugli on Tuesday.", "a", "b"),
    ("Eight {b_adj} soldiers were killed in {a_adj} shelling near Kadugli on Tuesday.", "a", "b"),
    ("An attack on a convoy guarded by {b_adj} soldiers killed six people near Kadugli on Tuesday.", "", "b"),
    ("{a_adj} troops managed to recapture Kadugli on Tuesday.", "a", ""),
    ("A {a_adj} sniper killed a farmer near Kadugli on Tuesday.", "a", ""),
]
PARTIES = [("Sudan", "Sudanese", "Chad", "Chadian"), ("Chad", "Chadian", "Sudan", "Sudanese")]


@pytest.mark.parametrize(("text", "first", "second"), ATTACKS)
@pytest.mark.parametrize(("a", "a_adj", "b", "b_adj"), PARTIES)
def test_swapping_the_parties_mirrors_the_event(  # noqa: PLR0913, PLR0917 - the names of two parties
    text: str, first: str, second: str, a: str, a_adj: str, b: str, b_adj: str
) -> None:
    [found] = events(text.format(a=a, a_adj=a_adj, b_adj=b_adj), "actor1", "actor2", "place")
    parties = {"a": a, "b": b, "": None}
    assert found == (parties[first], parties[second], "Kadugli")


def test_where_fighters_come_from_and_where_a_group_is_banned_nothing_happens() -> None:
    text = "Troops attacked Nalut on Monday but were repelled by fighters from Zawiya."
    assert events(text, "place") == ["Nālūt"]
    text = "Fighters of the Red Front (an organisation banned in Chad) seized Kadugli on Monday."
    assert events(text, "place", "actor2") == [("Kadugli", None)]


def test_who_says_it_is_no_adverb() -> None:
    text = "Amal Idris, a teacher, also says the army shelled Kadugli on Monday."
    assert events(text, "attribution") == ["Amal Idris"]
    assert events("Meanwhile, residents said the army shelled Kadugli.", "attribution") == ["residents"]


def test_an_abbreviation_in_capitals_is_no_small_word() -> None:
    assert events("Heavy fighting broke out near us in Kadugli.", "actor1") == [None]


def test_one_attack_is_one_event_with_the_span_of_its_tolls() -> None:
    text = (
        "An attack on a convoy left at least 20 soldiers dead, officials said on Sunday. The ambush took place on "
        "Friday on the road between Gao and Ansongo. “At least seven people have been killed,” a mayor said."
    )
    names = ("start_date", "fatalities_low", "fatalities_best", "geo_precision")
    assert events(text, *names, published="2024-06-16") == [("2024-06-14", 7, 20, 2)]
    [event] = read_report(text, published="2024-06-16").records()["events"]
    assert 40 < event["uncertainty_km"] < 60


def test_a_later_toll_replaces_the_first_and_further_dead_are_added() -> None:
    first = "Shelling killed 4 people in Kadugli on Monday."
    assert events(f"{first} The death toll later rose to 9.", "fatalities_best") == [9]
    assert events(f"{first} Two more people died.", "fatalities_best") == [6]


def test_a_toll_of_several_places_is_none_of_theirs_alone() -> None:
    found = events("Shelling in Taiz and Marib killed eight people on Monday.", "fatalities_best", "fatalities_high")
    assert found == [(None, 8), (None, 8)]


@pytest.mark.parametrize(
    "background",
    [
        "The war, which began in April 2023, has killed more than 15,000 people.",
        "Since the start of the year, at least 320 people have been killed in attacks in Borno.",
        "In 2014 militants seized Mosul.",
    ],
)
def test_the_toll_of_a_war_and_the_past_are_no_events_of_the_day(background: str) -> None:
    news = "On Tuesday shelling killed three civilians in Omdurman."
    assert events(f"{background} {news}", "place", "fatalities_best") == [("Omdurman", 3)]


@pytest.mark.parametrize(
    ("when", "start", "end", "precision"),
    [
        ("overnight from 17 to 18 June", "2024-06-17", "2024-06-19", 1),
        ("overnight into Wednesday", "2024-06-18", "2024-06-20", 1),
        ("the day before yesterday", "2024-06-18", None, 1),
        ("a week ago", "2024-06-10", "2024-06-17", 2),
        ("two weeks ago", "2024-06-03", "2024-06-10", 2),
        ("at the weekend", "2024-06-15", "2024-06-17", 2),
        ("on Monday last week", "2024-06-10", None, 1),
        ("several days ago", "2024-06-14", "2024-06-20", 2),
    ],
)
def test_a_date_carries_the_days_on_which_it_may_lie(when: str, start: str, end: str | None, precision: int) -> None:
    found = events(f"Rebels shelled Kadugli {when}.", "start_date", "end_date", "time_precision")
    assert found == [(start, end, precision)]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("🔴 Kutum: drone strike on a bus, 4 dead", (REMOTE, "Kutum", 4)),
        ("A market in Kutum was bombed on Sunday, 12 civilians killed.", (REMOTE, "Kutum", 12)),
        ("Heavy fighting in Kutum since this morning.", (BATTLES, "Kutum", None)),
        ("🔴 طائرة مسيرة تستهدف سيارة قرب مدينة صيدا", (REMOTE, "Sidon", None)),
        ("4 قتلى بانفجار لغم أرضي في مدينة منبج", (REMOTE, "Manbij", 4)),
        ("Afrin'de mayın patladı, 2 sivil öldü.", (REMOTE, "‘Afrīn", 2)),
        ("Росіяни обстріляли Херсон, загинули двоє цивільних.", (REMOTE, "Kherson", 2)),
        ("Армия освободила Купянск.", (BATTLES, "Kupyansk", None)),
        ("سماع دوي انفجارات في الخرطوم", (REMOTE, "Khartoum", None)),
        ("مقتل مدنيين اثنين بقصف على مدينة جسر الشغور", (REMOTE, "Jisr ash Shughūr", 2)),
        ("قصف على منبج، استشهد 12 مدنيا وأصيب العشرات", (REMOTE, "Manbij", 12)),
        ("Балістика по Кривому Рогу! Двоє загиблих", (REMOTE, "Kryvyy Rih", 2)),
        ("Прилёт по Донецку, трое раненых", (REMOTE, "Donetsk", None)),
    ],
)
def test_a_post_of_one_line_is_enough(text: str, event: tuple[object, ...]) -> None:
    assert events(text, "event_type", "place", "fatalities_best") == [event]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Під вогнем опинилися населені пункти Торецьк, Сіверськ, Лиман.", ["Toretsk", "Siversk", "Lyman"]),
        ("Росіяни атакували Нікополь дронами та обстріляли Марганець.", ["Nikopol", "Marhanets"]),
        ("Ворог атакував у районах Синьківки та Куп'янська.", ["Kupyansk", "Kupyansk"]),
        ("Бои идут в районе Торецка, где погибли двое солдат.", ["Toretsk"]),
    ],
)
def test_each_place_of_a_bulletin_has_its_event(text: str, places: list[str]) -> None:
    assert events(text, "place") == places


@pytest.mark.parametrize("sides", [("Ukraine", "Russia"), ("Russia", "Ukraine")])
def test_a_bulletin_with_its_parties_swapped_is_mirrored(sides: tuple[str, str]) -> None:
    one, other = ({"Ukraine": "Украинск", "Russia": "Российск"}[side] for side in sides)
    text = f"{one}ие войска обстреляли позиции {other.lower()}их войск в Торецке."
    assert events(text, "actor1", "actor2") == [sides]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("قال الجيش السوداني إنه قصف قوات الدعم السريع في نيالا", ("Sudan", "الدعم السريع")),
        ("قالت قوات الدعم السريع إنها قصفت الجيش السوداني في نيالا", ("الدعم السريع", "Sudan")),
        ("تعرضت نقطة للجيش السوداني في نيالا لهجوم من الدعم السريع", ("الدعم السريع", "Sudan")),
        ("تعرضت نقطة للدعم السريع في نيالا لهجوم من الجيش السوداني", ("Sudan", "الدعم السريع")),
        ("انفجرت عبوة ناسفة على دورية للجيش العراقي في بعقوبة", (None, "Iraq")),
        ("أعلن الجيش السوداني مقتل ثلاثة من جنوده في معارك في نيالا", (None, "Sudan")),
        ("اشتباكات بين الفصائل الموالية لتركيا وقسد في منبج", ("الفصائل", "قسد")),
        ("غارة إسرائيلية على منزل لعائلة المصري في صيدا", ("Israel", None)),
    ],
)
def test_who_acts_on_whom_in_arabic(text: str, parties: tuple[str | None, str | None]) -> None:
    assert events(text, "actor1", "actor2") == [parties]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Ermenistan Savunma Bakanlığı, Azerbaycan ordusunun Gence şehrini vurduğunu bildirdi.", ("Azerbaijan", None)),
        ("Azerbaycan Savunma Bakanlığı, Ermenistan ordusunun Gence şehrini vurduğunu bildirdi.", ("Armenia", None)),
        ("Azerbaycan ordusu, Gence şehrini vurduğunu duyurdu.", ("Azerbaijan", None)),
        ("Komandolarımız, Afrin'de 5 PKK'lı teröristi etkisiz hale getirdi.", (None, "PKK")),
        ("PKK mensupları Afrin'de 3 askeri öldürdü.", ("PKK", None)),
        ("Suriye'nin Azez ilçesinde PKK mensuplarının havan ateşinde 2 ÖSO mensubu şehit oldu.", ("PKK", "ÖSO")),
    ],
)
def test_who_acts_on_whom_in_turkish(text: str, parties: tuple[str | None, str | None]) -> None:
    assert events(text, "actor1", "actor2") == [parties]


def test_rockets_hit_the_place_that_they_were_not_fired_from() -> None:
    text = "Kilis'e Afrin'den atılan roket bir eve isabet etti, 1 kişi öldü."
    assert events(text, "event_type", "place", "fatalities_best") == [(REMOTE, "Kilis", 1)]


def test_a_name_spelled_otherwise_lies_in_a_country_of_the_text() -> None:
    found = read_report("Irak'ın Metina bölgesinde çatışma çıktı.", published=THURSDAY).records()["mentions"]
    assert [one["place"] and one["place"]["country"] for one in found] == ["IQ", None]


def test_a_road_between_two_towns_with_a_dash_is_no_dateline() -> None:
    text = "قتل 20 عنصرا من قوات النظام في كمين على طريق خان شيخون - حماة"
    found = events(text, "place", "actor1", "actor2", "fatalities_best")
    assert found == [("Khān Shaykhūn", None, "قوات النظام", 20)]


@pytest.mark.parametrize(
    ("army", "party"), [("Войска Сирии", "Syria"), ("Граница Сирии", None), ("Армия Турции", "Turkey")]
)
def test_an_army_of_a_country_acts_and_its_border_does_not(army: str, party: str | None) -> None:
    found = read_report(f"{army}: обстрел Хамы, погибли трое военных.", published=THURSDAY).records()["events"]
    assert [event["actor1"] or event["actor2"] for event in found] == [party]


def test_a_place_named_ahead_of_an_attack_is_the_area_of_the_place_behind_it() -> None:
    text = "في محافظة مأرب هدوء. وفي الحديدة، قتل طفلان بانفجار لغم أرضي زرعه الحوثيون في مديرية حيس"
    [event] = read_report(text, published=THURSDAY).records()["events"]
    # the gazetteer knows no district of this name, but its town
    assert (event["place"], event["geo_precision"], event["actor1"]) == ("Ḩays", 2, "الحوثيون")


def test_neutralised_means_killed_wounded_or_captured() -> None:
    text = "TSK, Afrin'de 3 teröristi etkisiz hâle getirdi."
    assert events(text, "actor1", "fatalities_best", "fatalities_high") == [("Turkey", None, 3)]


def test_an_event_at_an_unknown_place_lies_in_the_region_that_the_text_names() -> None:
    text = "Jets bombed Qwar Zin Tok village in Sagaing Region on Monday."
    [event] = read_report(text, published=THURSDAY).records()["events"]
    assert (event["place"], event["geo_precision"]) == ("Sagaing", 3)
    assert event["uncertainty_km"] > 100


def test_a_distance_and_direction_move_the_event_and_say_how_far_off_it_may_be() -> None:
    reading = read_report("Drones hit a base 20 km south of Kadugli on Monday.", published=THURSDAY).records()
    [event] = reading["events"]
    assert (event["geo_precision"], round(event["lat"], 2), event["uncertainty_km"]) == (2, 10.83, 10.0)
    [relative] = [mention["relative_to"] for mention in reading["mentions"] if "relative_to" in mention]
    assert relative == {"place": "Kadugli", "km": 20.0, "bearing": 180.0}


def test_an_event_near_a_place_is_not_exactly_there() -> None:
    [event] = read_report("Rebels shelled a village near Kadugli on Monday.", published=THURSDAY).records()["events"]
    assert (event["geo_precision"], event["uncertainty_km"]) == (2, 10.0)


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("أعلن الجيش السوداني استعادة مدينة سنجة من قوات الدعم السريع", ("Sudan", "الدعم السريع")),
        ("قتل 9 عسكريين في هجوم لتنظيم الدولة على حاجز للجيش العراقي قرب كركوك", ("تنظيم الدولة", "Iraq")),
        ("دارت اشتباكات بين المعارضة وقوات النظام في كفرنبل", ("المعارضة", "قوات النظام")),
        ("İsrail ordusu, Lübnan'ın güneyindeki Hiyam beldesini bombaladı.", ("Israel", None)),
    ],
)
def test_who_acts_in_arabic_and_turkish(text: str, parties: tuple[str, str | None]) -> None:
    assert events(text, "actor1", "actor2") == [parties]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # a list of places near which something happened; its last name may be their area
        ("Rebels torched houses near Saraqib and Sarmin, Idlib.", [("Saraqib", 2), ("Sarmīn", 2)]),
        ("Rebels attacked in the vicinity of Saraqib.", [("Saraqib", 2)]),
        ("Rebels torched the villages of Qwarzin and Mahqwar, Sagaing Region.", [("Sagaing", 3)]),
        ("In Rakhine State, rebels captured Qwarzin on Monday.", [("Rakhine", 3)]),
        ("Army artillery based in Sarmin shelled Saraqib on Monday.", [("Saraqib", 1)]),
        ("Rebels abducted six men from the village of Saraqib.", [("Saraqib", 1)]),
        ("Rebels and men from the village of Sarmin attacked Saraqib.", [("Saraqib", 1)]),
        ("Overnight, rebels launched 20 drones.", [(None, None)]),
        ("Rebels killed a farmer in Qwarzin, central Chad.", [("Chad", 3)]),
        ("Soldiers hit a landmine on the Tessalit-Gao road.", [("Tessalit", 2)]),
    ],
)
def test_an_event_lies_where_the_words_around_the_names_put_it(text: str, event: list[tuple[object, ...]]) -> None:
    assert events(text, "place", "geo_precision") == event


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Rebels of the Allied Democratic Forces (ADF) shot dead five men in Goma.", ("Allied Democratic Forces", 5)),
        ("On Monday, Karenni fighters shot down a helicopter near Goma.", ("Karenni fighters", None)),
        ("Al Shabaab militants ambushed soldiers near Goma.", ("al-Shabaab", None)),
        ("Rebels said they took Goma, while an army spokesman said its jets struck Sake.", ("army", None)),
        ("Gunmen shot and killed a tax collector in Goma.", ("gunmen", 1)),
        ("A bomb killed 20 soldiers, including a medic and nine recruits, in Goma.", (None, 20)),
        ("Rebels attacked Goma, leaving 10 soldiers dead according to the army.", ("rebels", 10)),
        ("Rebels clashed with soldiers near Goma; 4 fatalities reported.", ("rebels", 4)),
        ("M23 and the Congolese army (FARDC) exchanged heavy fire in Goma.", ("M23", None)),
        ("The army and rebels fought in Goma on 6 and 7 June before soldiers retook the town.", ("army", None)),
        ("Israeli soldiers raided Goma and detained 12 men.", ("Israel", None)),
        ("Israeli warplanes struck Goma, killing Hezbollah commander Ali Hassan.", ("Israel", 1)),
        (
            "Boko Haram militants killed 17 farmers in an attack on Goma, Gwoza Local Government Area.",
            ("Boko Haram", 17),
        ),
        ("The government of Chad condemned the shelling of Goma, in which four people died.", (None, 4)),
        ("JNIM claimed responsibility for an attack on Goma in which 20 people died.", ("JNIM", 20)),
        ("Hezbollah targeted a site in Goma with rockets.", ("Hezbollah", None)),
        (
            "Fighting between Fatah and gunmen in Goma, Chad's largest camp, has killed 13 people since Saturday.",
            ("Fatah", 13),
        ),
        ("Security forces opened fire on protesters in Goma, killing two people.", ("security forces", 2)),
    ],
)
def test_the_party_and_the_dead_of_common_sentences(text: str, event: tuple[object, ...]) -> None:
    assert events(text, "actor1", "fatalities_best")[-1:] == [event]
    assert len(events(text, "place")) == 1 + ("they took" in text)
