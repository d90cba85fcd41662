"""The table of proposed events for review: CSV with the columns of a dossier's `events.csv`, or GeoJSON."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geo.atomic_write import draft
from geo.readers.appendix import append_rows
from geo.readers.sheet import Sheet
from layers.errors import ReportFileError
from layers.reading.reading import Reading
from layers.schema.dossier_tables import UNLOCATED

COLUMNS = (
    *("id", "start_date", "end_date", "time_precision", "place", "geo_precision", "event_type", "actor1", "actor2"),
    *("fatalities_low", "fatalities_best", "fatalities_high", "summary", "sources", "note"),
    *("location_status", "place_name", "certainty", "attribution", "lat", "lon", "uncertainty_km"),
    *("report", "start", "end"),
)


def rows(reading: Reading, report: str, *, quotes: bool = False, source: str | None = None) -> list[dict[str, Any]]:
    """Return the events of a report as rows for review.

    Parameters
    ----------
    reading : Reading
        The reading of the report.
    report : str
        Name of the report.
    quotes : bool
        True to add quotations from the report, whose publisher owns the copyright.
    source : str, optional
        The key of the report among the sources of the dossier.

    Returns
    -------
    list of dict
        Rows of a dossier's `events.csv`: places by their ids, which are never ambiguous; events without a known place
        are marked as not located. The id of a row is the same when the same report is read again.
    """
    found: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for event, record in zip(reading.events, reading.event_records(quotes=quotes), strict=True):
        place = reading.place_of(event)
        words = reading.text[event.start : event.end]
        values = [record[name] for name in sorted(record) if name not in {"start", "end", "quote"}]
        who = " and ".join(side for side in (event.actor1, event.actor2) if side)
        key = "M" + hashlib.sha256(json.dumps([*values, words]).encode()).hexdigest()[:10]
        # one sentence may report the same of two villages that no gazetteer has
        seen[key] += 1
        row = record | {
            "id": f"{key}-{seen[key]}" if seen[key] > 1 else key,
            "place": place.id if place else event.mention.name if event.mention else None,
            "place_name": event.mention.name if event.mention else None,
            "location_status": None if place else UNLOCATED,
            "sources": source,
            "summary": ": ".join(part for part in (event.event_type, who) if part),
            "note": "proposed by sitmap read; check before use",
            "report": report,
        }
        found.append({name: row.get(name) for name in (*COLUMNS, *(("quote",) if quotes else ()))})
    return found


def save(proposed: Sequence[dict[str, Any]], path: Path) -> int:
    """Add rows to a file for review; rows that are already in the file are kept as they are.

    Parameters
    ----------
    proposed : sequence of dict
        Rows as `rows` returns them.
    path : Path
        The file, ``.csv`` or ``.geojson``.

    Returns
    -------
    int
        Number of rows added.

    Raises
    ------
    ReportFileError
        If the file exists and is no such table.
    """
    is_geojson = path.suffix == ".geojson"
    try:
        old = (_read_geojson(path) if is_geojson else _read_csv(path)) if path.exists() else []
        known = {str(row["id"]) for row in old}
    except (ValueError, KeyError, TypeError) as error:
        raise ReportFileError(f"{path}: expected a table that sitmap read wrote, or no file: {error}") from error
    new = {row["id"]: row for row in proposed if row["id"] not in known}
    if is_geojson:
        with draft(path) as beside:
            beside.write_bytes(_geojson([*old, *new.values()]).encode("utf-8"))
    elif new or not path.exists():
        append_rows(
            path, new.values(), list(dict.fromkeys([*COLUMNS, *(name for row in new.values() for name in row)]))
        )
    return len(new)


def _read_csv(path: Path) -> list[dict[str, str]]:
    sheet = Sheet.read(path)
    for problem in sheet.problems:
        raise ValueError(f"line {problem.line}: expected {problem.expected}")
    return [row for _, row in sheet.records()]


def _geojson(table: Iterable[dict[str, Any]]) -> str:
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "properties": {name: value for name, value in row.items() if name not in {"lat", "lon"}},
            "geometry": None if row["lat"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in table
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "name": "review", "features": [\n{lines}\n]}}\n'


def _read_geojson(path: Path) -> list[dict[str, Any]]:
    found = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        lon, lat = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)
        found.append({**feature["properties"], "lat": lat, "lon": lon})
    return found
