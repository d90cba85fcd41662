"""Columns that several layers have."""

from layers.schema.column import Column, Type

STATES = ("encircled", "contested", "constricted", "open")
PRECISIONS = (1, 2, 3)
ID = Column("id", Type.TEXT, "Id")
PLACE_ID = Column("place_id", Type.TEXT, "Place id")
ADMIN_LEVELS = (1, 2, 3)
ADMIN_UNITS = (
    *(Column(f"admin{level}", Type.TEXT, f"Admin unit of level {level}") for level in ADMIN_LEVELS),
    *(Column(f"admin{level}_pcode", Type.TEXT, f"P-code of the admin unit of level {level}") for level in ADMIN_LEVELS),
)
POST_ID = Column("post_id", Type.TEXT, "Post id")
NAME = Column("name", Type.TEXT, "Name")
NAME_AR = Column("name_ar", Type.TEXT, "Name in Arabic")
KIND = Column("kind", Type.TEXT, "Kind")
SIDE = Column("side", Type.TEXT, "Side")
BASIS = Column(
    "basis",
    Type.TEXT,
    "Who says so",
    values=("confirmed", "claimed", "record"),
    labels=("confirmed by others than the side that gains", "claimed by the side that gains", "no source to open"),
)
START_DATE = Column("start_date", Type.DATE, "From")
END_DATE = Column("end_date", Type.DATE, "Until (this day no longer)")
UNCERTAINTY = Column("uncertainty_km", Type.NUMBER, "Uncertainty of the position (km)", "km")
STATE = Column("state", Type.TEXT, "State", values=STATES)
SINCE = Column("since", Type.DATE, "First day of this state")
STATE_STRICT = Column("state_strict", Type.TEXT, "State, contested ground blocked", values=STATES)
STATE_LENIENT = Column("state_lenient", Type.TEXT, "State, contested ground passable", values=STATES)
PROBABILITY = Column("probability", Type.NUMBER, "Probability of no way (0-1)")
WAY = Column("way", Type.NUMBER, "Probability of the weakest ground on the best way (0-1)")
ROAD_WAY = Column("road_way", Type.NUMBER, "Probability of the weakest ground on the best way along roads (0-1)")
REMARKS = Column("remarks", Type.TEXT, "Remarks")
CORRIDOR = Column("corridor_km", Type.NUMBER, "Width of the corridor (km, 20 is 20 or more)", "km")
OPEN_ARC = Column("open_arc_deg", Type.NUMBER, "Open arc (degrees)", "degrees")
FRIENDLY = Column("friendly_km", Type.NUMBER, "Nearest friendly ground (km)", "km")
LAT = Column("lat", Type.NUMBER, "Latitude, WGS 84", "degrees")
LON = Column("lon", Type.NUMBER, "Longitude, WGS 84", "degrees")
