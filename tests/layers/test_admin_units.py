"""Admin units: of events, posts and verdicts, and who holds how much of each on each day."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from shapely import Polygon, box
from shapely.geometry import mapping
from tiny_dossier import TINY, write

from layers import Dossier, DossierError, Layers, build
from layers.dossier.release.public import public
from layers.dossier.settings.admin_areas import COLUMNS
from maps.outputs import write_outputs
from maps.payload.payload import payload

AS_OF = date(2021, 1, 1)
# two districts, the western one in two parts; the north-east is in no unit
UNITS = (
    ("Westland", "XX01", "Lower West", "XX0101", "Farms", "XX010101", box(35.9, 34.9, 36.6, 35.7)),
    ("Westland", "XX01", "Lower West", "XX0101", "Hills", "XX010102", box(35.9, 35.7, 36.6, 36.7)),
    ("Eastland", "XX02", "Plain", "XX0201", "Plain", "XX020101", box(36.6, 34.9, 37.5, 36.0)),
)


def collection(*features: tuple[dict[str, Any], Polygon]) -> str:
    made = [{"type": "Feature", "properties": row, "geometry": mapping(shape)} for row, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": made})


def units(names: str, codes: str) -> str:
    """The file, its properties spelled as a publisher does."""
    rows = []
    for *values, shape in UNITS:
        pairs = zip((1, 1, 2, 2, 3, 3), (names, codes) * 3, values, strict=True)
        rows.append(({spelling.format(level): value for level, spelling, value in pairs}, shape))
    return collection(*rows)


def folder(root: Path, **changed: str) -> Path:
    files = dict(TINY)
    files["dossier.toml"] = 'admin = "units.geojson"\nsensitive_area = "admin2"\n' + files["dossier.toml"]
    files["units.geojson"] = units("adm{}_name", "adm{}_pcode")
    return write(root / "tiny", files | {name.replace("_", "."): text for name, text in changed.items()})


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    path = folder(tmp_path_factory.mktemp("units"))
    events = (path / "events.csv").read_text(encoding="utf-8")
    events += "E5,2020-01-03,,1,P1,3,clash,,,,,,Somewhere in the province.,S1,,\n"
    (path / "events.csv").write_text(events, encoding="utf-8")
    return build(Dossier.open(path), as_of=AS_OF)


def told(row: "pd.Series[Any]") -> list[object]:
    return [row[column] for column in COLUMNS]


PLAIN = ["Eastland", "Plain", "Plain", "XX02", "XX0201", "XX020101"]
FARMS = ["Westland", "Lower West", "Farms", "XX01", "XX0101", "XX010101"]


def test_events_posts_and_verdicts_have_the_units_in_which_they_lie(layers: Layers) -> None:
    events, posts, verdicts = (layers[name] for name in ("events", "posts", "verdicts"))
    events, posts = events.set_index("event_id"), posts.set_index("post_id")
    assert told(events.loc["E1"]) == PLAIN
    assert events.loc["E1", "place_id"] == "P1"
    assert told(posts.loc["A1"]) == FARMS
    # its own position is that of no place
    assert posts.loc["A1", "place_id"] is None
    for _, row in verdicts.iterrows():
        assert told(row) == told(posts.loc[row["post_id"]])


def test_the_page_knows_the_smallest_units(layers: Layers) -> None:
    data = payload(layers)
    assert [row[:2] for row in data["admin"]["rows"]] == [[unit[4], unit[5]] for unit in UNITS]
    assert all(data["topology"]["shapes"][row[2]] for row in data["admin"]["rows"])


def test_where_only_the_province_is_known_no_smaller_unit_is_given(layers: Layers) -> None:
    event = layers["events"].set_index("event_id").loc["E5"]
    assert told(event) == ["Eastland", None, None, "XX02", None, None]


def test_a_unit_smaller_than_the_circle_of_uncertainty_is_not_given(tmp_path: Path) -> None:
    posts = TINY["posts.csv"].replace("35.5,36.5,2", "35.5,36.5,50")
    found = Dossier.open(folder(tmp_path, posts_csv=posts)).posts.set_index("post_id").loc["A1"]
    # farms and hills are about 89 by 63 and 111 by 63 km
    assert told(found) == ["Westland", "Lower West", None, "XX01", "XX0101", None]


@pytest.mark.parametrize(
    "spellings", [("ADM{}_EN", "ADM{}_PCODE"), ("admin{}Name_en", "admin{}Pcode"), ("admin{}", "admin{}_pcode")]
)
def test_properties_are_read_in_the_spellings_of_their_publishers(spellings: tuple[str, str], tmp_path: Path) -> None:
    dossier = Dossier.open(folder(tmp_path, units_geojson=units(*spellings)))
    assert told(dossier.posts.set_index("post_id").loc["A1"]) == FARMS


def test_units_of_several_levels_are_joined(tmp_path: Path) -> None:
    upper = ({"adm1_name": "Upper", "adm1_pcode": "XX09"}, box(36.0, 35.0, 37.4, 36.6))
    lower = ({"adm2_name": "Lower", "adm2_pcode": "XX0901"}, box(36.4, 35.4, 36.6, 35.6))
    posts = Dossier.open(folder(tmp_path, units_geojson=collection(upper, lower))).posts.set_index("post_id")
    assert told(posts.loc["A1"]) == ["Upper", "Lower", None, "XX09", "XX0901", None]
    assert told(posts.loc["A3"]) == ["Upper", None, None, "XX09", None, None]


def test_without_a_file_the_columns_of_places_serve(tmp_path: Path) -> None:
    heading, first, *others = TINY["places.csv"].splitlines(keepends=True)
    heading = heading.replace("admin1,", "admin1,admin3,admin1_pcode,")
    rows = [row.replace(",place,,", ",place,,,,") for row in others]
    places = "".join([heading, first.replace(",place,,", ",place,Province,Town,XX7,"), *rows])
    events = Dossier.open(folder(tmp_path, places_csv=places, dossier_toml=TINY["dossier.toml"])).events
    assert told(events.iloc[0]) == ["Province", None, "Town", "XX7", None, None]


def test_the_table_says_who_holds_which_share_of_each_unit_on_each_day(layers: Layers, tmp_path: Path) -> None:
    write_outputs(layers, tmp_path, ("csv",), {})
    table = pd.read_csv(tmp_path / "admin.csv")
    assert list(table)[:5] == ["date", "admin3", "admin3_pcode", "side", "share"]
    sums = table.groupby(["date", "admin3_pcode"])["share"].sum()
    assert len(sums) == 19 * 3
    assert sums.between(0.9995, 1.0005).all()
    crs, day = layers.dossier.settings.crs, layers.at("2020-01-10")
    zones = day["zones"].to_crs(crs)
    for *_, name, code, shape in UNITS:
        (unit,) = day["zones"].geometry.iloc[:0].reindex([0]).set_crs(4326).fillna(shape).to_crs(crs)
        inside = zones.assign(m2=zones.intersection(unit).area).groupby("side")["m2"].sum()
        shares = table[(table["date"] == "2020-01-10") & (table["admin3_pcode"] == code)].set_index("side")["share"]
        assert (shares - inside / inside.sum()).abs().max() < 1e-4, name
        assert day.admin is not None
        assert len(shares) == (day.admin["admin3_pcode"] == code).sum()


def test_a_sensitive_place_is_given_by_its_unit(tmp_path: Path) -> None:
    posts = TINY["posts.csv"].replace("sources\n", "sources,sensitivity\n").replace("S1\n", "S1,area\n", 1)
    posts = posts.removesuffix("S1\n") + "S1,\n"
    dossier = public(Dossier.open(folder(tmp_path, posts_csv=posts)))
    (post,) = dossier.posts[dossier.posts["name"] == "Lower West"].itertuples()
    # both parts of the district are one area, whose middle is nowhere near the post
    assert post.geometry.x == pytest.approx(36.25, abs=0.01)
    assert post.uncertainty_km > 90
    assert (post.admin1, post.admin3) == ("Westland", None)


def test_a_file_without_names_or_codes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="no polygon has one"):
        Dossier.open(folder(tmp_path, units_geojson=collection(({"label": "x"}, UNITS[0][-1]))))
    (tmp_path / "tiny" / "units.geojson").unlink()
    with pytest.raises(DossierError, match=r"units\.geojson.*a file that can be read"):
        Dossier.open(tmp_path / "tiny")
