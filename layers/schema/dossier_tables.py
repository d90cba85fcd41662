"""Schema of a dossier's tables: each column with its type, unit, allowed values and description, in one place.

The checks of a dossier and the importers read the columns here.
"""

import math
from dataclasses import dataclass, replace

from geo.gazetteer.place_columns import KINDS
from layers.schema.column import Column, Type
from layers.schema.shared_columns import ADMIN_UNITS


@dataclass(frozen=True, slots=True)
class TableColumn(Column):
    """A column of a table of a dossier.

    Parameters
    ----------
    needed : bool
        True if the table must have the column.
    low, high : float
        The least and the greatest number that is allowed.
    is_id : bool
        True if the values identify rows: texts without semicolons, so that lists can be joined by semicolons.
    words : tuple of str
        The usual values of a column that takes others too.
    """

    needed: bool = False
    low: float = -math.inf
    high: float = math.inf
    is_id: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a dossier.

    Parameters
    ----------
    name : str
        The name of the table's file, without ``.csv``.
    title : str
        The meaning of a row.
    columns : tuple of TableColumn
        The columns, in the order of the template; a file may have more.
    """

    name: str
    title: str
    columns: tuple[TableColumn, ...]

    @property
    def file(self) -> str:
        """The name of the table's file."""
        return f"{self.name}.csv"

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the columns that the table's file must have."""
        return tuple(column.name for column in self.columns if column.needed)

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of the columns of dates, ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""
        return tuple(column.name for column in self.columns if column.type is Type.DATE)

    def __getitem__(self, name: str) -> TableColumn:
        return next(column for column in self.columns if column.name == name)


UNLOCATED = "unlocated"
CONFIDENCES = ("high", "medium", "low")
ENDS = ("evacuated", "abandoned", "captured", "surrendered")
MODES = ("evidence", "fixed")
# from what anybody may read to what nobody may; an unknown word counts as the last
SENSITIVITIES = ("public", "area", "withheld")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
# the words of imports and of the page; a dossier may have others
EVENT_TYPES = (
    *("abduction", "agreement", "aircraft_shot_down", "airdrop", "airlift", "airstrike", "arrest", "assault"),
    *(
        "attack_on_civilians",
        "bombing",
        "capture",
        "ceasefire_agreed",
        "ceasefire_in_force",
        "chemical_attack",
        "clash",
    ),
    *("coercion", "convoy", "damage", "deadline", "event", "explosion", "force_against_protesters", "force_posture"),
    *("geolocated_footage", "ground_attack", "incident", "mass_violence", "military_event", "non_state_violence"),
    *("operation_announced", "post_encircled", "post_established", "protest", "report", "resupply", "retaliation"),
    *("riot", "sealift", "sexual_violence", "shelling", "state_based_violence", "statement", "transfer_of_territory"),
    *("unclear_violence", "violence_against_civilians", "withdrawal"),
)
# files of a dossier that are no tables of rows, or are kept for a person
OTHER_FILES = (
    "roads.geojson",
    "context.geojson",
    "control_areas.geojson",
    "barriers.geojson",
    "story.csv",
    "review.csv",
)
# kinds of outlines of context.geojson: land with a border, dashed outlines, and water
CONTEXT_KINDS = ("country", "governorate", "province", "region", "district", "city", "water")
# those that are admin units of a level, as `sensitive_area` of dossier.toml names it
ADMIN_KINDS = {"admin1": ("governorate", "province", "region"), "admin2": ("district",), "cell": ()}
_MANY = 1_000_000_000  # against mistyped numbers

_ID = TableColumn("id", Type.TEXT, "An id of its own, without semicolons", needed=True, is_id=True)
_NAME_AR = TableColumn("name_ar", Type.TEXT, "Name in Arabic")
_ALIASES = TableColumn("aliases", Type.TEXT, "Other names and spellings, joined with semicolons")
_LAT = TableColumn("lat", Type.NUMBER, "Latitude, WGS 84", unit="degrees", low=-90, high=90)
_LON = TableColumn("lon", Type.NUMBER, "Longitude, WGS 84", unit="degrees", low=-180, high=180)
_UNCERTAINTY = TableColumn("uncertainty_km", Type.NUMBER, "Uncertainty of the position", unit="km", low=0, high=1000)
_SOURCES = TableColumn("sources", Type.TEXT, "Keys of sources.csv, joined with semicolons")
_SENSITIVITY = TableColumn(
    "sensitivity",
    Type.TEXT,
    "Who may read it: public (if empty), area (only the area around it is given out), or withheld",
    words=SENSITIVITIES,
)
_NOTE = TableColumn("note", Type.TEXT, "Remarks of the analyst")
_PLACE = TableColumn("place", Type.TEXT, "Id or name of the place; a label where lat and lon are given")
_PLACE_NAME = TableColumn("place_name", Type.TEXT, "Name of the place to show instead of the gazetteer's")
_STATUS = TableColumn(
    "location_status",
    Type.TEXT,
    f"{UNLOCATED!r} if the place is not known; the row is kept, but not used",
    values=(UNLOCATED,),
)

PLACES = Table(
    "places",
    "A place of the dossier's own gazetteer",
    (
        _ID,
        TableColumn("name_en", Type.TEXT, "Name in Latin letters", needed=True),
        _NAME_AR,
        _ALIASES,
        TableColumn("kind", Type.TEXT, "Kind of place", words=("city", "town", "village", *KINDS)),
        replace(_LAT, needed=True),
        replace(_LON, needed=True),
        _UNCERTAINTY,
        TableColumn("population", Type.NUMBER, "Inhabitants, by which its extent is known", low=0, high=_MANY),
        TableColumn("country", Type.TEXT, "Country, ISO 3166 code of two letters"),
        *(TableColumn(column.name, column.type, column.description) for column in ADMIN_UNITS),
        _SOURCES,
        _SENSITIVITY,
    ),
)
POSTS = Table(
    "posts",
    "A fixed position of a side that is to be assessed",
    (
        _ID,
        TableColumn("name", Type.TEXT, "Name", needed=True),
        _NAME_AR,
        TableColumn("side", Type.TEXT, "Id of the side", needed=True),
        TableColumn("place", Type.TEXT, "Id or name of its place, if lat and lon are empty"),
        _LAT,
        _LON,
        _UNCERTAINTY,
        TableColumn("hold_km", Type.NUMBER, "Radius that it holds around itself", unit="km", low=0, high=1000),
        TableColumn("start_date", Type.DATE, "First day that it stands; empty if before the period"),
        TableColumn("end_date", Type.DATE, "First day that it no longer stands"),
        TableColumn("ended", Type.TEXT, "How it ended on that day", values=ENDS),
        _ALIASES,
        _SOURCES,
        _NOTE,
        _SENSITIVITY,
    ),
)
CONTROL = Table(
    "control",
    "A control report: from this date on, the side holds the place",
    (
        _ID,
        TableColumn("date", Type.DATE, "Day from which the side holds the place, or a month or interval", needed=True),
        TableColumn("until", Type.DATE, "Day, or end of the month, from which this row no longer holds"),
        _PLACE,
        _STATUS,
        TableColumn("side", Type.TEXT, "Id of the side that holds the place", needed=True),
        TableColumn("from_side", Type.TEXT, "Id of the side that held it until then"),
        TableColumn("kind", Type.TEXT, "Kind of report", words=("baseline", "capture", "report", "proposed", "model")),
        TableColumn("confidence", Type.TEXT, "Confidence in the report; medium if empty", values=CONFIDENCES),
        _SOURCES,
        _NOTE,
        _LAT,
        _LON,
        _UNCERTAINTY,
        _PLACE_NAME,
        _SENSITIVITY,
    ),
)
EVENTS = Table(
    "events",
    "An event at a place",
    (
        _ID,
        TableColumn("start_date", Type.DATE, "Day of the event, or the first of several", needed=True),
        TableColumn("end_date", Type.DATE, "First day after the event; empty for one day"),
        TableColumn(
            "time_precision", Type.INTEGER, "1 the day, 2 a week or a few days, 3 a month or longer", low=1, high=3
        ),
        _PLACE,
        TableColumn(
            "geo_precision", Type.INTEGER, "1 the place itself, 2 its surroundings, 3 a province", low=1, high=3
        ),
        TableColumn(
            "event_type",
            Type.TEXT,
            "Type of event, or of a source's own in its words",
            needed=True,
            words=EVENT_TYPES,
        ),
        TableColumn("actor1", Type.TEXT, "The actor"),
        TableColumn("actor2", Type.TEXT, "The other actor"),
        TableColumn("fatalities_low", Type.INTEGER, "Fatalities, at least", low=0, high=_MANY),
        TableColumn("fatalities_best", Type.INTEGER, "Fatalities, best estimate", low=0, high=_MANY),
        TableColumn("fatalities_high", Type.INTEGER, "Fatalities, at most", low=0, high=_MANY),
        TableColumn("summary", Type.TEXT, "Description in the analyst's own words", needed=True),
        _SOURCES,
        _NOTE,
        _LAT,
        _LON,
        _UNCERTAINTY,
        _STATUS,
        _PLACE_NAME,
        _SENSITIVITY,
    ),
)
SOURCES = Table(
    "sources",
    "A source that other tables name by its key",
    (
        TableColumn("key", Type.TEXT, "A key of its own, without semicolons", needed=True, is_id=True),
        TableColumn("url", Type.TEXT, "Web address", needed=True),
        TableColumn("archive_url", Type.TEXT, "Web address of an archived copy"),
        TableColumn("publisher", Type.TEXT, "Publisher", needed=True),
        TableColumn("leaning", Type.TEXT, "Sides whose word it passes on (ids, names or aliases)", words=("neutral",)),
        TableColumn("reliability", Type.TEXT, "Reliability, Admiralty scale, the letter of B2", values=RELIABILITIES),
        TableColumn("title", Type.TEXT, "Title"),
        TableColumn("author", Type.TEXT, "Authors, joined with semicolons"),
        TableColumn("published", Type.DATE, "Day on which it was published"),
        TableColumn("retrieved", Type.DATE, "Day on which the analyst read it"),
        TableColumn("sha256", Type.TEXT, "SHA-256 of its text, a file of the folder reports"),
        TableColumn("language", Type.TEXT, "Language, BCP 47"),
        TableColumn("licence", Type.TEXT, "SPDX id or address of its licence, or no-redistribution"),
        TableColumn("about", Type.TEXT, "Kind of source, in free words"),
    ),
)
STORY = Table(
    "story",
    "A step of the guided tour",
    (
        TableColumn("step", Type.INTEGER, "Number of the step", needed=True, low=1, high=10_000),
        TableColumn("date", Type.DATE, "The day shown", needed=True),
        TableColumn("view", Type.TEXT, "Middle and zoom of the map: 35.8,36.7,10"),
        TableColumn("place", Type.TEXT, "Id of a place to show"),
        TableColumn("post", Type.TEXT, "Id of a post to show"),
        TableColumn("caption", Type.TEXT, "What is to be seen; caption_xx in other languages", needed=True),
        TableColumn("layers", Type.TEXT, "Layers to show, joined with semicolons; all by default"),
    ),
)
TABLES = {table.name: table for table in (PLACES, POSTS, CONTROL, EVENTS, SOURCES)}
"""All tables by name."""

_KIND = TableColumn("kind", Type.TEXT, "Kind")
_FEATURE_NAME = TableColumn("name", Type.TEXT, "Name")
CONTROL_AREAS = (
    TableColumn("area_id", Type.TEXT, "An id of its own, which no control report has", is_id=True),
    TableColumn("side", Type.TEXT, "Id of the side that holds the polygon, or contested", needed=True),
    TableColumn("start_date", Type.DATE, "First day that it holds; empty if before the period"),
    TableColumn("end_date", Type.DATE, "First day that it no longer holds"),
    TableColumn("confidence", Type.TEXT, "Confidence in the map; medium if empty", values=CONFIDENCES),
    TableColumn("mode", Type.TEXT, "Evidence among others, or ground that is fixed", values=MODES),
    TableColumn("source", Type.TEXT, "Who drew the map: keys of sources.csv, or a name", needed=True),
    TableColumn("licence", Type.TEXT, "Terms of the map", words=("no-redistribution",)),
)
FEATURE_FILES = {
    "control_areas.geojson": ("Maps of control by others, or your own: polygons", CONTROL_AREAS),
    "barriers.geojson": (
        "Rivers and other lines that no way leads across, and points where it does",
        (
            replace(_KIND, description="Kind of barrier; crossing for a point", words=("river", "crossing")),
            _FEATURE_NAME,
        ),
    ),
    "roads.geojson": ("Lines of communication", (replace(_FEATURE_NAME, needed=True), _NAME_AR, _KIND)),
    "context.geojson": (
        "Outlines of the basemap: polygons",
        (replace(_KIND, words=CONTEXT_KINDS), _FEATURE_NAME),
    ),
}
"""The properties of features, with the meaning of each file, by the names of files that a dossier may have."""
