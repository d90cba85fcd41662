"""What others call the columns of events and control reports, and what their codes mean.

Sources: ACLED's codebook (event types and sub-event types of 2019 and later; precision codes 1-3) and the UCDP GED
codebook (versions 5 to 24: type_of_violence 1-3, where_prec 1-7, date_prec 1-5, deaths as best, high and low).
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

Cells = dict[str, str]

EVENT = (
    *("id", "start_date", "end_date", "time_precision", "place", "geo_precision", "event_type", "actor1", "actor2"),
    *("fatalities_low", "fatalities_best", "fatalities_high", "summary", "sources", "note"),
)
CONTROL = ("id", "date", "place", "location_status", "side", "from_side", "kind", "confidence", "sources", "note")

# our sub-types for theirs; a sub-type that is not here keeps its own name
_ACLED_TYPES = {
    "armed clash": "clash",
    "government regains territory": "capture",
    "non-state actor overtakes territory": "capture",
    "non-violent transfer of territory": "transfer_of_territory",
    "shelling/artillery/missile attack": "shelling",
    "air/drone strike": "airstrike",
    "remote explosive/landmine/ied": "explosion",
    "suicide bomb": "bombing",
    "grenade": "explosion",
    "chemical weapon": "chemical_attack",
    "attack": "attack_on_civilians",
    "abduction/forced disappearance": "abduction",
    "sexual violence": "sexual_violence",
    "agreement": "agreement",
    "headquarters or base established": "post_established",
    "peaceful protest": "protest",
    "protest with intervention": "protest",
    "excessive force against protesters": "force_against_protesters",
    "violent demonstration": "riot",
    "mob violence": "riot",
}
_UCDP_TYPES = {"1": "state_based_violence", "2": "non_state_violence", "3": "violence_against_civilians"}
# 1 exact; 2 near; 3 a district; 4 a province; 5 a line or an area; 6 a country; 7 the sea or the air
_UCDP_WHERE = {"1": "1", "2": "2", "3": "3", "4": "3", "5": "3", "6": "3", "7": "3"}
# 1 the day; 2 two to six days; 3 a week; 4 a month; 5 a year
_UCDP_DATE = {"1": "1", "2": "2", "3": "2", "4": "2", "5": "3"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One way to name columns.

    `columns` gives for each column of ours the names of theirs, the best first; `marks` are columns that tell it from
    others; `coded` are columns whose values are changed on the way, and whose raw ones are kept in the note.
    """

    name: str
    table: str
    columns: Mapping[str, tuple[str, ...]]
    marks: Collection[str]
    coded: Collection[str] = ()
    convert: Callable[[Cells, Cells], None] = lambda found, cells: None  # noqa: ARG005 - nothing to convert

    def mapping(self, columns: Collection[str]) -> dict[str, str]:
        """Say which of their columns becomes which of ours; they may write From side for from_side."""
        known = {_plainly(name): name for name in columns}
        found = {
            ours: next((known[name] for name in theirs if name in known), "") for ours, theirs in self.columns.items()
        }
        return {ours: theirs for ours, theirs in found.items() if theirs}


def _acled(found: Cells, cells: Cells) -> None:
    kind = cells.get("sub_event_type", "") or cells.get("event_type", "")
    found["event_type"] = _ACLED_TYPES.get(kind.lower(), re.sub(r"[^a-z0-9]+", "_", kind.lower()).strip("_"))


def _ucdp(found: Cells, cells: Cells) -> None:
    found["id"] = f"GED{found['id']}" if found.get("id") else ""
    found["event_type"] = _UCDP_TYPES.get(cells.get("type_of_violence", ""), "")
    found["geo_precision"] = _UCDP_WHERE.get(cells.get("where_prec", ""), "")
    found["time_precision"] = _UCDP_DATE.get(cells.get("date_prec", ""), "")
    start, last = day(found.get("start_date", "")), day(found.get("end_date", ""))
    # their last day belongs to the event, ours does not
    found["end_date"] = (last + timedelta(days=1)).isoformat() if start and last and last >= start else ""
    parties = " against ".join(filter(None, (found.get("actor1"), found.get("actor2"))))
    found["summary"] = found.get("summary") or cells.get("where_description", "") or parties


_POSITION = {"lat": ("latitude", "lat", "y"), "lon": ("longitude", "lon", "lng", "long", "x")}
_SOURCE = {"reliability": ("reliability",), "archive_url": ("archive_url",), "uncertainty_km": ("uncertainty_km",)}
_SAME = {name: (name,) for name in EVENT}
VOCABULARIES = (
    Vocabulary(
        name="ACLED",
        table="events",
        marks=("event_id_cnty", "event_date", "sub_event_type"),
        columns=_POSITION
        | {
            "id": ("event_id_cnty", "data_id"),
            "start_date": ("event_date",),
            "time_precision": ("time_precision",),
            "place": ("location",),
            "geo_precision": ("geo_precision",),
            "event_type": ("sub_event_type", "event_type"),
            "actor1": ("actor1",),
            "actor2": ("actor2",),
            "fatalities_best": ("fatalities",),
            "summary": ("notes",),
            "source": ("source",),
        },
        coded=("event_type", "sub_event_type"),
        convert=_acled,
    ),
    Vocabulary(
        name="UCDP GED",
        table="events",
        marks=("type_of_violence", "where_prec", "date_prec", "date_start"),
        columns=_POSITION
        | {
            "id": ("id", "event_id"),
            "start_date": ("date_start",),
            "end_date": ("date_end",),
            "time_precision": ("date_prec",),
            "place": ("where_coordinates", "adm_2", "adm_1", "country"),
            "geo_precision": ("where_prec",),
            "event_type": ("type_of_violence",),
            "actor1": ("side_a",),
            "actor2": ("side_b",),
            "fatalities_low": ("low", "low_est"),
            "fatalities_best": ("best", "best_est"),
            "fatalities_high": ("high", "high_est"),
            "summary": ("source_headline", "where_description"),
            "source": ("source_office", "source_article", "source"),
        },
        coded=("type_of_violence", "where_prec", "date_prec", "date_start", "date_end", "id"),
        convert=_ucdp,
    ),
    Vocabulary(
        name="control reports",
        table="control",
        marks=("side", "date"),
        columns=_POSITION
        | {name: (name,) for name in CONTROL}
        | {"place": ("place", "location", "name"), "sources": ("sources",), "source": ("source", "publisher")}
        | {"source_url": ("source_url", "url"), "id": ("id", "report_id")},
    ),
    Vocabulary(
        name="events",
        table="events",
        marks=(),
        columns=_POSITION
        | _SAME
        | _SOURCE
        | {
            "id": ("event_id", "id"),
            "start_date": ("start_date", "event_date", "date", "begin"),
            "end_date": ("end_date", "end"),
            "place": ("place", "location", "name"),
            "event_type": ("event_type", "type", "category"),
            "fatalities_best": ("fatalities_best", "fatalities", "killed", "deaths"),
            "summary": ("summary", "description", "notes", "text"),
            "source": ("source_name", "source", "publisher"),
            "source_url": ("source_url", "url", "link"),
        },
    ),
)


def recognise(columns: Collection[str]) -> Vocabulary:
    """Tell by its columns how a table names things; the last vocabulary fits whatever is none of the others."""
    return next(words for words in VOCABULARIES if set(words.marks) <= set(map(_plainly, columns)))


def _plainly(column: str) -> str:
    return re.sub(r"[\s-]+", "_", column.strip().lower())


def day(text: str) -> date | None:
    """Read a day as exports write it: ISO with or without a time, or with the month's name.

    A day such as 2/6/2020 is not read: nobody can tell February from June.

    Examples
    --------
    >>> day("06 February 2020") == day("2020-02-06 00:00:00.000") == day("2020/02/06") == day("06-Feb-2020")
    True
    >>> day("2/6/2020") is None
    True
    """
    iso = re.match(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?$", text)
    if iso:
        text = "-".join(iso.groups())
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
