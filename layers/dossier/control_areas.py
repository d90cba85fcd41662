"""Control areas: somebody's statement that a polygon is a side's from day to day, `control_areas.geojson`."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import shapely

from geo.errors import Problems
from geo.geometry.projection import WGS84
from geo.readers.row import Row
from layers.dossier.csv_rows import read_days
from layers.dossier.geojson_files import POLYGONS, read_features
from layers.dossier.licences import NO_REDISTRIBUTION, read_licence
from layers.dossier.records import read_side, with_contested
from layers.frames import frame
from layers.period import Days
from layers.schema.dossier_tables import CONFIDENCES, CONTROL_AREAS, MODES

FILE = "control_areas.geojson"
COLUMNS = tuple(column.name for column in CONTROL_AREAS)
_Span = tuple[Days | None, Days | None]
# overlaps of less are drawn by hand: a share of the smaller area
_SLIVER = 0.01


def read_control_areas(
    root: Path, sides: Mapping[str, str], problems: Problems, reports: Collection[str]
) -> gpd.GeoDataFrame:
    """Read the control areas of a dossier; no rows if there is no such file.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    sides : mapping of str to str
        The dossier's sides; see `read_side`.
    problems : Problems
        The list to which problems are added: geometries, sides, dates, words that are not known, and areas of one
        source that give the same ground to two sides on one day.
    reports : collection of str
        Ids of the control reports, which no area has.

    Returns
    -------
    GeoDataFrame
        Columns area_id, side, start_date, end_date (half-open; None is open), confidence, mode, source and licence;
        EPSG:4326.
    """
    path = root / FILE
    if not path.exists():
        return gpd.GeoDataFrame({name: [] for name in COLUMNS}, geometry=[], crs=WGS84)
    features = read_features(path, ("area_id", *COLUMNS[1:]), problems, kinds=POLYGONS)
    rows, spans = [], []
    taken = dict.fromkeys(reports, "a control report")
    for number, feature in enumerate(features.itertuples(index=False), 1):
        values = {name: getattr(feature, name) for name in COLUMNS}
        cells = {name: value if isinstance(value, str) else "" for name, value in values.items()}
        row = Row(f"{path.name}: feature {number}", 0, cells, problems)
        side = read_side(row, "side", with_contested(sides))
        start, end = (read_days(row, name, optional=True) for name in ("start_date", "end_date"))
        if start and end and start.start >= end.start:
            row.wrong("C118", "end_date", f"a day after start_date, {start.start}")
        row.required("source", "who says so: a key of sources.csv, or a name")
        key = cells["area_id"] or f"A{number:03d}"
        if ";" in key:
            row.wrong("C111", "area_id", "an id without semicolons")
        if key in taken:
            row.wrong("C112", "area_id", f"an id of its own; {taken[key]} has it", key)
        taken[key] = f"feature {number}"
        licence = read_licence(row, strict=False)
        if licence == NO_REDISTRIBUTION:
            row.wrong("C214", "licence", "the area is left out of every build but those with --restricted", key)
        rows.append(
            {
                "area_id": key,
                "side": side,
                "start_date": start.start if start else None,
                "end_date": end.start if end else None,
                "confidence": row.choice("confidence", CONFIDENCES, optional=True) or "medium",
                "mode": row.choice("mode", MODES, optional=True) or "evidence",
                "source": row.text("source"),
                "licence": licence,
                "geometry": feature.geometry,
            }
        )
        spans.append((start, end))
    areas = frame(rows, COLUMNS)
    _warn_of_overlaps(areas, spans, problems)
    return areas


def _warn_of_overlaps(areas: gpd.GeoDataFrame, spans: Sequence[_Span], problems: Problems) -> None:
    shapes, sides, sources = areas.geometry.to_numpy(), list(areas["side"]), list(areas["source"])
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist() if len(areas) else []
    for one, other in pairs:
        if one >= other or sides[one] == sides[other] or sources[one] != sources[other]:
            continue
        if not _meet(spans[one], spans[other]):
            continue
        shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
        if shared > _SLIVER * min(shapely.area(shapes[one]), shapely.area(shapes[other])):
            ids = areas["area_id"]
            why = f"it gives ground to {sides[one]} that {ids[other]} gives to {sides[other]} at that time"
            problems.add("C215", f"{FILE}: feature {one + 1}", 0, "geometry", ids[one], why)


def _meet(one: _Span, other: _Span) -> bool:
    """Return True if two half-open intervals share a day."""
    (start, end), (other_start, other_end) = one, other
    begins_before = start is None or other_end is None or start.start < other_end.start
    return begins_before and (other_start is None or end is None or other_start.start < end.start)
