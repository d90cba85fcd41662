"""Sensitive places: a build is, byte for byte, the build of a folder that was written for the public."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import run
from shapely.geometry import box, mapping
from tiny_dossier import TINY, unpacked, write

from geo.geometry.sphere import distance_km
from layers import Dossier, Layers, build
from layers.dossier.release.public import cell_around, public
from maps.outputs import write_outputs

AS_OF = "2026-01-01"
_CELL = cell_around(35.61, 36.21)
_ROW_CELL = cell_around(35.3, 36.8)


def with_column(text: str) -> str:
    return text.replace("\n", ",sensitivity\n", 1)


def added(files: dict[str, str], rows: dict[str, str]) -> dict[str, str]:
    return files | {name: files[name] + text for name, text in rows.items()}


# what a row that names a withheld place may have: its id, name, alias, or a position beside it
SECRET = {
    "places.csv": "P4,Secretville,,Secretabad,place,,35.6,36.2,1.5,SY,S9,withheld\n",
    "posts.csv": (
        "A2,Secret Post,,north,,35.6003,36.2003,2,2020-01-05,,S9,,\nA5,Secretville,,north,,35.9,36.9,2,,,S9,,\n"
    ),
    "control.csv": (
        "R7,2020-01-03,,P4,,south,north,report,high,S8,,\n"
        "R8,2020-01-06,,Secretabad,,north,,report,low,S1,a note,public\n"
        "R9,2020-01-06,,P1,,north,,report,low,S9,Secret,secret!\n"
    ),
    "events.csv": "E8,2020-01-04,,1,secretville,1,airstrike,north,,,,,A secret hospital.,S9,,,\n"
    "E9,2020-01-04,,1,Secretville,1,airstrike,north,,,,,Secret,S9,,unlocated,area\n",
    "sources.csv": "S8,https://secret.example/8,,Secret,,\nS9,https://secret.example/9,,Secret,,\n",
}
AREA = {
    "places.csv": "P4,Secretville,سر,Secretabad,hospital,Secretia,35.61,36.21,1.5,SY,S9,area\n",
    "posts.csv": "A2,Secret Post,سر,north,P4,,,2,2020-01-05,,S9,Secret Hill,area\n",
    "control.csv": (
        "R7,2020-01-03,,P4,,south,north,secret_kept,high,S8,,\nR9,2020-01-06,,P1,,north,,report,low,S9,Secret,area\n"
    ),
    "events.csv": "E8,2020-01-04,,1,Secretville,1,air_strike,Secretville militia,south,1,,2,Secret,S9,,,\n",
    "sources.csv": SECRET["sources.csv"],
}


def cells(place: object) -> str:
    return ",".join(str(getattr(place, name)) for name in ("lat", "lon", "uncertainty_km"))


PUBLIC_FILES = TINY | {
    name: TINY[name].replace("sources\n", "sources,aliases\n").replace("S1\n", "S1,\n") for name in ("posts.csv",)
}
AREA_WRITTEN = {
    "places.csv": "".join(f"{one.id},{one.name},,,,,{cells(one)},,\n" for one in (_ROW_CELL, _CELL)),
    "posts.csv": f"area-posts-1,{_CELL.name},,north,{_CELL.id},,,,2020-01-05,,,\n",
    "control.csv": (
        f"R7,2020-01-03,,{_CELL.id},,south,north,secret_kept,high,,\n"
        f"R9,2020-01-06,,{_ROW_CELL.id},,north,,report,low,,\n"
    ),
    "events.csv": f"E8,2020-01-04,,1,{_CELL.id},3,air_strike,,south,1,,2,air strike,,,\n",
}


def folder(root: Path, rows: dict[str, str], *, is_marked: bool) -> Path:
    files = dict(PUBLIC_FILES)
    if is_marked:
        for name in ("places.csv", "posts.csv", "control.csv", "events.csv"):
            files[name] = with_column(files[name]).replace("S1\n", "S1,\n")
        files["reports/secretville.txt"] = "title: Of Secretville\npublished: 2020-01-02\n\nA hospital.\n"
        files["story.csv"] = "step,date,place,post,caption\n1,2020-01-05,P4,,Secret\n2,2020-01-05,,A2,Secret\n"
        files["story.csv"] += "3,2020-01-05,P2,,Open\n"
    else:
        files["story.csv"] = "step,date,place,post,caption\n3,2020-01-05,P2,,Open\n"
    return write(root / "tiny", added(files, rows))


def written(layers: Layers, out: Path) -> dict[str, list[bytes]]:
    """All outputs, without the warning that tells how many rows are sensitive."""
    told = tuple(one for one in layers.dossier.warnings if one.column != "sensitivity")
    plain = replace(layers, dossier=replace(layers.dossier, warnings=told))
    formats = ["geojson", "gpkg", "qgis", "csv", "kml", "html"]
    write_outputs(plain, out, formats, {}, (), force=False)
    return {path.relative_to(out).as_posix(): unpacked(path) for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("rows", "public_rows"), [(SECRET, {}), (AREA, AREA_WRITTEN)], ids=["withheld", "area"])
def test_outputs_are_those_of_a_folder_written_for_the_public(
    rows: dict[str, str], public_rows: dict[str, str], tmp_path: Path
) -> None:
    sensitive = build(Dossier.open(folder(tmp_path / "a", rows, is_marked=True)), as_of=AS_OF)
    plain = build(Dossier.open(folder(tmp_path / "b", public_rows, is_marked=False)), as_of=AS_OF)
    assert len(sensitive.warnings) == len(plain.warnings) + 1
    assert "sensitive rows: " in "".join(sensitive.warnings)
    found, expected = written(sensitive, tmp_path / "out_a"), written(plain, tmp_path / "out_b")
    assert found.keys() == expected.keys()
    for name, content in expected.items():
        assert found[name] == content, name


@pytest.mark.parametrize("rows", [SECRET, AREA], ids=["withheld", "area"])
def test_no_command_says_the_name(rows: dict[str, str], tmp_path: Path) -> None:
    dossier = folder(tmp_path, rows, is_marked=True)
    for arguments in (
        ("assess", dossier, "--on", "2020-01-06", "--as-of", AS_OF),
        ("assess", dossier, "nobody", "--on", "2020-01-06"),
        ("assess", dossier, "--on", "2020-01-06", "--without", "R2", "--with", "2020-01-05,P1,north"),
        ("cite", dossier),
        ("geocode", "Secretabad", "--dossier", dossier, "--json"),
    ):
        done = run(*arguments)
        text = (done.stdout + done.stderr).replace("Secretabad", "").replace(str(tmp_path), "")
        assert "ecret" not in text.replace("secret_kept", ""), arguments
        assert "35.6" not in text
    done = run("check", dossier)
    assert "Secret Post" not in done.stdout


def test_what_if_analyses_keep_sensitive_rows_out(tmp_path: Path) -> None:
    opened = Dossier.open(folder(tmp_path, AREA, is_marked=True))
    changed = public(opened.without("R2", "R7").with_report("2020-01-07", "Secretville", "north"))
    assert list(changed.control["id"]) == ["R1", "R3", "R4", "R9", "W1"]
    assert changed.control.set_index("id").loc["W1", "place_id"] == _CELL.id
    named = AREA | {"control.csv": AREA["control.csv"].replace("R9,", "secretville-1,")}
    renamed = public(Dossier.open(folder(tmp_path / "n", named, is_marked=True)).without("secretville-1"))
    assert list(renamed.control["id"]) == ["R1", "R2", "R3", "R4", "R7"]
    withheld = Dossier.open(folder(tmp_path / "w", SECRET, is_marked=True))
    supposed = public(withheld.without("R7").with_report("2020-01-07", "Secretville", "north"))
    assert list(supposed.control["id"]) == ["R1", "R2", "R3", "R4"]


def test_all_places_of_a_cell_are_given_alike_and_lie_within_its_uncertainty() -> None:
    for lat, lon in ((35.61, 36.21), (-0.04, -179.99), (59.9, 10.7), (71.2, 179.99), (-33.0, 151.2)):
        cell = cell_around(lat, lon)
        assert cell_around(cell.lat, cell.lon) == cell
        assert cell.uncertainty_km is not None
        assert distance_km(cell.lat, cell.lon, lat, lon) <= cell.uncertainty_km * 1.01


def test_the_outline_of_an_admin_area_is_given_where_the_basemap_has_it(tmp_path: Path) -> None:
    path = folder(tmp_path, AREA, is_marked=True)
    district = {"type": "Feature", "properties": {"kind": "district", "name": "Midland"}}
    district["geometry"] = mapping(box(36.0, 35.4, 36.4, 35.8))
    (path / "context.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [district]}))
    places = public(Dossier.open(path)).places
    assert [(one.name, one.lat, one.lon) for one in places if one.id.startswith("area-")] == [("Midland", 35.6, 36.2)]
    head = path / "dossier.toml"
    head.write_text('sensitive_area = "cell"\n' + head.read_text())
    assert _CELL in public(Dossier.open(path)).places


def test_check_warns_of_texts_of_public_rows_that_name_a_sensitive_place(tmp_path: Path) -> None:
    rows = SECRET | {"events.csv": "E7,2020-01-04,,1,P1,1,clash,,,,,,They came from SECRETVILLE.,S1,,,\n"}
    done = run("check", folder(tmp_path, rows, is_marked=True))
    assert "warning: events.csv:4: summary: 'They came from SECRETVILLE.'; it names a sensitive place" in done.stdout
    assert "warning: control.csv:8: sensitivity: 'secret!'; an unknown word: the row is withheld" in done.stdout
    assert done.stdout.count("it names a sensitive place") == 1


def test_a_mistyped_heading_withholds_all_the_same(tmp_path: Path) -> None:
    path = folder(tmp_path, SECRET, is_marked=True)
    for table in path.glob("*.csv"):
        table.write_text(table.read_text().replace(",sensitivity\n", ",Sensitivty\n", 1))
    assert [place.id for place in public(Dossier.open(path)).places] == ["P1", "P2", "P3", "P5"]
