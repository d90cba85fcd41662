"""Text of a dossier is data in every output: none becomes an expression, markup or a formula, and none is lost."""

import csv
import json
import os
import random
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT
from fastkml.validator import get_schema_parser
from hostile_dossier import HostileDossier
from lxml import etree

from geo.readers.sheet import unguarded
from layers import Dossier, Layers, build
from layers.formats.styles.style import literal
from layers.frames import attribute_names, plain

REPORT = ROOT / "tests" / "support" / "qgis_texts.py"
PIECES = ("[%", "%]", "[", "%", "'", '"', "6*7", "@sitmap_title", "\\", "{{", "]]>", "&lt;", "<b>", " ", "\n", "$")
MARKUP = re.compile(r"<(script|img|svg|iframe|style|/?textarea)", re.IGNORECASE)
KML = "{http://www.opengis.net/kml/2.2}"
FORMULA = re.compile("\\s*[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    dossier = HostileDossier(tmp_path_factory.mktemp("hostile") / "dossier")
    return build(Dossier.open(dossier.folder), as_of="2021-01-01")


@pytest.fixture(scope="module")
def templates() -> list[str]:
    """Texts made of the pieces of which QGIS's templates are made."""
    chosen = random.Random(7)  # noqa: S311 - for no secret
    return ["".join(chosen.choices(PIECES, k=chosen.randint(1, 8))) for _ in range(2000)]


@pytest.fixture(scope="module")
def shown(hostile: Layers, templates: list[str], qgis: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What QGIS shows."""
    folder = tmp_path_factory.mktemp("shown")
    hostile.to_qgis(folder / "sitmap.qgz")
    (folder / "texts.json").write_text(json.dumps([literal(text) for text in templates]), encoding="utf-8")
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"}
    command = [qgis, str(REPORT), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    pages = [
        subprocess.check_output(["pdftotext", str(page), "-"], text=True)  # noqa: S603, S607 - poppler's
        for page in folder.glob("*.pdf")
    ]
    return {**told, "pages": pages}


@pytest.mark.qgis
def test_a_literal_is_printed_as_it_is_written(shown: dict[str, Any], templates: list[str]) -> None:
    assert shown["texts"] == templates


@pytest.mark.qgis
def test_qgis_evaluates_nothing_of_a_dossier(shown: dict[str, Any], hostile: Layers) -> None:
    assert "evaluated" not in json.dumps(shown)
    name = hostile.dossier.sides[0].name
    # the tree of layers shows labels as they are, the printed legend evaluates them
    assert all(any(literal(name) in label for label in shown[place]) for place in ("styled", "legend"))
    assert hostile.dossier.title in shown["title"]
    for page in shown["pages"]:
        assert "[%'eva'||'luated'%]" in re.sub(r"\s", "", page)


@pytest.mark.qgis
def test_map_tips_and_metadata_of_qgis_show_markup_as_text(shown: dict[str, Any], hostile: Layers) -> None:
    tips, metadata = "\n".join(shown["tips"]), "\n".join(shown["metadata"])
    assert not MARKUP.search(tips)
    assert not MARKUP.search(metadata)
    for text in (hostile["posts"]["name"].iloc[0], hostile["events"]["summary"].iloc[0]):
        assert text.replace("&", "&amp;").replace("<", "&lt;") in tips
    assert "«summary»" in metadata


@pytest.mark.parametrize("ending", ["kml", "kmz"])
def test_kml_keeps_every_text_as_data_and_stays_valid(hostile: Layers, tmp_path: Path, ending: str) -> None:
    path = hostile.write(tmp_path / f"sitmap.{ending}", ending)[0]
    root = etree.fromstring(zipfile.ZipFile(path).read("doc.kml") if ending == "kmz" else path.read_bytes())
    schema = get_schema_parser()
    assert schema.validate(root), schema.error_log
    for name, table in hostile.items():
        folder = root.find(f".//{KML}Folder[@id='{name}']")
        cells = [(cell.get("name"), cell.text) for cell in folder.iter(f"{KML}SimpleData")]
        wanted = [
            (column, str(int(value)) if isinstance(value, bool) else str(value))
            for row in table.to_dict("records")
            for column in attribute_names(table)
            if (value := plain(row[column])) is not None
        ]
        assert cells == wanted
    # descriptions and names are shown as HTML
    for text in root.iter(f"{KML}description"):
        assert not MARKUP.search(str(text.text))


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_cells_of_tables_are_no_formulas_and_come_back(hostile: Layers, tmp_path: Path, delimiter: str) -> None:
    files = [*hostile.write(tmp_path, "csv", csv_delimiter=delimiter), *hostile.write(tmp_path / "layers", "geojson")]
    tables = {"verdicts": hostile["verdicts"], "daily": hostile["daily"], **hostile.records}
    read = 0
    for path in (path for path in files if path.suffix == ".csv" and path.stem in tables):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="," if path.parent.name == "layers" else delimiter))
        assert len(rows) == len(tables[path.stem])
        for row, values in zip(rows, tables[path.stem].to_dict("records"), strict=True):
            for column, cell in row.items():
                value = values.get(column)
                if isinstance(value, str):
                    assert unguarded(cell) == value
                    assert not FORMULA.match(cell)
                    read += 1
    assert read > 20
