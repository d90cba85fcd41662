"""Large inputs take time that grows with their size, and no more."""

import json
import math
from pathlib import Path
from time import process_time

from tiny_dossier import TINY, write

from layers import Dossier, build


def seconds(folder: Path) -> float:
    start = process_time()
    build(Dossier.open(folder), as_of="2021-01-01")
    return process_time() - start


def test_twenty_thousand_events_on_one_place_are_built_in_seconds(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", TINY)
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"X{n},2020-01-03,,1,P1,1,clash,north,south,1,2,3,They fought.,S1,,\n" for n in range(20_000))
    assert seconds(folder) < 10


def test_an_area_of_a_hundred_thousand_corners_is_built_in_seconds(tmp_path: Path) -> None:
    folder, number = write(tmp_path / "tiny", TINY), 100_000
    angles = (2 * math.pi * n / number for n in range(number))
    ring = [[36.7 + 0.6 * math.cos(angle), 35.8 + 0.6 * math.sin(angle)] for angle in angles]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry}
    (folder / "area.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    head = folder / "dossier.toml"
    text = head.read_text(encoding="utf-8").replace("area = [36.0, 35.0, 37.4, 36.6]", 'area = "area.geojson"')
    head.write_text(text, encoding="utf-8")
    assert seconds(folder) < 20
