"""Layers in PostGIS."""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
from sqlalchemy import Engine, create_engine, text

from layers import Layers
from layers.schema.layers import LAYERS

pytestmark = pytest.mark.postgis


@pytest.fixture(scope="module")
def engine(postgres: Path) -> Iterator[Engine]:
    engine = create_engine(f"postgresql+psycopg://sitmap@/postgres?host={postgres}")
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION postgis"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def filled(engine: Engine, light: Layers) -> Engine:
    light.to_postgis(engine)
    return engine


def asked(engine: Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


@pytest.mark.parametrize("name", [name for name in LAYERS if name != "control_areas"])
def test_a_table_has_the_rows_types_and_geometry_of_its_layer(filled: Engine, light: Layers, name: str) -> None:
    with filled.connect() as connection:
        read = gpd.read_postgis(text(f"SELECT * FROM {name} ORDER BY fid"), connection, geom_col="geom")  # noqa: S608 - ours
    wanted = light[name]
    columns = [column for column in wanted.columns if column != "geometry"]
    assert list(read.columns) == ["fid", *columns, "geom"]
    for column in columns:
        got = [None if value != value else value for value in read[column]]  # noqa: PLR0124 - NaN
        assert got == [None if value != value else value for value in wanted[column]], column  # noqa: PLR0124 - NaN
    assert read.crs.to_epsg() == 4326
    assert read.geometry.geom_equals(wanted.geometry).all()


def test_tables_have_keys_indexes_and_comments(filled: Engine) -> None:
    keys = asked(filled, "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype IN ('p', 'u')")
    indexes = asked(filled, "SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%USING gist (geom)%'")
    for name in LAYERS:
        assert keys.count((name,)) == 2
        assert indexes.count((name,)) == 1
    comment = "SELECT obj_description('zones'::regclass), col_description('zones'::regclass, 4)"
    assert asked(filled, comment) == [("Who holds the ground", "From")]


def test_a_second_run_replaces_the_first(filled: Engine, light: Layers) -> None:
    light.to_postgis(filled)
    assert asked(filled, "SELECT count(*) FROM zones") == [(len(light["zones"]),)]


def test_a_run_that_fails_midway_loses_nothing(filled: Engine, light: Layers) -> None:
    before = asked(filled, "SELECT count(*) FROM places")
    with filled.begin() as connection:
        # a view of somebody's own stands in the way of the last layer
        connection.execute(text("CREATE VIEW mine AS SELECT name FROM roads"))
    try:
        with pytest.raises(Exception, match="depend"):
            light.at("2020-02-06").to_postgis(filled)
        assert asked(filled, "SELECT count(*) FROM places") == before
        assert asked(filled, "SELECT count(*) FROM zones") == [(len(light["zones"]),)]
    finally:
        with filled.begin() as connection:
            connection.execute(text("DROP VIEW mine"))


def test_another_schema_is_made_and_named_safely(filled: Engine, light: Layers) -> None:
    light.to_postgis(filled, schema='odd: "name"; --')
    found = asked(filled, "SELECT count(*) FROM pg_tables WHERE schemaname = 'odd\\: \"name\"; --'")
    assert found == [(len(LAYERS) - 1,)]
