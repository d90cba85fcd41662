"""Reports in the styles that people bring: wire story, bulletin, Arabic post, Turkish statement, other wars."""

# ruff: noqa: RUF001 -- Turkish and Arabic have letters that look like others

from datetime import date

import pytest

from layers import read_report
from layers.dossier.settings.sides import Side
from layers.reading.dates.find import dates
from layers.reading.document import Document
from layers.reading.fatalities.fatalities import Fatalities, count_fatalities
from layers.reading.parties.actors import Actors
from layers.reading.speakers import speaker
from layers.reading.triggers import triggers

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, STATEMENT = "Strategic developments", "Statement"

# day, type, place, who acts on whom, how many died, who says so
Reported = tuple[str, str, str | None, str | None, str | None, int | None, str | None]

WIRE = """Government forces capture key town in Syria's northwest
BEIRUT (AP) — Syrian government forces on Sunday captured the town of Kafr Nabl in the northwestern province of Idlib, \
state media and opposition activists said, as they pressed ahead with an offensive.
It said Russian warplanes carried out more than 40 airstrikes on villages south of Idlib city.
An airstrike on a school in the town of Binnish killed three civilians, including two children, and wounded 10 others, \
the White Helmets said.
Turkey's Defense Ministry said two Turkish soldiers were killed and five wounded in an attack by Syrian government \
forces on Thursday.
The insurgents recaptured Nayrab village on Monday night with the help of Turkish artillery fire.
Erdogan is scheduled to meet Putin in Moscow on March 5.
The United Nations has called for an end to the shelling. The village of Hass was abandoned years ago.
"""
BULLETIN = """NORTHWEST SYRIA - FLASH UPDATE No. 7
• On 10 February, shelling killed 6 Turkish soldiers at Taftanaz airbase.
• 11 Feb: GoS forces took control of Rashidin in western Aleppo.
• An estimated 800,000 people have been displaced since 1 December.
- Airstrikes were reported in Atarib and Binnish on 9-10 February; 9 civilians, including 4 children, reportedly died \
in Atarib.
- Clashes between GoS forces and NSAGs continued around Saraqab and Khan Elsobol.
- 3 civilians were injured by an IED explosion in Afrin city on 8 February.
- No airstrikes were recorded in Jisr al-Shughur.
"""
POST = """عاجل | مراسلنا في إدلب:
🔴 مقتل 4 مدنيين بينهم طفلان وإصابة آخرين جراء غارات جوية روسية على بلدة بليون اليوم
🔴 فصائل المعارضة تسيطر على قرية النيرب شرق إدلب بعد اشتباكات عنيفة مع قوات النظام
🔴 المدفعية التركية تقصف مواقع قوات النظام في محيط معرة النعمان
🔴 تحييد أكثر من 30 عنصرا من قوات النظام بقصف مدفعي تركي على محور سراقب أمس
🔴 استشهاد ثلاثة مدنيين بانفجار عبوة ناسفة في مدينة عفرين
"""
STATEMENT_TR = """ANKARA (AA) - Millî Savunma Bakanlığı, 10 Şubat 2020'de İdlib'in Taftanaz bölgesinde rejim \
unsurlarınca yapılan yoğun topçu atışı sonucu 5 askerin şehit olduğunu, 5 askerin de yaralandığını açıkladı.
Suriye Milli Ordusu, Nayrab beldesini rejimden geri aldı.
Erdoğan ve Putin 5 Mart'ta Moskova'da görüşecek.
"""
ELSEWHERE = """Ukrainian troops liberated the city of Mariupol on Tuesday, the governor, Oleh Syniehubov, wrote.
Shelling of a hospital in Kherson on Monday left four people dead.
The Rapid Support Forces stormed El Fasher on Sunday, and aid workers said nine medics were executed.
Both sides agreed to a 48-hour ceasefire in Jeddah.
The European Union will hold talks in Brussels next week.
Fire killed 3 people in Detroit. The mayor attacked the budget.
"""


def reported(text: str, published: str, dossier: str | None = "idlib-2020") -> set[Reported]:
    events = read_report(text, published=published, dossier=dossier).records()["events"]
    names = ("start_date", "event_type", "place", "actor1", "actor2", "fatalities_best", "attribution")
    return {tuple(event[name] for name in names) for event in events}  # type: ignore[misc]


def test_a_wire_story_is_read() -> None:
    found = reported(WIRE, "2020-02-27")
    news = "state media and opposition activists"
    assert found == {
        ("2020-02-23", BATTLES, "Kafr Nabl", "government", None, None, news),
        ("2020-02-27", REMOTE, "Idlib", "Russia", None, None, news),
        ("2020-02-27", REMOTE, "Bennsh", None, None, 3, "White Helmets"),
        ("2020-02-27", BATTLES, None, "government", "turkey", 2, "Turkey's Defense Ministry"),
        ("2020-02-24", BATTLES, "Nayrab", "opposition", None, None, None),
        ("2020-03-05", STATEMENT, "Moscow", None, None, None, None),
    }


def test_a_bulletin_is_read() -> None:
    assert reported(BULLETIN, "2020-02-11") == {
        ("2020-02-10", REMOTE, "Teftnaz", None, "turkey", 6, None),
        ("2020-02-11", BATTLES, "Al Rahsidin", "government", None, None, None),
        ("2020-02-09", REMOTE, "Atareb", None, None, None, None),
        ("2020-02-09", REMOTE, "Bennsh", None, None, None, None),
        ("2020-02-11", BATTLES, "Saraqib", "government", "opposition", None, None),
        ("2020-02-11", BATTLES, "Khan al-Sabil", "government", "opposition", None, None),
        ("2020-02-08", REMOTE, "Afrin", None, None, None, None),
    }


def test_an_arabic_post_is_read() -> None:
    assert reported(POST, "2020-02-24") == {
        ("2020-02-24", REMOTE, "Balyun", "Russia", None, 4, None),
        ("2020-02-24", BATTLES, "Nayrab", "opposition", "government", None, None),
        ("2020-02-24", REMOTE, "Ma'arrat An Nu'man", "turkey", "government", None, None),
        # neutralised are dead, wounded or captured: only the greatest number of fatalities is known
        ("2020-02-23", REMOTE, "Saraqib", "turkey", "government", None, None),
        ("2020-02-24", REMOTE, "Afrin", None, None, 3, None),
    }


def test_a_turkish_statement_is_read() -> None:
    assert reported(STATEMENT_TR, "2020-02-11") == {
        ("2020-02-10", REMOTE, "Teftnaz", "government", None, 5, "Millî Savunma Bakanlığı"),
        ("2020-02-11", BATTLES, "Nayrab", "opposition", "government", None, None),
        ("2020-03-05", STATEMENT, "Moscow", None, None, None, None),
    }


def test_other_wars_are_read_without_a_dossier() -> None:
    # 2025-04-15 is a Tuesday
    found = reported(ELSEWHERE, "2025-04-15", dossier=None)
    assert ("2025-04-15", BATTLES, "Mariupol", "Ukraine", None, None, "Oleh Syniehubov") in found
    assert ("2025-04-13", BATTLES, "El Fasher", "Rapid Support Forces", None, None, "aid workers") in found
    assert ("2025-04-13", CIVILIANS, "El Fasher", None, None, 9, "aid workers") in found
    assert ("2025-04-15", STRATEGIC, "Jeddah", None, None, None, None) in found
    assert ("2025-04-21", STATEMENT, "Brussels", None, None, None, None) in found
    assert {event[5] for event in found if event[0] == "2025-04-14"} == {4}
    # fires and quarrels are no war
    assert len(found) == 6


@pytest.mark.parametrize(
    "text",
    [
        "They called for an end to the shelling of Idlib.",
        "Fears of further airstrikes on Idlib grew.",
        "The ministry denied an attack on Saraqib.",
        "Rebels did not withdraw from Saraqib.",
        "He was to be executed in Damascus.",
        "He died of a heart attack in Damascus.",
        "Residents fled the bombardment of Saraqib.",
        "لم تنسحب الفصائل من سراقب.",
    ],
)
def test_what_is_feared_denied_or_asked_for_is_no_event(text: str) -> None:
    assert read_report(text, published="2020-02-06", dossier="idlib-2020").events == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "An airstrike on a school killed three civilians, including two children, and wounded 10",
            Fatalities(3, 3, 3),
        ),
        ("at least 19 insurgents and 12 soldiers were killed", Fatalities(31, 31, None)),
        ("two soldiers were killed and five wounded", Fatalities(2, 2, 2)),
        ("Shelling of a hospital on Monday left four people dead", Fatalities(4, 4, 4)),
        ("Twenty-two people died", Fatalities(22, 22, 22)),
        ("five people, two of them children, were killed", Fatalities(5, 5, 5)),
        ("killed a child and two women", Fatalities(3, 3, 3)),
        ("The attack killed 14, wounded 23", Fatalities(14, 14, 14)),
        ("the death toll rose to 34", Fatalities(34, 34, 34)),
        ("No one was killed", Fatalities()),
        ("3 civilians were injured by an explosion", Fatalities()),
        ("مقتل خمسة جنود وإصابة خمسة آخرين", Fatalities(5, 5, 5)),
        ("ما لا يقل عن 15 مقاتلاً قتلوا", Fatalities(15, 15, None)),
        ("تحييد أكثر من 30 عنصرا", Fatalities(None, None, 31)),
        ("34 Türk askeri şehit oldu, 36 asker yaralandı", Fatalities(34, 34, 34)),
        ("son 24 saatte 327 rejim unsuru etkisiz hale getirildi", Fatalities(None, None, 327)),
    ],
)
def test_groups_are_added_and_the_wounded_are_not_counted(text: str, expected: Fatalities) -> None:
    assert count_fatalities(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 9-10 February", "2020-02-09", "2020-02-11"),
        ("on Nov. 18", "2019-11-18", "2019-11-19"),
        ("overnight", "2020-02-06", "2020-02-07"),
        ("two days ago", "2020-02-04", "2020-02-05"),
        ("on Monday, Feb. 3", "2020-02-03", "2020-02-04"),
        ("11.02.2020", "2020-02-11", "2020-02-12"),
        ("next week", "2020-02-10", "2020-02-17"),
        ("last month", "2020-01-01", "2020-02-01"),
        ("السبت المقبل", "2020-02-08", "2020-02-09"),
        ("قبل 3 أيام", "2020-02-03", "2020-02-04"),
        ("10 Şubat'ta", "2020-02-10", "2020-02-11"),
    ],
)
def test_more_dates(text: str, start: str, end: str) -> None:
    [when] = dates(text, date(2020, 2, 6))
    assert (when.start.isoformat(), when.end.isoformat()) == (start, end)


def test_a_weekday_of_what_is_to_come_is_the_next_one() -> None:
    [event] = reported("A Russian delegation will hold talks in Ankara on Saturday.", "2020-02-06")
    assert event[:3] == ("2020-02-08", STATEMENT, "Ankara")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Turkish-backed rebels shelled Russian troops in Syria", ["rebels", "Russia"]),
        ("A government spokesman met the Turkish president", []),
        ("Syrian government forces", ["Syria"]),
        ("Kurdish forces captured Sinjar", ["Kurdish"]),
        ("Turkish government forces", ["Turkey"]),
        ("Yemen's Houthi rebels", ["Houthi rebels"]),
        ("Forces loyal to commander Khalifa Haftar", ["Forces loyal to commander Khalifa Haftar"]),
        ("القوات التركية", ["Turkey"]),
    ],
)
def test_who_fights_is_told_from_who_is_named_after_them(text: str, sides: list[str]) -> None:
    assert [actor.party for actor in Actors().fighting(text)] == sides


def test_a_side_is_known_by_what_its_dossier_calls_it() -> None:
    actors = Actors([Side("north", "Northern rebels", None, "#000000", (), ("Volunteers", "جيش الشمال"))])
    assert [actor.party for actor in actors.find("Volunteers, rebels and جيش الشمال")] == ["north"] * 3
    assert [actor.party for actor in Actors().find("Volunteers met rebels")] == ["rebels"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The town fell, an activist group said.", "an activist group"),
        ("According to the Syrian Observatory for Human Rights, it fell.", "Syrian Observatory for Human Rights"),
        ("وقال المرصد السوري إن البلدة سقطت", "المرصد السوري"),
        ("Airstrikes were reported in Atarib.", None),
    ],
)
def test_who_says_it(text: str, who: str | None) -> None:
    assert speaker(text) == who


def test_abbreviations_end_no_sentence() -> None:
    assert len(Document("Gen. Smith left on Nov. 8. The U.S. Army stayed.", [], date(2020, 2, 6)).sentences) == 2


def test_a_verb_tells_more_than_a_noun() -> None:
    assert [(one.event_type, one.is_verb) for one in triggers("Rebels seized the town after clashes")] == [
        (BATTLES, True)
    ]
