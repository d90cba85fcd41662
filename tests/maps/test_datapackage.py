"""The data package of a build: its fields are those of the files, and frictionless finds the CSV files valid."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyogrio
import pytest
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from maps.outputs import ON_REQUEST, USUAL, write_outputs

FORMATS = tuple(name for name in (*USUAL, *ON_REQUEST) if name != "html")
# texts that a spreadsheet would run, and lists of letters
ODD = {
    "places.csv": "P7,=1+1,ألف,,place,,35.4,36.4,1,SY,S1\n",
    "events.csv": "E3,2020-01-03,,1,P7,1,clash,-north,south,,,,=SUM(A1),S1;S2,,\n",
    "sources.csv": "S2,https://a.example/2,,Another,,C\n",
}


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    files = {name: text + ODD.get(name, "") for name, text in TINY.items()}
    return build(Dossier.open(write(tmp_path_factory.mktemp("package") / "tiny", files)), as_of="2021-01-01")


@pytest.fixture(scope="module", params=[",", ";", "\t"])
def out(layers: Layers, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write_outputs(layers, folder, FORMATS, {}, [layers.start], csv_delimiter=request.param)
    return folder


def package(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    return found


def test_every_file_of_tables_is_a_resource_with_its_hash(out: Path) -> None:
    resources = package(out)["resources"]
    others = {".json", ".qgz", ".qml"}
    files = {path.relative_to(out).as_posix() for path in out.rglob("*.*") if path.suffix not in others}
    assert {resource["path"] for resource in resources} == files
    assert len({resource["name"] for resource in resources}) == len(resources)
    for resource in resources:
        content = (out / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "datapackage.json" in manifest["outputs"]


def test_declared_fields_are_those_of_the_files(out: Path) -> None:
    for resource in package(out)["resources"]:
        path, fields = out / resource["path"], resource["schema"]["fields"]
        declared = {field["name"]: field["type"] for field in fields}
        assert all(field["title"] for field in fields)
        if resource["format"] == "parquet":
            assert [name for name in pq.read_schema(path).names if name not in {"geometry", "bbox"}] == list(declared)
        elif resource["format"] in {"gpkg", "geojson", "geojsonl", "fgb"}:
            if resource["format"].startswith("geojson") and b'"Feature"' not in path.read_bytes():
                # without features there is nothing that names a property
                continue
            info = pyogrio.read_info(path, layer=resource.get("layer"))
            assert list(info["fields"]) == list(declared), resource["name"]
            assert bool(info["geometry_type"]) == ("geometry" in resource)
            if resource["format"] == "gpkg":
                kinds = {"OFTString": "string", "OFTDate": "date", "OFTReal": "number", "OFTInteger": "integer"}
                types = [
                    "boolean" if subtype == "OFSTBoolean" else kinds[kind]
                    for kind, subtype in zip(info["ogr_types"], info["ogr_subtypes"], strict=True)
                ]
                assert types == list(declared.values()), resource["name"]


def test_values_of_all_tables_hold_to_the_enumerations_declared(out: Path) -> None:
    for resource in package(out)["resources"]:
        if resource["format"] == "gpkg":
            table = pyogrio.read_dataframe(out / resource["path"], layer=resource["layer"], read_geometry=False)
            for field in resource["schema"]["fields"]:
                allowed = field.get("constraints", {}).get("enum")
                assert not allowed or set(table[field["name"]].dropna()) <= set(allowed), (resource["name"], field)


def test_frictionless_finds_the_package_and_its_tables_valid(out: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    described = package(out)
    described["resources"] = [one for one in described["resources"] if one["format"] == "csv"]
    assert {one["path"] for one in described["resources"]} >= {"verdicts.csv", "daily.csv", "layers/sources.csv"}
    report = frictionless.Package.from_descriptor(described, basepath=str(out)).validate()
    assert report.valid, report.to_summary()


def test_terms_method_and_caveats_are_filled_in(out: Path, layers: Layers) -> None:
    described = package(out)
    assert described["title"] == "Tiny"
    assert described["temporal"] == {"start": "2020-01-01", "end": "2020-01-19"}
    assert (described["methodology"], described["data_update_frequency"]) == ("Other", "-2")
    assert layers.control.method in described["methodology_other"]
    assert all(warning in described["caveats"] for warning in layers.warnings)
    assert described["sources"] == [{"title": "A Paper"}, {"title": "Another"}]
    assert [] not in described.values()


def test_relations_name_tables_of_the_same_format(out: Path) -> None:
    by_name = {resource["name"]: resource for resource in package(out)["resources"]}
    relations = {
        (name, one["fields"], one["reference"]["resource"])
        for name, resource in by_name.items()
        for one in resource["schema"].get("foreignKeys", ())
    }
    assert all(by_name[name]["format"] == by_name[other]["format"] for name, _, other in relations)
    assert ("sitmap.gpkg/control", "place_id", "sitmap.gpkg/places") in relations
    assert ("verdicts.csv", "side", "layers/sides.csv") in relations
    assert ("layers/2020-01-01/daily.geojson", "post_id", "layers/2020-01-01/posts.geojson") in relations
