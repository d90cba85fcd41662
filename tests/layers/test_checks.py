"""Each check of a dossier, by its id: a small dossier in which it finds something, and one in which none does."""

import json
import os
import re
from pathlib import Path

import pytest
from checkout import ROOT
from command_line import run
from spoilt import problems
from tiny_dossier import TINY, write

from geo.errors import Problem
from layers import Dossier, build
from layers.dossier.release.public import public
from layers.dossier.settings.checks import checks

HEAD = "dossier.toml"
_BOX = "[[[36.1,35.1],[36.2,35.1],[36.2,35.2],[36.1,35.2],[36.1,35.1]]]"
_EAST = "[[[37.0,35.1],[37.2,35.1],[37.2,35.2],[37.0,35.2],[37.0,35.1]]]"


def _features(*features: tuple[str, str, str]) -> str:
    """A FeatureCollection of geometry types, their coordinates, and properties."""
    lines = ",\n".join(
        f'{{"type": "Feature", "properties": {{{properties}}}, "geometry": {{"type": "{kind}", "coordinates": {at}}}}}'
        for kind, at, properties in features
    )
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _exact(table: str) -> str:
    """A table whose positions have more digits than their uncertainty needs."""
    return re.sub(r"(?<=[0-9]{2}\.[0-9])(?=,)", "000", table)


_AREA = '"area_id": "A{0}", "side": "{1}", "start_date": "2020-01-01", "source": "S1", "licence": "CC-BY-4.0"'
# a dossier with all its files, in which there is nothing to find
SOUND = TINY | {
    HEAD: TINY[HEAD].replace('"36.5,36.5"', '"36.55,36.5"')
    + '\n[[territories]]\nside = "north"\nfile = "border.geojson"\n'
    + '\n[[territories]]\nside = "south"\nfile = "coast.geojson"\n',
    "border.geojson": _features(
        ("Polygon", "[[[36,36.5],[37.4,36.5],[37.4,36.6],[36,36.6],[36,36.5]]]", '"name": "B"')
    ),
    "coast.geojson": _features(("Polygon", "[[[36,35],[37.4,35],[37.4,35.05],[36,35.05],[36,35]]]", '"name": "C"')),
    "places.csv": _exact(TINY["places.csv"].replace("P5,Farawayville,,,place,,30.1", "P5,Farawayville,,,place,,35.6")),
    "posts.csv": _exact(TINY["posts.csv"]),
    "control.csv": TINY["control.csv"].replace("2020-01-03/2020-01-05", "2020-01-05"),
    "events.csv": TINY["events.csv"].replace("again.,,", "again.,S1,"),
    "sources.csv": "key,url,publisher,leaning,reliability,licence,sha256\n"
    f"S1,https://a.example/1,A Paper,neutral,B,CC-BY-4.0,{'a' * 64}\nS2,https://a.example/2,A Paper,south,B,,\n",
    "story.csv": 'step,date,view,place,post,caption\n1,2020-01-03,"35.8,36.7,10",P1,A1,They meet.\n',
    "roads.geojson": _features(("LineString", "[[36.2,35.2],[36.4,36.4]]", '"name": "M5", "kind": "motorway"')),
    "barriers.geojson": _features(
        ("LineString", "[[36.2,35.2],[36.3,35.3]]", '"name": "River", "kind": "river"'),
        ("Point", "[36.25,35.25]", '"name": "Bridge", "kind": "crossing"'),
    ),
    "context.geojson": _features(("Polygon", _BOX, '"name": "District", "kind": "district"')),
    "control_areas.geojson": _features(
        ("Polygon", _BOX, _AREA.format(1, "north")), ("Polygon", _EAST, _AREA.format(2, "south"))
    ),
}
_R1, _A3 = "R1,2020-01-02,,P1,,south,north,report,high,S1,", "A3,Post Three,,north,,35.8000,36.9000,2,,,S1"
_E1 = "E1,2020-01-03,,1,P1,1,clash,north,south,1,2,3,They fought.,S1,,"


def edited(file: str, old: str, new: str) -> dict[str, str]:
    """The sound file with a text in the place of another."""
    assert old in SOUND[file]
    return {file: SOUND[file].replace(old, new, 1)}


# the places without sources, the first sensitive, and a second one whose row names the first
_WITHHELD = re.sub(",S1$", ",", SOUND["places.csv"].replace("sources", "sensitivity"), flags=re.MULTILINE)
_WITHHELD = _WITHHELD.replace("36.8000,1.5,SY,", "36.8000,1.5,SY,withheld", 1).replace(
    "Gammaton,,,", "Gammaton,,by Alphaville,"
)
# by id of a check: the files of the sound dossier that it finds something in
FOUND: dict[str, dict[str, str]] = {
    "C101": {"dossier.toml": edited(HEAD, "border.geojson", "none.geojson")[HEAD]},
    "C104": edited("control.csv", "location_status,side", "location_status,party"),
    "C117": {
        **edited(HEAD, 'language = "en"', 'language = "en"\ngazetteers = ["camps.csv"]'),
        **edited("control.csv", "P1,,south", "Camptown,,south"),
        "camps.csv": "id,name,lat,lon,country\nP2,Camptown,35.5,36.5,SY\n",
    },
    "C127": {os.fsdecode(b"reports/\xe9.txt"): "They met."},
    "C135": {HEAD: SOUND[HEAD][: SOUND[HEAD].index("[[sides]]")]},
    "C146": {
        **edited(HEAD, 'language = "en"', 'language = "en"\ngazetteers = ["camps.csv"]'),
        "camps.csv": "<html></html>",
    },
    "C151": edited("roads.geojson", '{"type": "FeatureCollection",', '{"type": "FeatureCollection",,'),
    "C202": {"notes.xlsx": ""},
    "C216": {
        **edited(HEAD, "[36.0, 35.0, 37.4, 36.6]", '"sea.geojson"'),
        "sea.geojson": _features(("Polygon", "[[[34,35],[37.4,35],[37.4,36.6],[34,36.6],[34,35]]]", '"name": "Sea"')),
    },
    "C219": {"places.csv": _WITHHELD},
    "C220": {"places.csv": _WITHHELD.replace("withheld", "secret")},
    "C102": edited("control.csv", "R1", "R\0"),
    "C103": edited("control.csv", _R1, f"{_R1},,,,too many"),
    "C105": edited("control.csv", "from_side", "side"),
    "C106": edited("control.csv", "R1,", ","),
    "C225": edited("control_areas.geojson", "CC-BY-4.0", "by its terms of use"),
    "C226": edited("posts.csv", "35.5000,36.5000,2", "35,36.5,2"),
    "C107": edited("places.csv", "35.3", "95.3"),
    "C108": edited("control.csv", "R1,2020-01-02", "R1,2020-13-02"),
    "C109": edited("control.csv", "report,high", "report,sure"),
    "C110": edited(HEAD, 'title = "Tiny"', "title = 5"),
    "C111": edited("control.csv", "R1,", "R1;R9,"),
    "C112": edited("control.csv", "R2,", "R1,"),
    "C113": edited("control.csv", "south,north", "west,north"),
    "C114": edited("control.csv", "high,S1", "high,S9"),
    "C115": edited("control.csv", "R1,2020-01-02,,P1,", "R1,2020-01-02,,,"),
    "C116": edited("control.csv", "P1,,south", "Qwrtzpf,,south"),
    "C118": edited("posts.csv", "2,,,S1\nA3", "2,2020-01-05,2020-01-05,S1\nA3"),
    "C119": edited("posts.csv", "35.5000,36.5000", "36.5,35.5"),
    "C120": edited("posts.csv", "A3,Post Three", "A1,Post One"),
    "C121": edited("posts.csv", _A3, "A1,Post One,,south,,35.8,36.9,2,2020-01-09,,S1"),
    "C122": edited("events.csv", "1,2,3,They fought.", "3,2,1,They fought."),
    "C123": edited("sources.csv", "https://a.example/1", "a.example/1"),
    "C124": edited("control_areas.geojson", "CC-BY-4.0", "no redistribution"),
    "C125": edited("sources.csv", "a" * 64, "a" * 63),
    "C126": edited("story.csv", "35.8,36.7,10", "35.8,36.7"),
    "C131": edited(HEAD, "title =", "title"),
    "C132": edited(HEAD, "title =", "titel ="),
    "C133": edited(HEAD, 'language = "en"', 'language = "en"\nlicences = "free"'),
    "C134": edited(HEAD, 'language = "en"', 'language = "en"\nsilence = "all"'),
    "C136": edited(HEAD, 'id = "south"', 'id = "The South"'),
    "C137": edited(HEAD, "#0072B2", "blue"),
    "C138": edited(HEAD, 'name = "South"', 'name = "South"\nfriendly = ["west"]'),
    "C139": edited(HEAD, 'language = "en"', 'language = "en"\ncrs = "EPSG:4326"'),
    "C140": edited(HEAD, 'language = "en"', 'language = "en"\nopens_on = 2021-01-01'),
    "C141": edited(HEAD, "[36.0, 35.0, 37.4, 36.6]", "[36.0, 35.0, 37.4]"),
    "C142": edited(HEAD, 'side = "north"\nname', 'side = "south"\nname'),
    "C143": edited(HEAD, 'file = "border.geojson"', 'file = "border.geojson"\nfeature = "A"'),
    "C144": edited(HEAD, '"36.55,36.5"', '"the north"'),
    "C145": edited(HEAD, 'language = "en"', 'language = "en"\ngazetteers = ["none.csv"]'),
    "C147": edited(HEAD, 'title = "Tiny"', 'silence.C999 = "none such"\ntitle = "Tiny"'),
    "C148": edited(HEAD, 'title = "Tiny"', 'silence.C101 = "an error"\ntitle = "Tiny"'),
    "C152": edited("roads.geojson", "LineString", "Point"),
    "C153": edited("roads.geojson", '{"name": "M5", "kind": "motorway"}', '"M5"'),
    "C154": edited("border.geojson", SOUND["border.geojson"], _features()),
    "C155": edited("barriers.geojson", "crossing", "bridge"),
    "C156": edited(HEAD, 'file = "border.geojson"', 'country = "XX"'),
    "C201": edited("control.csv", "confidence", "confidance"),
    "C203": edited(HEAD, "[[anchors]]", '[[sides]]\nid = "west"\nname = "West"\ncolour = "#009E73"\n\n[[anchors]]'),
    "C204": edited("control.csv", "R1,2020-01-02", "R1,2020-01-02/2020-01-05"),
    "C205": edited("control.csv", "P1,,south", "P1,unlocated,south"),
    "C206": edited("events.csv", "They fought.,S1,,", "They fought.,S1,,unlocated"),
    "C207": edited("events.csv", "They fought.,S1", "They fought.,"),
    "C208": edited("sources.csv", "A Paper,south", "A Paper,loyal"),
    "C209": edited("sources.csv", "https://a.example/2", "https://a.example/1"),
    "C210": edited("places.csv", "35.6000,36.5000", "30.1,36.5"),
    "C211": edited("control.csv", _R1, f"{_R1}\nR9,2020-01-02,,P1,,north,,report,high,S1,"),
    "C212": edited("posts.csv", _A3, "A1,Post Three,,north,,35.8,36.9,2,2020-01-09,,S1"),
    "C213": edited("context.geojson", '"kind": "district"', '"kind": "distrikt"'),
    "C214": edited("control_areas.geojson", "CC-BY-4.0", "no-redistribution"),
    "C215": edited("control_areas.geojson", _EAST, _BOX),
    "C217": edited(HEAD, '"36.55,36.5"', '"36.9,36.5"'),
    "C218": edited(HEAD, '"36.55,36.5"', '"35.3,36.8"'),
    "C221": edited("control.csv", _R1, f"{_R1}\nR9,2020-01-09,,P1,,north,south,report,low,S1,"),
}


def told(folder: Path) -> list[dict[str, str]]:
    found = json.loads(run("check", folder, "--json").stdout)
    return [*found["errors"], *found["warnings"]]


def test_a_sound_dossier_is_told_nothing(tmp_path: Path) -> None:
    assert told(write(tmp_path / "war", SOUND)) == []


@pytest.mark.parametrize("check", FOUND)
def test_a_check_finds_what_it_is_for(tmp_path: Path, check: str) -> None:
    found = [problem for problem in told(write(tmp_path / "war", SOUND | FOUND[check])) if problem["check"] == check]
    assert found
    assert found[0]["file"]
    assert found[0]["message"]


_ARCHIVED = "key,url,archive_url,publisher\nS1,https://a.example/1,on paper,A Paper\nS2,https://a.example/2,,A Paper\n"
_SPDX = "an SPDX id such as CC-BY-4.0, an address, or no-redistribution"


@pytest.mark.parametrize(
    ("check", "where", "changed", "said"),
    [
        ("C208", "sources.csv:3", FOUND["C208"], "not judged, as it is no side; expected neutral, or sides"),
        ("C220", "places.csv:2", FOUND["C220"], "the row is withheld; expected one of public, area, withheld"),
        ("C124", "sources.csv:2", edited("sources.csv", "CC-BY-4.0", "free"), _SPDX),
        ("C225", "control_areas.geojson: feature 1", FOUND["C225"], _SPDX),
        ("C209", "sources.csv:3", FOUND["C209"], "the source S1 has it already: join the two"),
        ("C209", "sources.csv:3", edited("sources.csv", "south,B,,", f"south,B,,{'A' * 64}"), "the source S1 has it"),
        ("C123", "sources.csv:2", {"sources.csv": _ARCHIVED}, "an address that starts with http:// or https://"),
    ],
)
def test_a_bad_record_is_told_with_file_line_and_what_to_do(
    tmp_path: Path, check: str, where: str, changed: dict[str, str], said: str
) -> None:
    (found,) = [problem for problem in told(write(tmp_path / "war", SOUND | changed)) if problem["check"] == check]
    assert (f"{found['file']}:{found['line']}" if found["line"] else found["file"]) == where
    assert said in found["message"]


def test_a_dossier_says_once_what_its_sources_lack(tmp_path: Path) -> None:
    done = run("check", write(tmp_path / "war", TINY))
    lines = [line for line in done.stdout.splitlines() if line.startswith("sources.csv has nothing in: ")]
    assert lines == ["sources.csv has nothing in: archive_url, leaning, title, author, published"]


def test_checks_outside_of_a_folder_have_ids_too(tmp_path: Path) -> None:
    war = write(tmp_path / "war", SOUND)
    assert [problem["check"] for problem in told(tmp_path / "none")] == ["C128"]
    assert "[C129]" in run("new", war).stderr
    assert "[C224]" in str(Dossier.open(war).without("R1").warnings[-1])
    withheld = write(tmp_path / "withheld", SOUND | FOUND["C219"])
    assert "[C223]" in str(public(Dossier.open(withheld)).warnings[-1])
    areas = write(tmp_path, {"map.geojson": SOUND["control_areas.geojson"]}) / "map.geojson"
    done = run("import", areas, "--into", war, "--as", "control_areas", "--set", "side=west")
    assert "[C157]" in done.stdout + done.stderr


def test_ids_of_checks_are_those_of_the_list() -> None:
    code = [
        path.read_text(encoding="utf-8") for room in ("geo", "layers", "maps") for path in (ROOT / room).rglob("*.py")
    ]
    used = set(re.findall(r'"(C[0-9]{3})"', "".join(code)))
    assert used == set(checks())
    assert {*FOUND, "C128", "C129", "C157", "C222", "C223", "C224"} == used
    for wrong in ("", "C1", "C300", "X101"):
        with pytest.raises(ValueError, match="no id of a check"):
            Problem(wrong, "a.csv", 1, "", "", "a value")


def test_a_silenced_warning_is_told_with_its_reason_alone(tmp_path: Path) -> None:
    files = SOUND | FOUND["C207"]
    files[HEAD] = files[HEAD].replace("[[sides]]", '[silence]\nC207 = "the only witness"\n\n[[sides]]', 1)
    war = write(tmp_path / "war", files)
    done = run("check", war)
    assert done.stdout.splitlines()[0] == "silenced: 1 warning of C207 silenced in dossier.toml: the only witness"
    assert "0 warnings" in done.stdout.splitlines()[-1]
    found = json.loads(run("check", war, "--json").stdout)
    assert found["warnings"] == []
    assert [(one["check"], one["line"], one["reason"]) for one in found["silenced"]] == [
        ("C207", 2, "the only witness")
    ]
    # the reason is the analyst's own, and is not given out
    assert build(Dossier.open(war), as_of="2020-06-01").warnings == ("1 warning of C207 silenced in dossier.toml",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('C999 = "none such"', "C999: 'C999'; expected the id of a check"),
        ('C101 = "a file"', "C101: 'C101'; expected the id of a warning; C101 is an error, which must be mended"),
        ('C207 = ""', "C207: expected a reason in quotation marks"),
        ("C207 = 5", "C207: '5'; expected a reason in quotation marks"),
    ],
)
def test_silence_that_cannot_be_is_an_error(tmp_path: Path, line: str, said: str) -> None:
    files = SOUND | edited(HEAD, "[[sides]]", f"[silence]\n{line}\n\n[[sides]]")
    number = files[HEAD].splitlines().index(line) + 1
    (problem,) = problems(write(tmp_path / "war", files))
    assert problem.startswith(f"dossier.toml:{number}: {said}")
