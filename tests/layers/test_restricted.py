"""Control areas that must not be passed on: left out before anything is computed, or used and every output marked."""

import json
from pathlib import Path

import pytest
from command_line import run
from shapely.geometry import box, mapping
from tiny_dossier import TINY, unpacked, write

from layers import Dossier, build

AS_OF = "2026-01-01"
_MARK = b"[RESTRICTED: not to be passed on]"


def area(source: str, side: str, licence: str | None, left: float) -> dict[str, object]:
    properties = {"side": side, "source": source, "licence": licence, "area_id": f"{source[-2:]}-{side}"}
    return {"type": "Feature", "properties": properties, "geometry": mapping(box(left, 35.2, left + 0.3, 35.6))}


OPEN = area("S1", "north", "CC-BY-4.0", 36.1)
CLOSED = [area("Institute", "south", "no-redistribution", 36.6), area("S1; S7", "south", None, 36.95)]
SOURCES = TINY["sources.csv"].replace("reliability\n", "reliability,licence\n").replace(",B\n", ",B,\n")


def folder(root: Path, features: list[dict[str, object]], more: str = "") -> Path:
    files = {
        "sources.csv": SOURCES + more,
        "control_areas.geojson": json.dumps({"type": "FeatureCollection", "features": features}),
    }
    return write(root / "tiny", TINY | files)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    return folder(tmp_path / "a", [OPEN, *CLOSED], "S7,https://m.example,,Maps,,,no-redistribution\n")


def test_a_build_is_that_of_the_folder_without_them_and_says_how_many(closed: Path, tmp_path: Path) -> None:
    layers = build(Dossier.open(closed), as_of=AS_OF)
    plain = build(Dossier.open(folder(tmp_path / "b", [OPEN])), as_of=AS_OF)
    assert layers.dossier.contents == plain.dossier.contents
    for name, table in plain.items():
        assert layers[name].equals(table), name
    told = set(layers.warnings) - set(plain.warnings)
    assert len(told) == 1
    assert "2 control areas left out, as they must not be passed on" in "".join(told)
    assert not layers.is_restricted


def test_restricted_uses_them_and_marks_every_output(closed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    formats = "geojson,gpkg,qgis,csv,kml,fgb,html"
    done = run("build", closed, "--as-of", AS_OF, "--restricted", "--format", formats, "--out", out)
    assert done.returncode == 0, done.stderr
    assert len(json.loads((out / "layers/control_areas.geojson").read_text())["features"]) == 3
    files = [path for path in out.rglob("*") if path.is_file()]
    for path in files:
        if path.suffix in {".geojson", ".gpkg", ".html", ".kml", ".json", ".txt"}:
            assert _MARK in path.read_bytes(), path
    assert any(_MARK in raw for raw in unpacked(out / "sitmap.qgz"))
    assert {path.parent for path in files} == {path.parent for path in files if path.name == "RESTRICTED.txt"}


def test_a_dossier_without_such_areas_is_not_marked(tmp_path: Path) -> None:
    layers = build(Dossier.open(folder(tmp_path, [OPEN])), as_of=AS_OF, restricted=True)
    assert (layers.is_restricted, layers.dossier.title) == (False, "Tiny")
