"""Schema of the layers on ground: zones, the line of contact, what changed hands, and roads."""

from layers.schema.column import Column, Type
from layers.schema.layer import LayerSchema, Validity
from layers.schema.shared_columns import ADMIN_UNITS, BASIS, END_DATE, ID, KIND, NAME, NAME_AR, SIDE, START_DATE

ZONES = LayerSchema(
    "zones",
    "Who holds the ground",
    "MultiPolygon",
    (
        ID,
        Column("zone_id", Type.TEXT, "Zone id"),
        SIDE,
        START_DATE,
        END_DATE,
        Column("confidence", Type.NUMBER, "Confidence (0-1)"),
        Column("area_km2", Type.NUMBER, "Area (km²)", "km2"),
        Column("evidence", Type.TEXT, "Deciding control reports"),
        BASIS,
        Column("since", Type.DATE, "All of it the side's without a break since"),
    ),
    key=("zone_id",),
    label="side",
    is_shown=True,
)
CONTACT = LayerSchema(
    "contact",
    "Line of contact",
    "MultiLineString",
    (
        ID,
        Column("side_a", Type.TEXT, "One side"),
        Column("side_b", Type.TEXT, "Other side"),
        START_DATE,
        END_DATE,
        Column("length_km", Type.NUMBER, "Length (km)", "km"),
    ),
    key=("side_a", "side_b", "start_date"),
    label="side_a",
    is_shown=True,
)
ROADS = LayerSchema(
    "roads",
    "Roads",
    "MultiLineString",
    (ID, NAME, KIND, SIDE, START_DATE, END_DATE, Column("open", Type.BOOLEAN, "Passable from end to end"), NAME_AR),
    key=("name", "side", "start_date"),
)
CHANGES = LayerSchema(
    "changes",
    "Ground that changed hands",
    "MultiPolygon",
    (
        ID,
        Column("date", Type.DATE, "Day"),
        Column("from_side", Type.TEXT, "Held before by"),
        Column("to_side", Type.TEXT, "Held now by"),
        Column("area_km2", Type.NUMBER, "Area (km²)", "km2"),
        Column("reports", Type.TEXT, "Control reports of that day at it"),
        BASIS,
    ),
    key=("date", "from_side", "to_side", "basis"),
    validity=Validity.DAY,
    label="to_side",
)

# the table `ground.csv`
GROUND = LayerSchema(
    "ground",
    "Ground of every side on every day",
    "",
    (
        Column("date", Type.DATE, "Day"),
        SIDE,
        Column("area_km2", Type.NUMBER, "Ground, by the sum of probabilities (km²)", "km2"),
        Column("low_km2", Type.NUMBER, "Ground that is the side's with a probability over 0.9 (km²)", "km2"),
        Column("high_km2", Type.NUMBER, "Ground that is the side's with a probability over 0.1 (km²)", "km2"),
        Column("confirmed_km2", Type.NUMBER, "Ground confirmed by others than the side that gained it (km²)", "km2"),
        Column("claimed_km2", Type.NUMBER, "Ground claimed by the side that gained it (km²)", "km2"),
        Column("not_judged_km2", Type.NUMBER, "Ground whose sources are not judged (km²)", "km2"),
        Column("record_km2", Type.NUMBER, "Ground on record, without a source to open (km²)", "km2"),
    ),
    key=("date", "side"),
    label="side",
)
# the table `admin.csv`
ADMIN = LayerSchema(
    "admin",
    "Who holds the admin units of level 3 on every day",
    "",
    (
        Column("date", Type.DATE, "Day"),
        *(column for column in ADMIN_UNITS if column.name.startswith("admin3")),
        SIDE,
        Column("share", Type.NUMBER, "Share of the unit's ground in the dossier's area (0-1)"),
        *(column for column in ADMIN_UNITS if not column.name.startswith("admin3")),
    ),
    key=("date", "admin1", "admin1_pcode", "admin2", "admin2_pcode", "admin3", "admin3_pcode", "side"),
    label="admin3",
)
