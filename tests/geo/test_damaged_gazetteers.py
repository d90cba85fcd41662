"""Gazetteer files: impossible places and damaged files are refused with a message, never with a traceback."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import PlacesFileError
from geo.gazetteer.files.read import read_gazetteer

DUMP = "1\tSaraqib\tSaraqib\t\t35.86\t36.8\tP\tPPL\tSY\t\t01\t\t\t\t{people}\t\t\tAsia/Damascus\t2020-01-01\n"
FEATURE = {"wof:id": 1, "wof:name": "Saraqib", "geom:latitude": 35.86, "geom:longitude": 36.8}


def wof(path: Path, **changes: object) -> Path:
    properties = {key: value for key, value in {**FEATURE, **changes}.items() if value is not ...}
    path.write_text(json.dumps({"type": "Feature", "properties": properties}))
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"geom:latitude": 1000}, {"geom:latitude": 10**400}, {"geom:longitude": -181}, {"geom:latitude": None},
        {"wof:name": " "}, {"wof:name": None}, {"wof:name": ["x"]}, {"wof:name": "\ud800"}, {"wof:name": True},
        {"wof:population": 10**30}, {"wof:population": float("inf")}, {"wof:country": ["SY"]}, {"wof:id": ...},
        {"name:eng_x_preferred": [1]}, {"name:ara_x_preferred": [1]}, {"wof:placetype": []},
    ],
)  # fmt: skip
def test_impossible_places_of_whos_on_first_are_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(PlacesFileError, match=r"a\.geojson"):
        read_gazetteer(wof(tmp_path / "a.geojson", **changes))


def test_impossible_places_of_geonames_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for line in (DUMP.format(people="9" * 5000), DUMP.format(people=1).replace("\tSaraqib", "\t", 1)):
        path.write_text(line)
        with pytest.raises(PlacesFileError, match=r"a\.txt"):
            read_gazetteer(path)
    path.write_text(DUMP.format(people=1))
    assert [place.name for place in read_gazetteer(path)] == ["Saraqib"]


def test_archives_that_unpack_to_far_more_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", DUMP.format(people=1) * 400_000)
    with pytest.raises(PlacesFileError, match="that unpack to"):
        read_gazetteer(path)


@pytest.mark.parametrize("ending", [".csv", ".txt", ".geojson", ".zip"])
def test_a_pipe_is_refused_at_once(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"pipe{ending}"
    os.mkfifo(path)
    with pytest.raises(PlacesFileError, match="a device or a pipe"):
        read_gazetteer(path)


def whole(folder: Path, ending: str) -> Path:
    path = folder / f"a.{ending}"
    if ending == "geojson":
        return wof(path)
    if ending == "csv":
        path.write_text("id,name,lat,lon,aliases\n1,Saraqib,35.86,36.8,Saraqeb\n")
    elif ending == "txt":
        path.write_text(DUMP.format(people=1))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("SY.txt", DUMP.format(people=1) * 9)
    return path


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["geojson", "csv", "txt", "zip"]), st.binary(max_size=40), st.integers(0, 250))
def test_damaged_files_are_read_or_refused(tmp_path: Path, ending: str, noise: bytes, at: int) -> None:
    path = whole(tmp_path, ending)
    raw = path.read_bytes()
    path.write_bytes(raw[:at] + noise + raw[at + len(noise) :])
    try:
        places = read_gazetteer(path)
    except PlacesFileError as error:
        assert path.name in str(error)  # noqa: PT017 - both ends are right
    else:
        assert all(abs(place.lat) <= 90 and place.name.strip() for place in places)
