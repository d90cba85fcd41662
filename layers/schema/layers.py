"""Schema of the layers: the single definition of all layers and their columns.

Formats, page, server and tests use this schema. To add a column, add it to its layer here and its value in
`layers/tables`.
"""

from types import MappingProxyType

from layers.schema.evidence_layers import CONTROL, CONTROL_AREAS, EVENTS, PLACES, RETURNS, SIDES, SOURCES
from layers.schema.ground_layers import ADMIN, CHANGES, CONTACT, GROUND, ROADS, ZONES
from layers.schema.layer import LayerSchema
from layers.schema.post_layers import CORRIDORS, DAILY, POSTS, VERDICTS
from layers.schema.shared_columns import ID

__all__ = ["ADMIN", "GROUND", "LAYERS", "LINKS", "LISTS", "RELATIONS", "TABLES", "schema_of"]

# control_areas is there where a dossier has control areas
LAYERS = MappingProxyType(
    {
        layer.name: layer
        for layer in (
            PLACES, POSTS, EVENTS, ZONES, CONTACT, VERDICTS, DAILY, CORRIDORS, ROADS, CONTROL, CHANGES, CONTROL_AREAS
        )
    }
)  # fmt: skip

# tables without geometry
TABLES = MappingProxyType({table.name: table for table in (SOURCES, SIDES, RETURNS)})

# columns that name a row of another layer or table: table, column, the other table and its key
RELATIONS = (
    *((name, "post_id", "posts", "post_id") for name in ("verdicts", "daily", "corridors")),
    *((name, "place_id", "places", "place_id") for name in ("control", "events", "posts", "verdicts")),
    *((name, "side", "sides", "side") for name in ("posts", "zones", "verdicts", "daily", "roads", "control")),
    *((name, column, "sides", "side") for name, column in (("contact", "side_a"), ("contact", "side_b"))),
    *(("changes", column, "sides", "side") for column in ("from_side", "to_side")),
    ("control", "from_side", "sides", "side"),
    ("control_areas", "side", "sides", "side"),
    ("returns", "place_id", "places", "place_id"),
    *(("returns", column, "sides", "side") for column in ("side", "other_side")),
    *(("returns", column, "control", "report_id") for column in ("lost_report", "regained_report")),
)


# columns that list keys of another table; a database has a table of links for each: a row for each key
LISTS = (
    *((name, "sources", "sources", "key") for name in ("posts", "control")),
    *((name, column, "control", "report_id") for name, column in (
        ("zones", "evidence"), ("changes", "reports"), ("verdicts", "decisive")
    )),
)  # fmt: skip
LINKS = MappingProxyType(
    {
        f"{name}_{column}": LayerSchema(
            f"{name}_{column}",
            f"{LAYERS[name].title}: {LAYERS[name].column(column).description}",
            "",
            (ID, schema.column(key)),
            key=("id", key),
        )
        for name, column, other, key in LISTS
        for schema in [LAYERS.get(other) or TABLES[other]]
    }
)
_SCHEMAS = {**LAYERS, **TABLES, **LINKS, GROUND.name: GROUND, ADMIN.name: ADMIN}


def schema_of(name: str) -> LayerSchema:
    """Return the schema of a layer or table."""
    return _SCHEMAS[name]
