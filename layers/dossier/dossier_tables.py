"""The tables of a dossier: each column with its type, unit, allowed values and description, in one place.

The checks of a dossier, its importers and the manual read the columns here.
"""

import math
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The type of the values of a column."""

    ID = "id"
    TEXT = "text"
    LIST = "list of texts, joined with semicolons"
    DATE = "date: YYYY-MM-DD, YYYY-MM or YYYY"
    NUMBER = "number"
    WHOLE = "whole number"
    URL = "address that starts with http:// or https://"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        Its name in the heading.
    type : Type
        The type of its values.
    description : str
        The meaning of its values.
    needed : bool
        True if the table must have the column.
    unit : str
        Unit of a number.
    values : tuple of str
        All allowed values; none if there are too many to list.
    low, high : float
        The least and the greatest number that is allowed.
    """

    name: str
    type: Type
    description: str
    needed: bool = False
    unit: str = ""
    values: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a dossier.

    Parameters
    ----------
    name : str
        The name of its file, without ``.csv``.
    title : str
        The meaning of a row.
    columns : tuple of Column
        Its columns, in the order of the template; a table may have more.
    """

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the columns that it must have."""
        return tuple(column.name for column in self.columns if column.needed)

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of its columns of dates."""
        return tuple(column.name for column in self.columns if column.type is Type.DATE)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


UNLOCATED = "unlocated"
CONFIDENCES = ("high", "medium", "low")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
# a limit against mistyped numbers
_MANY = 1_000_000_000

_ID = Column("id", Type.ID, "An id of its own, without semicolons", needed=True)
_NAME_AR = Column("name_ar", Type.TEXT, "Name in Arabic")
_ALIASES = Column("aliases", Type.LIST, "Other names and spellings")
_LAT = Column("lat", Type.NUMBER, "Latitude, WGS 84", unit="degrees", low=-90, high=90)
_LON = Column("lon", Type.NUMBER, "Longitude, WGS 84", unit="degrees", low=-180, high=180)
_UNCERTAINTY = Column("uncertainty_km", Type.NUMBER, "Uncertainty of the position", unit="km", low=0, high=1000)
_SOURCES = Column("sources", Type.LIST, "Keys of sources.csv")
_NOTE = Column("note", Type.TEXT, "Remarks of the analyst")
_STATUS = Column(
    "location_status",
    Type.TEXT,
    f"{UNLOCATED!r} if nobody knows the place; the row is kept unused",
    values=(UNLOCATED,),
)

PLACES = Table(
    "places",
    "A place of the dossier's own gazetteer",
    (
        _ID,
        Column("name_en", Type.TEXT, "Name in Latin letters", needed=True),
        _NAME_AR,
        _ALIASES,
        Column("kind", Type.TEXT, "Kind of place, such as place, city or province"),
        Column("lat", Type.NUMBER, _LAT.description, needed=True, unit="degrees", low=-90, high=90),
        Column("lon", Type.NUMBER, _LON.description, needed=True, unit="degrees", low=-180, high=180),
        _UNCERTAINTY,
        Column("country", Type.TEXT, "Country, ISO 3166 code of two letters"),
        Column("admin1", Type.TEXT, "Province"),
        _SOURCES,
    ),
)
POSTS = Table(
    "posts",
    "A fixed position of a side that is to be assessed",
    (
        _ID,
        Column("name", Type.TEXT, "Name", needed=True),
        _NAME_AR,
        Column("side", Type.TEXT, "Id of the side", needed=True),
        Column("place", Type.TEXT, "Id or name of its place, if lat and lon are empty"),
        _LAT,
        _LON,
        _UNCERTAINTY,
        Column("start_date", Type.DATE, "First day that it stands; empty if before the period"),
        Column("end_date", Type.DATE, "First day that it stands no longer; empty if it still does"),
        _ALIASES,
        _SOURCES,
        _NOTE,
    ),
)
CONTROL = Table(
    "control",
    "A control report: from this date on, the side holds the place",
    (
        _ID,
        Column("date", Type.DATE, "First day that the side holds the place", needed=True),
        Column("place", Type.TEXT, "Id or name of the place", needed=True),
        _STATUS,
        Column("side", Type.TEXT, "Id of the side that holds the place", needed=True),
        Column("from_side", Type.TEXT, "Id of the side that held it until then"),
        Column("kind", Type.TEXT, "Kind of report, such as baseline, capture or report"),
        Column("confidence", Type.TEXT, "Confidence in the report; medium if empty", values=CONFIDENCES),
        _SOURCES,
        _NOTE,
        Column("place_name", Type.TEXT, "Name of the place to show instead of the gazetteer's"),
    ),
)
EVENTS = Table(
    "events",
    "An event at a place",
    (
        _ID,
        Column("start_date", Type.DATE, "Day of the event, or the first of several", needed=True),
        Column("end_date", Type.DATE, "First day after the event; empty for one day"),
        Column("time_precision", Type.WHOLE, "1 the day, 2 some days or a month, 3 longer", low=1, high=3),
        Column("place", Type.TEXT, "Id or name of the place", needed=True),
        Column("geo_precision", Type.WHOLE, "1 the place itself, 2 its surroundings, 3 a province", low=1, high=3),
        Column("event_type", Type.TEXT, "Type of event, such as clash or shelling", needed=True),
        Column("actor1", Type.TEXT, "The actor"),
        Column("actor2", Type.TEXT, "The other actor"),
        Column("fatalities_low", Type.WHOLE, "Fatalities, at least", low=0, high=_MANY),
        Column("fatalities_best", Type.WHOLE, "Fatalities, best estimate", low=0, high=_MANY),
        Column("fatalities_high", Type.WHOLE, "Fatalities, at most", low=0, high=_MANY),
        Column("summary", Type.TEXT, "Description in the analyst's own words", needed=True),
        _SOURCES,
        _NOTE,
        _STATUS,
    ),
)
SOURCES = Table(
    "sources",
    "A source that other tables name by its key",
    (
        Column("key", Type.ID, "A key of its own, without semicolons", needed=True),
        Column("url", Type.URL, "Address", needed=True),
        Column("archive_url", Type.URL, "Address of an archived copy"),
        Column("publisher", Type.TEXT, "Publisher", needed=True),
        Column("leaning", Type.TEXT, "Side that the publisher leans to, in words"),
        Column("reliability", Type.TEXT, "Reliability by the Admiralty scale, A to F", values=RELIABILITIES),
    ),
)
TABLES = {table.name: table for table in (PLACES, POSTS, CONTROL, EVENTS, SOURCES)}
"""All tables by name."""
