"""Schema of the layers: the single definition of all layers and their columns.

Formats, page, server and tests use this schema. To add a column, add a line here and its value in `layers/tables`.
"""

from types import MappingProxyType

from layers.schema.column import Column, Type
from layers.schema.layer import LayerSchema, Validity

_STATES = ("encircled", "contested", "constricted", "open")
_PRECISIONS = (1, 2, 3)

# columns of several layers
_POST_ID = Column("post_id", Type.TEXT, "Post id")
_NAME = Column("name", Type.TEXT, "Name")
_NAME_AR = Column("name_ar", Type.TEXT, "Name in Arabic")
_KIND = Column("kind", Type.TEXT, "Kind")
_SIDE = Column("side", Type.TEXT, "Side")
_BASIS = Column(
    "basis",
    Type.TEXT,
    "Who says so",
    values=("confirmed", "claimed", "record"),
    labels=("confirmed by others than the side that gains", "claimed by the side that gains", "no source to open"),
)
_START_DATE = Column("start_date", Type.DATE, "From")
_END_DATE = Column("end_date", Type.DATE, "Until (this day no longer)")
_UNCERTAINTY = Column("uncertainty_km", Type.NUMBER, "Uncertainty of the position (km)", "km")
_STATE = Column("state", Type.TEXT, "State", values=_STATES)
_STATE_STRICT = Column("state_strict", Type.TEXT, "State, contested ground blocked", values=_STATES)
_STATE_LENIENT = Column("state_lenient", Type.TEXT, "State, contested ground passable", values=_STATES)
_PROBABILITY = Column("probability", Type.NUMBER, "Probability of no way (0-1)")
_WAY = Column("way", Type.NUMBER, "Probability of the weakest ground on the best way (0-1)")
_ROAD_WAY = Column("road_way", Type.NUMBER, "Probability of the weakest ground on the best way along roads (0-1)")
_REMARKS = Column("remarks", Type.TEXT, "Remarks")
_CORRIDOR = Column("corridor_km", Type.NUMBER, "Width of the corridor (km, 20 is 20 or more)", "km")
_OPEN_ARC = Column("open_arc_deg", Type.NUMBER, "Open arc (degrees)", "degrees")
_FRIENDLY = Column("friendly_km", Type.NUMBER, "Nearest friendly ground (km)", "km")

_PLACES = LayerSchema(
    "places",
    "Places",
    "Point",
    (
        Column("place_id", Type.TEXT, "Place id"),
        _NAME,
        _NAME_AR,
        _KIND,
        Column("country", Type.TEXT, "Country (ISO 3166)"),
        Column("admin1", Type.TEXT, "Province"),
        _UNCERTAINTY,
        Column("query", Type.TEXT, "Called in the dossier"),
        Column("geocoder", Type.TEXT, "Located by"),
        Column("score", Type.NUMBER, "Score of the match"),
        Column("candidates", Type.TEXT, "Other candidates"),
        Column("reason", Type.TEXT, "Why this place"),
    ),
    key=("place_id",),
    validity=Validity.ALWAYS,
)
_POSTS = LayerSchema(
    "posts",
    "Uncertainty of the posts' positions",
    "Point",
    (
        _POST_ID,
        _NAME,
        _NAME_AR,
        _SIDE,
        _START_DATE,
        _END_DATE,
        _UNCERTAINTY,
        Column("sources", Type.TEXT, "Sources"),
        Column("moved_on", Type.DATE, "Day on which it moved here; null for its first position"),
    ),
    key=("post_id", "moved_on"),
    validity=Validity.INTERVAL,
)
_EVENTS = LayerSchema(
    "events",
    "Events",
    "Point",
    (
        Column("event_id", Type.TEXT, "Event id"),
        Column("event_type", Type.TEXT, "Type of event"),
        _START_DATE,
        _END_DATE,
        Column(
            "time_precision",
            Type.INTEGER,
            "Precision of the date",
            values=_PRECISIONS,
            labels=("exact day", "the month is known, or the day is not exact", "only the year is known"),
        ),
        Column("actor1", Type.TEXT, "Actor"),
        Column("actor2", Type.TEXT, "Other actor"),
        Column("location", Type.TEXT, "Place"),
        Column(
            "geo_precision",
            Type.INTEGER,
            "Precision of the place",
            values=_PRECISIONS,
            labels=("exact place", "near the place", "only the province is known"),
        ),
        _UNCERTAINTY,
        Column("fatalities_low", Type.INTEGER, "Killed, at least", "person"),
        Column("fatalities_best", Type.INTEGER, "Killed, best estimate", "person"),
        Column("fatalities_high", Type.INTEGER, "Killed, at most", "person"),
        Column("summary", Type.TEXT, "What happened"),
        Column("source_name", Type.TEXT, "Source"),
        Column("source_url", Type.TEXT, "Address of the source"),
        Column("archive_url", Type.TEXT, "Archived copy"),
        Column(
            "reliability",
            Type.TEXT,
            "Reliability of the source (A-F)",
            values=tuple("ABCDEF"),
            labels=(
                "A: completely reliable",
                "B: usually reliable",
                "C: fairly reliable",
                "D: not usually reliable",
                "E: unreliable",
                "F: cannot be judged",
            ),
        ),
        Column("credibility", Type.TEXT, "Credibility of the information (1-6)"),
    ),
    key=("event_id",),
    validity=Validity.EVENT,
    label="summary",
    is_shown=True,
)
_ZONES = LayerSchema(
    "zones",
    "Who holds the ground",
    "MultiPolygon",
    (
        Column("zone_id", Type.TEXT, "Zone id"),
        _SIDE,
        _START_DATE,
        _END_DATE,
        Column("confidence", Type.NUMBER, "Confidence (0-1)"),
        Column("area_km2", Type.NUMBER, "Area (km²)", "km2"),
        Column("evidence", Type.TEXT, "Deciding control reports"),
        _BASIS,
    ),
    key=("zone_id",),
    label="side",
    is_shown=True,
)
_CONTACT = LayerSchema(
    "contact",
    "Line of contact",
    "MultiLineString",
    (
        Column("side_a", Type.TEXT, "One side"),
        Column("side_b", Type.TEXT, "Other side"),
        _START_DATE,
        _END_DATE,
        Column("length_km", Type.NUMBER, "Length (km)", "km"),
    ),
    key=("side_a", "side_b", "start_date"),
    label="side_a",
    is_shown=True,
)
_VERDICTS = LayerSchema(
    "verdicts",
    "States of the posts, by interval",
    "Point",
    (
        _POST_ID,
        _NAME,
        _SIDE,
        _START_DATE,
        _END_DATE,
        _STATE,
        _STATE_STRICT,
        _STATE_LENIENT,
        _PROBABILITY,
        _CORRIDOR,
        Column("roads_open", Type.TEXT, "Roads open"),
        Column("roads_cut", Type.TEXT, "Roads cut"),
        _OPEN_ARC,
        _FRIENDLY,
        Column("pocket_km2", Type.NUMBER, "Size of the pocket (km²)", "km2"),
        Column("reasons", Type.TEXT, "Why"),
        Column("decisive", Type.TEXT, "Reports that turned it"),
        Column("probability_min", Type.NUMBER, "Smallest probability of no way (0-1)"),
        Column("probability_max", Type.NUMBER, "Largest probability of no way (0-1)"),
        Column("since_earliest", Type.DATE, "Encircled from this day on at the earliest"),
        Column("since_latest", Type.DATE, "Encircled from this day on at the latest"),
        _WAY,
        Column("corridor_km_median", Type.NUMBER, "Median width of the corridor (km)", "km"),
        Column("corridor_km_max", Type.NUMBER, "Largest width of the corridor (km)", "km"),
        _ROAD_WAY,
        _REMARKS,
        Column("supplied_by", Type.TEXT, "Supplied by sea or air, or in events"),
        Column("last_reported", Type.DATE, "Last day of which a row says that it stands"),
        Column("reasons_ar", Type.TEXT, "Why, in Arabic"),
    ),
    key=("post_id", "start_date"),
)
_DAILY = LayerSchema(
    "daily",
    "Posts and their state",
    "Point",
    (
        _POST_ID,
        Column("date", Type.DATE, "Day"),
        _STATE,
        _STATE_STRICT,
        _STATE_LENIENT,
        _PROBABILITY,
        _CORRIDOR,
        _OPEN_ARC,
        _FRIENDLY,
        Column("p_open", Type.NUMBER, "Probability of a wide way (0-1)"),
        Column("p_constricted", Type.NUMBER, "Probability of a narrow way only (0-1)"),
        Column("p_encircled", Type.NUMBER, "Probability of no way (0-1)"),
        _WAY,
        _ROAD_WAY,
        _NAME,
        _NAME_AR,
        _SIDE,
        Column("since", Type.DATE, "First day of this state"),
        _REMARKS,
        Column("reasons", Type.TEXT, "Why"),
    ),
    key=("post_id", "date"),
    validity=Validity.DAY,
    is_shown=True,
)
_CORRIDORS = LayerSchema(
    "corridors",
    "Corridors to the supply anchor",
    "MultiLineString",
    (
        _POST_ID,
        _START_DATE,
        _END_DATE,
        Column("width_km", Type.NUMBER, "Width (km, 20 is 20 or more)", "km"),
        Column("pinch_lon", Type.NUMBER, "Narrowest point, longitude", "degrees"),
        Column("pinch_lat", Type.NUMBER, "Narrowest point, latitude", "degrees"),
        Column("anchor", Type.TEXT, "Supply anchor"),
    ),
    key=("post_id", "start_date"),
    label="post_id",
)
_ROADS = LayerSchema(
    "roads",
    "Roads",
    "MultiLineString",
    (_NAME, _KIND, _SIDE, _START_DATE, _END_DATE, Column("open", Type.BOOLEAN, "Passable from end to end")),
    key=("name", "side", "start_date"),
)

LAYERS = MappingProxyType(
    {layer.name: layer for layer in (_PLACES, _POSTS, _EVENTS, _ZONES, _CONTACT, _VERDICTS, _DAILY, _CORRIDORS, _ROADS)}
)

# the table `ground.csv`
GROUND = LayerSchema(
    "ground",
    "Ground of every side on every day",
    "",
    (
        Column("date", Type.DATE, "Day"),
        _SIDE,
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
