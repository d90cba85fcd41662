"""Layers in PostGIS."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from command_line import run
from sqlalchemy import Connection, Engine, create_engine, text
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from layers.errors import DatabaseError
from layers.schema.layers import LAYERS, LINKS, TABLES

pytestmark = pytest.mark.postgis


ALWAYS = [name for name in LAYERS if name != "control_areas"]


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    """The layers of a small dossier."""
    return build(Dossier.open(write(tmp_path_factory.mktemp("small") / "tiny", TINY)), as_of=date(2021, 1, 1))


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


@pytest.mark.parametrize("name", ALWAYS)
def test_a_table_has_the_rows_types_and_geometry_of_its_layer(filled: Engine, light: Layers, name: str) -> None:
    with filled.connect() as connection:
        read = gpd.read_postgis(text(f"SELECT * FROM sitmap.{name} ORDER BY fid"), connection, geom_col="geom")  # noqa: S608 - ours
    wanted = light[name]
    columns = [column for column in wanted.columns if column != "geometry"]
    assert list(read.columns) == ["fid", *columns, "geom"]
    for column in columns:
        got = [None if value != value else value for value in read[column]]  # noqa: PLR0124 - NaN
        assert got == [None if value != value else value for value in wanted[column]], column  # noqa: PLR0124 - NaN
    assert asked(filled, f"SELECT Find_SRID('sitmap', '{name}', 'geom')") == [(4326,)]
    assert shapely.equals(read.geometry.to_numpy(), wanted.geometry.to_numpy()).all()


def test_tables_have_keys_indexes_and_comments(filled: Engine) -> None:
    constraints = "SELECT relname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid WHERE"
    keys = asked(filled, f"{constraints} relnamespace = 'sitmap'::regnamespace AND contype IN ('p', 'u')")
    indexes = asked(filled, "SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%USING gist (geom)%'")
    for name in ALWAYS:
        # fid, key and id
        assert keys.count((name,)) == 3
        assert indexes.count((name,)) == 1
    comment = "SELECT obj_description('sitmap.zones'::regclass), col_description('sitmap.zones'::regclass, 5)"
    ((table, column),) = asked(filled, comment)
    assert (str(table).startswith("Who holds the ground"), column) == (True, "From")


KEYS = (
    "SELECT t.relname, o.relname FROM pg_constraint JOIN pg_class t ON t.oid = conrelid"
    " JOIN pg_class o ON o.oid = confrelid WHERE contype = 'f'"
)


def test_tables_refer_to_each_other_and_lists_of_keys_are_tables_of_links(filled: Engine, light: Layers) -> None:
    keys = set(asked(filled, f"{KEYS} AND connamespace = 'sitmap'::regnamespace"))
    assert {(name, "sides") for name in ("posts", "zones", "control", "daily")} <= keys
    assert {("events", "places"), ("control_sources", "sources")} <= keys
    joined = "SELECT c.id, s.publisher FROM sitmap.control c JOIN sitmap.control_sources l USING (id)"
    wanted = [(key, "A Paper") for key, sources in light["control"][["id", "sources"]].to_numpy() if sources]
    assert asked(filled, f"{joined} JOIN sitmap.sources s USING (key) ORDER BY id") == sorted(wanted)
    decided = {
        (key, one) for key, ids in light["zones"][["id", "evidence"]].dropna().to_numpy() for one in ids.split("; ")
    }
    assert set(asked(filled, "SELECT id, report_id FROM sitmap.zones_evidence")) == decided
    assert decided


def test_rows_that_point_nowhere_are_written_without_a_key(engine: Engine, light: Layers) -> None:
    lost = light["events"].assign(place_id="nowhere")
    astray = replace(light, tables={**light.tables, "events": lost})
    from_events = f"{KEYS} AND conrelid = 'loose.events'::regclass"
    for layers, wanted in ((astray, 0), (light, 1), (astray, 0)):
        layers.to_postgis(engine, schema="loose")
        assert len(asked(engine, from_events)) == wanted
        found = asked(engine, "SELECT DISTINCT place_id FROM loose.events ORDER BY 1")
        assert found == sorted({(key,) for key in layers["events"]["place_id"]})


def test_a_second_run_keeps_grants_and_views_and_waits_for_no_reader(filled: Engine, light: Layers) -> None:
    with filled.begin() as connection:
        connection.execute(text("CREATE ROLE reader; GRANT SELECT ON sitmap.zones TO reader"))
        connection.execute(text("CREATE VIEW sitmap.mine AS SELECT name FROM sitmap.roads"))
    day = light.at("2020-01-05")
    with filled.connect() as reader:
        before = reader.execute(text("SELECT count(*) FROM sitmap.events")).scalar()
        assert before != len(day["events"])
        with filled.connect() as writer, writer.begin():
            # a wait for the reader would end here with an error
            writer.execute(text("SET LOCAL lock_timeout = '2s'"))
            day.to_postgis(_Given(writer))
        assert reader.execute(text("SELECT has_table_privilege('reader', 'sitmap.zones', 'SELECT')")).scalar()
    assert asked(filled, "SELECT count(*) FROM sitmap.events") == [(len(day["events"]),)]
    assert asked(filled, "SELECT count(*) FROM sitmap.mine") == [(len(day["roads"]),)]
    light.to_postgis(filled)
    assert asked(filled, "SELECT count(*) FROM sitmap.events") == [(len(light["events"]),)]


class _Given:
    """An engine whose one transaction is given."""

    def __init__(self, connection: Connection) -> None:
        self.begin = lambda: nullcontext(connection)


def test_a_table_of_somebody_else_is_left_alone(engine: Engine, light: Layers) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA field; CREATE TABLE field.roads (surveyed text)"))
        connection.execute(text("INSERT INTO field.roads VALUES ('three years of work')"))
    for force in (False, True):
        with pytest.raises(DatabaseError, match=r'"field"."roads" was not written by sitmap'):
            light.to_postgis(engine, schema="field", force=force)
    assert asked(engine, "SELECT * FROM field.roads") == [("three years of work",)]
    assert asked(engine, "SELECT tablename FROM pg_tables WHERE schemaname = 'field'") == [("roads",)]


def test_other_columns_are_told_and_need_force(engine: Engine, light: Layers) -> None:
    light.to_postgis(engine, schema="old")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE old.places DROP COLUMN score, ADD COLUMN score text, ADD COLUMN mine int"))
    with pytest.raises(DatabaseError, match=r"\(mine, score\); --force"):
        light.to_postgis(engine, schema="old")
    light.to_postgis(engine, schema="old", force=True)
    assert asked(engine, "SELECT count(score) > 0 FROM old.places") == [(True,)]


def test_a_role_without_rights_on_the_database_writes_into_its_schema(engine: Engine, light: Layers) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE lab LOGIN; CREATE SCHEMA lab AUTHORIZATION lab"))
    theirs = create_engine(engine.url.set(username="lab"))
    try:
        light.to_postgis(theirs, schema="lab")
        light.to_postgis(theirs, schema="lab")
        assert asked(theirs, "SELECT count(*) FROM lab.zones") == [(len(light["zones"]),)]
        with pytest.raises(DatabaseError, match="permission denied for database"):
            light.to_postgis(theirs, schema="other")
    finally:
        theirs.dispose()


def test_qgis_finds_a_style_for_each_layer_and_others_keep_theirs(filled: Engine, light: Layers) -> None:
    with filled.begin() as connection:
        connection.execute(text("INSERT INTO layer_styles (f_table_schema, f_table_name) VALUES ('field', 'zones')"))
    light.to_postgis(filled)
    styles = "SELECT f_table_name FROM layer_styles WHERE f_table_schema = 'sitmap' AND useAsDefault"
    assert asked(filled, f"{styles} ORDER BY 1") == [(name,) for name in sorted(ALWAYS)]
    assert asked(filled, "SELECT count(*) FROM layer_styles WHERE f_table_schema = 'field'") == [(1,)]


@pytest.mark.parametrize("schema", ['odd: "name"; --', "100%", "%s", "%(x)s", "سوريا", "o'brien", "\\back", "select"])
def test_another_schema_is_made_and_named_safely(filled: Engine, light: Layers, schema: str) -> None:
    for _ in range(2):
        light.at("2020-01-05").to_postgis(filled, schema=schema)
    with filled.connect() as connection:
        found = text("SELECT count(*) FROM pg_tables WHERE schemaname = :name AND tablename <> 'layer_styles'")
        assert connection.execute(found, {"name": schema}).scalar() == len([*ALWAYS, *TABLES, *LINKS])


@pytest.mark.parametrize("schema", ["", "x" * 70, "a\0b"])
def test_a_schema_that_cannot_be_is_refused(engine: Engine, light: Layers, schema: str) -> None:
    with pytest.raises(DatabaseError, match="expected a name of at most 63 bytes"):
        light.to_postgis(engine, schema=schema)


def test_build_writes_to_the_database_it_is_told(engine: Engine, postgres: Path, tmp_path: Path) -> None:
    write(tmp_path / "tiny", TINY)
    dsn = f"postgresql://sitmap@/postgres?host={postgres}"
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS sitmap CASCADE"))
    arguments = ("build", str(tmp_path / "tiny"), "--as-of", "2021-01-01", "--out", str(tmp_path / "out"))
    done = run(*arguments, "--format", "postgis", "--dsn", dsn)
    assert done.returncode == 0, done.stderr
    assert asked(engine, "SELECT count(*) FROM sitmap.events") == [(2,)]
    refused = run(*arguments, "--format", "postgis")
    assert (refused.returncode, "--dsn" in refused.stderr) == (2, True)
    wrong = run(*arguments, "--format", "postgis", "--dsn", f"postgresql://nobody@/none?host={postgres}")
    assert (wrong.returncode, "nothing in it has changed" in wrong.stderr) == (1, True)
