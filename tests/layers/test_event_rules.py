"""Rules by which events are coded, each with sentences that break a naive reading of it."""

# ruff: noqa: RUF001 -- Turkish and Arabic have letters that look like others

import sys
from datetime import date
from typing import Any

import pytest

from layers import read_report
from layers.reading.dates.find import dates
from layers.reading.fatalities.fatalities import Fatalities, count_fatalities
from layers.reading.speakers import speaker

WEDNESDAY = "2024-05-08"
BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, STATEMENT, PROTESTS, RIOTS = "Strategic developments", "Statement", "Protests", "Riots"


def reported(text: str, *names: str, published: str = WEDNESDAY, dossier: str | None = None) -> list[tuple[Any, ...]]:
    events = read_report(text, published=published, dossier=dossier).records()["events"]
    return [tuple(event[name] for name in names) for event in events]


@pytest.mark.parametrize(
    "text",
    [
        "Russia did not bomb the market in Kherson on Monday, an official said.",
        "The army denied that it had shelled Kupiansk or that 20 civilians had died.",
        "Kyiv rejected Russian claims that its forces had captured Chasiv Yar on Monday.",
        "The rebels dismissed as false reports that their rockets had hit a school in Azaz, killing 40.",
        "Reports that soldiers had killed 30 people in Bara were false.",
        "There is no evidence that drones struck Nyala on Sunday.",
        "نفى الجيش السوداني مقتل 50 مدنيا في قصف على نيالا يوم الاثنين.",
        "TSK, Halep'te 30 sivilin öldüğü iddialarını yalanladı.",
        "The army marked the anniversary of an attack in which rebels killed 12 people in Homs.",
        "RSF fighters haven't entered El Obeid, and nobody was killed.",
    ],
)
def test_what_is_denied_is_no_event(text: str) -> None:
    assert reported(text) == []


def test_what_is_told_beside_a_denial_is_an_event() -> None:
    text = "Rebels did not shell Hama but captured Saraqib on Monday. They denied involvement in the theft."
    assert reported(text, "event_type", "place", "start_date") == [(BATTLES, "Saraqib", "2024-05-06")]


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("In 2014, rebels captured Donetsk.", "2014-01-01", 3),
        ("في عام 2014 سيطرت داعش على الموصل.", "2014-01-01", 3),
        ("2014 yılında DEAŞ Musul'u ele geçirdi.", "2014-01-01", 3),
        ("Hamas fighters killed 1,200 people in southern Israel on October 7.", "2023-10-07", 1),
        ("After 2 May, rebels captured Saraqib.", "2024-05-03", 2),
        ("Turkish jets bombed Saraqib on Tuesday after an attack on Sunday.", "2024-05-07", 1),
        ("An attack by rebels on Sunday killed five soldiers in Saraqib.", "2024-05-05", 1),
        ("RSF fighters, in a war that began in April 2023, shelled Nyala on Monday.", "2024-05-06", 1),
    ],
)
def test_what_has_a_date_of_its_own_is_not_news_of_the_day(text: str, start: str, precision: int) -> None:
    assert reported(text, "start_date", "time_precision") == [(start, precision)]


def test_what_has_long_been_going_on_is_no_news() -> None:
    assert reported("Russian forces have shelled Donetsk since 2014.") == []
    [event] = reported("Russian forces have shelled Kupiansk since Sunday.", "start_date", "end_date", "time_precision")
    assert event == ("2024-05-05", "2024-05-09", 2)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Rebels captured Homs on 2 May. The same day, government forces withdrew from Hama.", ["02", "02"]),
        ("Rebels captured Homs on 2 May. A day earlier, government jets bombed Idlib.", ["02", "01"]),
        ("Rebels captured Homs on Thursday. The next day, government jets bombed Hama.", ["02", "03"]),
        ("On Sunday rebels bombed Homs, and a day later government forces shelled Hama.", ["05", "06"]),
        ("The M23 captured Goma on 2 May. They then advanced on Bukavu.", ["02", "02"]),
        ("سيطرت المعارضة على حمص يوم الاثنين. في اليوم التالي قصفت قوات النظام حماة.", ["06", "07"]),
    ],
)
def test_days_count_from_the_day_that_was_told_last(text: str, days: list[str]) -> None:
    assert [start for (start,) in reported(text, "start_date")] == [f"2024-05-{day}" for day in days]


def test_who_agreed_on_a_day_meets_on_the_day_after() -> None:
    text = "The two armies agreed on Wednesday that talks will be held on Thursday in Doha."
    assert reported(text, "event_type", "start_date", "place") == [(STATEMENT, "2024-05-09", "Doha")]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("in 2014", ("2014-01-01", "2015-01-01", False)),
        ("since 2011", ("2011-01-01", "2012-01-01", True)),
        ("منذ عام 2011", ("2011-01-01", "2012-01-01", True)),
        ("2014'ten beri", ("2014-01-01", "2015-01-01", True)),
        ("in 2024", ("2024-01-01", "2024-05-09", False)),
    ],
)
def test_a_year_is_a_date(text: str, span: tuple[str, str, bool]) -> None:
    [when] = dates(text, date.fromisoformat(WEDNESDAY))
    assert (str(when.start), str(when.end), when.is_limit) == span
    assert when.precision == 3


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Two Turkish soldiers were killed in Idlib on Monday.", (None, "Turkey")),
        ("The Israeli army said dozens of militants had been killed in Rafah on Tuesday.", (None, "militants")),
        ("Arakan Army fighters killed as many as 200 people in Buthidaung, Myanmar.", ("Arakan Army", None)),
        ("Two Azerbaijani citizens were killed by landmines in Aghdam on Monday.", (None, None)),
        ("Militants attacked the French, Belgian and US embassies in Kinshasa.", ("militants", None)),
        ("Gunmen attacked a village in Katsina, Nigeria, killing 12 people.", ("gunmen", None)),
        ("Israel's military killed at least 5 people in Jenin on Monday.", ("Israel", None)),
        ("Troops killed 20 militants in fighting near Baidoa on Monday.", (None, "militants")),
        ("Five Russian soldiers were killed in Ukrainian strikes near Donetsk on Monday.", ("Ukraine", "Russia")),
        ("The army said 12 rebels were killed in clashes in Saraqib on Monday.", (None, "rebels")),
        ("Israeli strikes killed at least 54 Palestinians in Jenin.", ("Israel", None)),
        ("Sudan's army and the Rapid Support Forces (RSF) clashed in Bara.", ("Sudan", "Rapid Support Forces")),
        ("أعلنت قوات الدعم السريع أنها سيطرت على نيالا يوم الاثنين.", ("الدعم السريع", None)),
        ("Halep'te çıkan çatışmada iki Türk askeri şehit oldu.", (None, "Turkey")),
        ("قصفت طائرات إسرائيلية بلدة في جنوب لبنان أمس.", ("Israel", None)),
        ("İdlib'de 20 rejim unsuru etkisiz hale getirildi.", (None, "rejim")),
    ],
)
def test_who_acts_on_whom(text: str, sides: tuple[str | None, str | None]) -> None:
    assert reported(text, "actor1", "actor2") == [sides]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between 10 and 15 people were killed in a raid", Fatalities(10, 10, 15)),
        ("ten to fifteen civilians died", Fatalities(10, 10, 15)),
        ("Between 10 and 15 people were killed or wounded", Fatalities(None, None, 15)),
        ("killed or injured more than 200 people", Fatalities(None, None, 201)),
        ("سقط 20 شخصا بين قتيل وجريح", Fatalities(None, None, 20)),
        ("The death toll from Saturday's attack on the town rose to 12", Fatalities(12, 12, 12)),
        ("They executed dozens of civilians", Fatalities(12, 12, None)),
        ("shot dead five villagers", Fatalities(5, 5, 5)),
        ("Shelling killed three in Kherson and two in Nikopol", Fatalities(5, 5, 5)),
        ("Three gunmen blew themselves up and killed 18 people", Fatalities(18, 18, 18)),
        ("18 people died when four women blew themselves up", Fatalities(18, 18, 18)),
        ("At least 12 Palestinians were killed", Fatalities(12, 12, None)),
        ("أعلن الجيش مقتل جنديين", Fatalities(2, 2, 2)),
        ("Saldırı dört sivilin ölümüne neden oldu", Fatalities(4, 4, 4)),
    ],
)
def test_numbers_are_read_as_they_are_told(text: str, expected: Fatalities) -> None:
    assert count_fatalities(text) == expected


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "Russian shelling killed three in Kherson and two in Nikopol on Monday.",
            [("Kherson", "Russia", 3), ("Nikopol", "Russia", 2)],
        ),
        (
            "Ukrainian drones killed two people in Belgorod and Russian shells killed three civilians in Kherson.",
            [("Belgorod", "Ukraine", 2), ("Kherson", "Russia", 3)],
        ),
        (
            "Missiles struck Dnipro and Odesa on Tuesday. Twenty people died.",
            [("Dnipro", None, None), ("Odesa", None, None)],
        ),
    ],
)
def test_the_dead_belong_to_the_event_that_they_died_in(text: str, events: list[tuple[Any, ...]]) -> None:
    assert reported(text, "place", "actor1", "fatalities_best") == events


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Russian missiles hit Kyiv on Tuesday. At least 11 people were killed, the emergency service said.", [11]),
        ("Rebels shelled Aleppo on Monday. The attack killed 5 civilians, medics said.", [5]),
        ("Rebels seized Goma on Monday. The army said 40 of its soldiers had been killed.", [40]),
        ("Rebels captured Goma on Monday. Israeli strikes killed 492 people in Lebanon.", [None, 492]),
        ("A shell killed 3 people in Bara. Four people were killed, the ministry said.", [3]),
        ("The governor said 11 people had been killed.", []),
        ("Rebels captured Goma on Monday. At least 826 people have been killed since the war began.", [None]),
        ("A gas explosion killed 11 people in Damascus on Tuesday, the army said.", []),
        ("Ten soldiers were killed when their bus crashed near Homs on Tuesday.", []),
    ],
)
def test_a_count_of_the_dead_joins_what_was_told_before(text: str, best: list[int | None]) -> None:
    found = reported(text, "fatalities_best", "event_type")
    assert [number for number, _ in found] == best
    assert all(kind != STATEMENT for _, kind in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Israeli tank fire killed 5 people in Rafah on Monday.", REMOTE),
        ("Russian forces attacked Kharkiv with glide bombs on Monday.", REMOTE),
        ("Rebels attacked Saraqib with mortars.", REMOTE),
        ("Russian drones attacked Odesa on Monday.", REMOTE),
        ("Rejim güçleri havan topu ile Halep'e saldırdı.", REMOTE),
        ("TSK, İHA ile Halep'teki hedeflere saldırdı.", REMOTE),
        ("Rebels captured Saraqib after heavy shelling.", BATTLES),
        ("RSF fighters killed 14 people in Nyala on Sunday.", CIVILIANS),
        ("Soldiers killed five protesters in Khartoum on Monday.", CIVILIANS),
        ("Protesters attacked the French embassy in Ouagadougou on Monday.", RIOTS),
        ("Protesters clashed with police in Nairobi on Tuesday.", RIOTS),
        ("Hundreds of protesters gathered in Binnish on Monday against the militant group.", PROTESTS),
        ("Thousands demonstrated against the war in Tel Aviv on Saturday.", PROTESTS),
        ("خرجت مظاهرات في إدلب ضد الجيش يوم الجمعة.", PROTESTS),
        ("Halep'te protesto gösterisi düzenlendi.", PROTESTS),
    ],
)
def test_means_and_crowds_tell_the_type(text: str, kind: str) -> None:
    assert reported(text, "event_type") == [(kind,)]


@pytest.mark.parametrize(
    "text",
    [
        "Hundreds of fans gathered in Paris for the concert on Friday.",
        "The company said its shares rallied in New York on Monday.",
        "A storm killed 12 people in Texas on Monday, the governor said.",
        "Police arrested three men in Berlin on Monday over a robbery.",
        "Officials said the new school in Hama would be finished by the end of May.",
        "Unions threatened to strike in Lyon on Monday.",
        "The minister entered Parliament on Monday. She took Ireland from recession to growth.",
        "The company demonstrated a robot in Tokyo on Monday.",
        "Manchester United attacked from the start and captured the title in London on Saturday.",
        "Police seized drones at the airport in Berlin on Monday.",
    ],
)
def test_ordinary_news_tells_no_event(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Rebels said they had captured Homs on Saturday.", BATTLES, "Homs"),
        ("M23 rebels have seized Goma.", BATTLES, "Goma"),
        ("Rebels entered Homs on Thursday.", BATTLES, "Homs"),
        ("A convoy of Turkish troops entered Homs on Thursday.", STRATEGIC, "Homs"),
        ("Syrian rebels took Homs from government forces on Thursday.", BATTLES, "Homs"),
        ("Shells hit Omdurman on Saturday, killing 4.", REMOTE, "Omdurman"),
        ("Ukrainian drones struck an oil depot in Bryansk on Saturday.", REMOTE, "Bryansk"),
        ("RSF fighters looted the market of Nyala on Saturday.", STRATEGIC, "Nyala"),
        ("Thirteen peacekeepers have been killed in fighting around Goma.", BATTLES, "Goma"),
        ("Putin will travel to Pyongyang next week, the Kremlin said.", STATEMENT, "Pyongyang"),
        ("The rebels threatened to attack Goma.", STATEMENT, "Goma"),
        ("سيصل وفد روسي إلى أنقرة يوم السبت.", STATEMENT, "Ankara"),
    ],
)
def test_what_is_told_most_often_is_found(text: str, kind: str, place: str) -> None:
    assert reported(text, "event_type", "place") == [(kind, place)]


@pytest.mark.parametrize(
    "text",
    [
        "Erdogan said Turkey would drive Syrian forces back by the end of May.",
        "قال أردوغان إن القوات التركية ستتقدم قبل نهاية أيار.",
    ],
)
def test_what_is_planned_by_a_day_is_a_statement(text: str) -> None:
    assert reported(text, "event_type", "start_date", "actor1") == [(STATEMENT, "2024-05-31", "Turkey")]


TURKISH = """Suriye Milli Ordusu, Halep'i kontrol altına aldı.
İdlib'de 20 rejim unsuru etkisiz hale getirildi.
Suriye'deki hava saldırısı 4 sivilin ölümüne yol açtı.
Halep'teki topçu atışı üç kişinin ölümüne neden oldu.
Muhalifler Hama'ya girdi.
Rejim güçleri Hama'ya havan topuyla saldırdı.
Muhalifler Şam'a roket attı.
Türk heyeti 15 Mayıs'ta Moskova'ya gidecek.
"""


def test_a_turkish_text_is_read() -> None:
    found = reported(TURKISH, "event_type", "fatalities_best", "fatalities_high")
    assert found == [
        (BATTLES, None, None),
        (BATTLES, None, 20),
        (REMOTE, 4, 4),
        (REMOTE, 3, 3),
        (BATTLES, None, None),
        (REMOTE, None, None),
        (REMOTE, None, None),
        (STATEMENT, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Israeli strikes killed 492 people in Lebanon on Monday.", "Lebanon"),
        ("Airstrikes across Yemen killed 12 people on Monday.", "Yemen"),
    ],
)
def test_what_happened_all_over_a_country_is_at_the_country(text: str, place: str) -> None:
    assert reported(text, "place", "geo_precision") == [(place, 3)]


def test_who_says_it_ends_before_what_is_said() -> None:
    assert speaker("أعلن الجيش التركي مقتل جنديين في إدلب يوم الاثنين.") == "الجيش التركي"
    assert speaker("أعلنت وزارة الدفاع الروسية السيطرة على بلدة") == "وزارة الدفاع الروسية"


def test_an_abbreviation_is_who_it_was_spelled_out_as() -> None:
    text = "The Sudanese Armed Forces (SAF) captured Bara on Sunday. SAF shelled Nyala on Monday."
    assert reported(text, "actor1") == [("Sudanese Armed Forces",)] * 2
    text = "The Kurdistan Workers' Party (PKK) attacked soldiers near Hakkari. The PKK shelled soldiers in Van."
    assert reported(text, "actor1") == [("Kurdistan Workers' Party",)] * 2


def test_parties_that_the_dossier_does_not_know_stay_as_they_are_written() -> None:
    text = "The army shelled Saraqib on Monday. Insurgents captured Morek on Monday."
    assert reported(text, "actor1") == [("army",), ("insurgents",)]
    assert reported(text, "actor1", dossier="idlib-2020", published="2020-02-06") == [("government",), ("opposition",)]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "Fighting continued near Vovchansk, where Ukrainian troops repelled four assaults.",
            [("Vovchansk", "Ukraine")],
        ),
        ("Ukrainian forces withdrew to Siversk and Bakhmut on Monday.", [("Siversk", "Ukraine")]),
        (
            "Rebels clashed with soldiers near Quneitra and Israel bombed Mezzeh airbase on Sunday.",
            [("Al Qunayţirah", "rebels"), ("Mezzeh", "Israel")],
        ),
    ],
)
def test_one_fight_is_one_event_and_has_its_own_place(text: str, events: list[tuple[Any, ...]]) -> None:
    assert reported(text, "place", "actor1") == events


def test_a_country_within_the_name_of_a_town_is_no_party() -> None:
    [event] = read_report("Port Sudan was hit by drones on Tuesday.", published="2025-05-08", dossier=None).events
    assert (event.actor1, event.actor2, event.event_type) == (None, None, "Explosions/Remote violence")


def test_a_part_of_a_town_or_area_is_no_exact_place() -> None:
    text = "Clashes broke out in western Hodeidah on Monday, killing 4 soldiers."
    [event] = read_report(text, published="2024-05-08", dossier=None).records()["events"]
    assert event["geo_precision"] == 2


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Moscow said its forces captured Vuhledar on Monday.", ("Russia", None)),
        ("Ankara's forces shelled Qamishli on Monday.", ("Turkey", None)),
        ("Tehran fired missiles at Erbil on Monday.", ("Iran", None)),
        ("Kyiv struck an oil depot in Rostov on Monday.", ("Ukraine", None)),
    ],
)
def test_a_capital_that_stands_for_its_government_is_its_country(
    text: str, actors: tuple[str | None, str | None]
) -> None:
    [event] = read_report(text, published="2024-05-08", dossier=None).events
    assert (event.actor1, event.actor2) == actors
    assert event.mention is not None
    assert event.mention.name not in text.split(maxsplit=1)[0]


def test_a_capital_is_the_side_of_a_dossier_that_is_called_after_its_country() -> None:
    [event] = read_report(
        "Ankara's forces shelled Saraqib on Monday.", published="2020-02-06", dossier="idlib-2020"
    ).events
    assert event.actor1 == "turkey"


@pytest.mark.parametrize(
    "text",
    [
        "The garrison has not yet confirmed that rebels captured Homs on Monday.",
        "Kyiv could not confirm that Russian forces captured Kupiansk on Monday.",
        "It cannot be confirmed that rebels shelled Homs on Monday.",
        "The ministry has yet to confirm that rebels killed 12 soldiers in Homs on Monday.",
        "The governor hasn't confirmed that rebels captured Homs on Monday.",
        "There was no confirmation that rebels captured Homs on Monday.",
    ],
)
def test_what_nobody_confirms_is_claimed(text: str) -> None:
    assert reported(text, "certainty", "place")[0][0] == "claimed"


def test_who_does_not_confirm_is_named_without_the_not() -> None:
    assert speaker("The garrison has not yet confirmed that Homs fell.") == "garrison"
    assert speaker("The governor hasn't confirmed that Homs fell.") == "governor"


@pytest.mark.parametrize(
    "text",
    [
        "A storm struck Homs on Monday, the army said, and killed 12 people.",
        "A cyclone hit Port Sudan on Monday, killing 15 soldiers.",
        "Lightning killed six soldiers near Homs on Monday.",
        "Ten soldiers were killed when a typhoon struck their camp in Homs on Monday.",
        "Askerler Halep'te beklerken fırtına kenti vurdu: 4 asker öldü.",
        "A fighter jet crashed near Homs on Monday, killing two soldiers.",
        "Bir asker İdlib'deki kazada öldü.",
    ],
)
def test_storms_are_no_armies(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "best"),
    [
        ("Ukrainian drones crashed into a depot in Ryazan on Monday, killing four.", REMOTE, 4),
        ("Israeli jets flooded Rafah with bombs on Monday.", REMOTE, None),
        ("An earthquake struck Hama on Sunday, while rebels shelled Idlib and killed five civilians.", REMOTE, 5),
        ("Ordu Halep'te savaşı kazandı, rejim güçleri Hama'yı bombaladı.", REMOTE, None),
        ("Rebels captured Homs on Monday as a general went on trial in Damascus.", BATTLES, None),
        ("Rebels shelled Homs on Monday, hours after a verdict against their leader.", REMOTE, None),
        ("Rebels storm Homs, kill 12 soldiers on Monday.", BATTLES, 12),
        ("Israeli strikes set off a blaze that killed 12 people in Rafah on Monday.", REMOTE, 12),
        ("Türk askerleri Fırtına obüsleriyle Halep'i vurdu.", REMOTE, None),
        ("أصيب عشرون شخصا وقتل خمسة في غارة على حلب أمس.", REMOTE, 5),
    ],
)
def test_what_means_of_war_do_is_no_accident(text: str, kind: str, best: int | None) -> None:
    assert reported(text, "event_type", "fatalities_best") == [(kind, best)]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Iraqi forces repelled an assault by ISIS near Mosul on Monday.", ("Iraq", "ISIS")),
        ("Sudan's army repulsed several attacks by the RSF in Bara on Monday.", ("Sudan", "RSF")),
        ("Sudan's army said it repulsed an attack by rebels in Bara on Monday.", ("Sudan", "rebels")),
        ("Bara was captured on Monday by the RSF.", ("RSF", None)),
        ("The army was attacked in Homs by rebels on Monday.", ("rebels", "army")),
        ("The army captured Homs, held by rebels, on Monday.", ("army", "rebels")),
        ("Soldiers were killed in Bara, captured last week by the RSF.", ("RSF", None)),
    ],
)
def test_whose_attack_is_repelled_is_acted_on(text: str, sides: tuple[str | None, str | None]) -> None:
    assert reported(text, "actor1", "actor2") == [sides]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Irak'ta DEAŞ saldırısında 4 asker öldü.", "DEAŞ"),
        ("Suriye'de DEAŞ saldırısında 4 asker öldü.", "DEAŞ"),
        ("Lübnan'da Hizbullah askerlere saldırdı.", "Hizbullah"),
        ("Somali'de saldırıda 5 asker öldü.", None),
    ],
)
def test_a_turkish_locative_is_where_and_not_who(text: str, side: str | None) -> None:
    [(first, second)] = reported(text, "actor1", "actor2")
    assert (first, second) == (side, None)


@pytest.mark.parametrize(
    "text",
    [
        "The opposition captured 14 seats in Ankara on Monday.",
        "The opposition took control of parliament in Ankara on Monday.",
        "Opposition lawmakers stormed out of parliament in Ankara on Monday.",
        "Government lawyers clashed with opposition lawmakers in Ankara on Monday.",
        "The government launched an attack on inflation in Ankara on Monday.",
        "A coalition of unions struck in Paris on Monday.",
        "An army of bots attacked a newspaper in Paris on Monday.",
        "Rebel lawmakers attacked the bill in London on Monday.",
        "France captured gold in Paris on Monday as Italy surrendered.",
        "Liverpool captured the trophy in London on Monday.",
        "He shelled out for a flat in London on Monday.",
        "Rakibini bombaladı: 4 gol, İstanbul'da pazartesi.",
        "قصفت الشمس مدينة حلب يوم الاثنين.",
    ],
)
def test_politics_sport_and_weather_are_no_war(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Government jets hit Homs on Monday.", "government"),
        ("The opposition captured Homs from soldiers on Monday.", "opposition"),
        ("The US-led coalition bombed Raqqa on Monday.", "coalition"),
        ("Rebel fighters stormed Homs on Monday.", "rebels"),
        ("The army shelled Homs on Monday.", "army"),
    ],
)
def test_government_and_opposition_fight_with_arms(text: str, side: str) -> None:
    assert reported(text, "actor1") == [(side,)]


@pytest.mark.parametrize(
    ("text", "start", "best"),
    [
        ("In March 7 people were killed by rebels in Homs.", "2024-03-01", 7),
        ("In 2014 people died in Donetsk in fighting with rebels.", "2014-01-01", None),
        ("In April 5 Russian soldiers were killed in Homs.", "2024-04-01", 5),
        ("Rebels march 20 km and captured Homs.", "2024-05-08", None),
        ("Rebels, who may 7 times fail, captured Homs.", "2024-05-08", None),
        ("On May 5 rebels captured Homs.", "2024-05-05", None),
        ("On 3 March rebels captured Homs.", "2024-03-03", None),
    ],
)
def test_a_number_of_people_is_no_day_of_a_month(text: str, start: str, best: int | None) -> None:
    assert reported(text, "start_date", "fatalities_best") == [(start, best)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Protesters marched in Paris in support of Gaza, where Israeli strikes killed 30.", ["Paris", "Gaza"]),
        ("Soldiers gathered in Damascus after fighting in Hama, where rebels killed 12 soldiers on Monday.", ["Ḩamāh"]),
        ("Soldiers left Damascus for Qzwxby, where rebels killed 12 soldiers on Monday.", [None]),
    ],
)
def test_where_looks_back_at_the_last_name(text: str, places: list[str | None]) -> None:
    assert [place for (place,) in reported(text, "place")] == places


@pytest.mark.parametrize(
    "phrase",
    [
        "rebels killed 12 people in Homs and government jets bombed Hama on Monday, ",
        "killed 12 soldiers and 5 civilians, ",
        "“We shelled Homs,” he said. ",
        "قتل 12 جنديا في حماة، ",
        "2 of them and ",
    ],
)
def test_a_long_line_is_read_in_few_steps(phrase: str) -> None:
    steps(phrase)  # what is prepared at first use is not counted
    assert steps(phrase * (20_000 // len(phrase))) < 2_000_000


def steps(text: str) -> int:
    """Count the calls, of functions in Python and in C, by which a report is read."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event.endswith("call")

    sys.setprofile(count)
    try:
        read_report(text, published=WEDNESDAY, dossier=None).records()
    finally:
        sys.setprofile(None)
    return calls
