"""Two sides that exchange their ids exchange what is said of them in every output, and nothing else changes."""

import re
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from layers import Dossier, Layers, build

_SIDES = {"side", "from_side", "to_side", "side_a", "side_b", "other_side", "actor1", "actor2", "bloc", "leaning"}
# made of the ids, or of the folder's name
_NAMED = {"id", "zone_id", "geocoder"}


def exchanged(folder: Path, target: Path, ids: dict[str, str]) -> Path:
    """Copy a dossier with its sides' ids exchanged."""
    shutil.copytree(folder, target)
    for path in [target / "dossier.toml", *target.glob("*.geojson")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf'"({"|".join(ids)})"', lambda found: f'"{ids[found[1]]}"', text), encoding="utf-8")
    for path in target.glob("*.csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for name in _SIDES & set(table):
            table[name] = table[name].map(lambda cell: "; ".join(ids.get(one, one) for one in cell.split("; ")))
        table.to_csv(path, index=False)
    return target


def rows(table: pd.DataFrame, ids: dict[str, str]) -> list[str]:
    """Rows as texts, in order, with some ids put in place of others; a line of contact has no direction."""
    table = table.drop(columns=_NAMED & set(table)).copy()
    for name in _SIDES & set(table):
        table[name] = [ids.get(one, one) for one in table[name]]
    if {"side_a", "side_b"} <= set(table):
        pairs = [sorted(pair) for pair in zip(table.pop("side_a"), table.pop("side_b"), strict=True)]
        table["sides"] = [str(pair) for pair in pairs]
    if isinstance(table, gpd.GeoDataFrame):
        shapes = shapely.to_wkb(shapely.normalize(table.geometry.to_numpy()), hex=True)
        table = pd.DataFrame(table.drop(columns="geometry")).assign(geometry=shapes)
    return sorted(str(row) for row in table.itertuples(index=False))


def mirrored(dossier: Dossier, folder: Path, first: str, second: str) -> tuple[Layers, Layers]:
    ids = {first: second, second: first}
    one, other = build(dossier), build(Dossier.open(exchanged(dossier.path, folder / dossier.path.name, ids)))
    for name, table in one.tables.items():
        assert rows(table, {}) == rows(other.tables[name], ids), name
    for name in ("daily", "ground"):
        assert rows(getattr(one, name), {}) == rows(getattr(other, name), ids), name
    return one, other


@pytest.mark.parametrize(("name", "first", "second"), [("northland", "north", "south"), ("mariupol-2022", "ru", "ua")])
def test_exchanged_sides_mirror_every_output(name: str, first: str, second: str, tmp_path: Path) -> None:
    one, other = mirrored(Dossier.open(name), tmp_path, first, second)
    held = [layers.ground.groupby("side")["area_km2"].sum() for layers in (one, other)]
    assert held[0][first] == held[1][second] != held[1][first]
    assert one.errors == other.errors
