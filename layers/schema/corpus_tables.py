"""Schema of what a corpus of reports is read into: texts, mentions, proposed events and control reports, copies."""

from dataclasses import replace

from layers.schema.column import Type
from layers.schema.dossier_tables import CONTROL, EVENTS, Table, TableColumn

STATUSES = ("read", "repeated", "refused")

_REPORT = TableColumn(
    "report", Type.TEXT, "SHA-256 of the text and its day of publication, or of the file", needed=True
)
_START = TableColumn("start", Type.INTEGER, "Offset of its first character in the text")
_END = TableColumn("end", Type.INTEGER, "Offset behind its last character")
_LOCATED = [EVENTS[name] for name in ("lat", "lon", "uncertainty_km")]
_PLACED = [
    TableColumn("place", Type.TEXT, "Id of the place in the gazetteer; the name in the text where it is not known"),
    replace(EVENTS["place_name"], description="Name in the text"),
    EVENTS["location_status"],
    *_LOCATED,
]

_REPORTS = Table(
    "reports",
    "A text of the corpus, read or set aside",
    (
        _REPORT,
        TableColumn("name", Type.TEXT, "Its id, or its file and the number of its line or row", needed=True),
        TableColumn("status", Type.TEXT, "Repeated: an earlier one is the same", values=STATUSES),
        TableColumn("reason", Type.TEXT, "Why it is set aside, or what of it is left out"),
        TableColumn("published", Type.DATE, "Day of publication"),
        TableColumn("publisher", Type.TEXT, "Publisher"),
        TableColumn("url", Type.TEXT, "Web address"),
        TableColumn("title", Type.TEXT, "Title"),
        TableColumn("characters", Type.INTEGER, "Length of its text"),
        TableColumn("minhash", Type.TEXT, "64 numbers of 4 bytes each, in hexadecimal, by which copies are found"),
    ),
)
_MENTIONS = Table(
    "mentions",
    "A name of a place in a text",
    (
        _REPORT,
        _START,
        _END,
        TableColumn("text", Type.TEXT, "The name"),
        TableColumn("literal", Type.BOOLEAN, "True if the place itself is meant"),
        TableColumn("score", Type.NUMBER, "Score of the match, 0 to 1"),
        TableColumn("reason", Type.TEXT, "Why this place, or why none"),
        TableColumn("place_id", Type.TEXT, "Id of the place"),
        TableColumn("place", Type.TEXT, "Its name in the gazetteer"),
        TableColumn("kind", Type.TEXT, "Its kind"),
        TableColumn("country", Type.TEXT, "Its country, ISO 3166 code of two letters"),
        *_LOCATED,
        TableColumn("relative_km", Type.NUMBER, "Distance that the text names from the place", unit="km"),
        TableColumn("relative_bearing", Type.NUMBER, "Direction that the text names from the place", unit="degrees"),
    ),
)
_EVENTS = Table(
    "events",
    "An event that a text proposes, to be checked",
    (
        _REPORT,
        replace(EVENTS["id"], description="Id, the same whenever the text is read; unique within a text"),
        *(EVENTS[name] for name in ("start_date", "end_date", "time_precision", "geo_precision")),
        *_PLACED,
        *(EVENTS[name] for name in ("event_type", "actor1", "actor2")),
        *(EVENTS[f"fatalities_{name}"] for name in ("low", "best", "high")),
        TableColumn("certainty", Type.TEXT, "Who vouches for it", values=("claimed", "reported", "confirmed")),
        TableColumn("attribution", Type.TEXT, "Who says so"),
        _START,
        _END,
    ),
)
_CONTROL = Table(
    "control",
    "A control report that a text proposes, to be checked",
    (
        _REPORT,
        replace(CONTROL["id"], description="Id, the same whenever the text is read; unique within a text"),
        CONTROL["date"],
        *_PLACED,
        *(CONTROL[name] for name in ("side", "from_side", "kind", "confidence", "note")),
        _START,
        _END,
    ),
)
COPIES = Table(
    "copies",
    "A text that has most of its words from an earlier one, such as an agency's",
    (
        _REPORT,
        TableColumn("copy_of", Type.TEXT, "The earlier text, which is no copy itself", needed=True),
        TableColumn("similarity", Type.NUMBER, "Share of their runs of three words that both have, estimated"),
    ),
)
PARTS = {table.name: table for table in (_REPORTS, _MENTIONS, _EVENTS, _CONTROL)}
"""The tables that are written part by part, by name."""
