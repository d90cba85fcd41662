"""A dossier without sensitive rows: as its folder would have been written for the public.

The tables are written anew and read again, so that no name, position, source or warning of a sensitive row can reach an
output, and names are resolved without it.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import shapely

from geo.errors import Problem
from geo.gazetteer.place import Place
from geo.geometry.sphere import KM_PER_DEGREE, distance_km
from geo.readers.contents import replaced
from geo.readers.sheet import Sheet, guarded
from layers.dossier.dossier import Dossier
from layers.dossier.release.sensitivity import AREA, LOCATED, PUBLIC, WITHHELD, Cells, Sensitivity, column_of
from layers.dossier.release.withheld import Withheld, orphans, withhold
from layers.dossier.settings.admin_areas import COLUMNS, AdminAreas
from layers.dossier.settings.toml_file import FILE as HEAD
from layers.dossier.what_if import SUPPOSED
from layers.schema.dossier_tables import CONTROL, EVENTS, PLACES, POSTS, STORY

_CELL_KM = 10.0
# cells of a row that do not say where it is, or by whom it is known
_KEPT = {
    POSTS.file: ("id", "side", "hold_km", "start_date", "end_date", "ended"),
    CONTROL.file: ("id", "date", "until", "side", "from_side", "kind", "confidence"),
    EVENTS.file: (
        *("id", "start_date", "end_date", "time_precision", "event_type", "actor1", "actor2"),
        *("fatalities_low", "fatalities_best", "fatalities_high"),
    ),
}


def public(dossier: Dossier) -> Dossier:
    """Return a dossier without its sensitive rows; the same dossier if all are public.

    Raises
    ------
    DossierError
        If a name of the remaining rows cannot be resolved without the withheld ones.
    """
    sensitivity = Sensitivity(dossier)
    if not sensitivity.counts:
        return dossier
    written = _Written(dossier, sensitivity)
    contents = {**dossier.contents, **dict(written.contents())}
    with replaced({dossier.path / name: content for name, content in contents.items()}):
        opened = Dossier.open(dossier.path, online=dossier.online)
    opened = _as_supposed(dossier, opened, sensitivity, written.renamed[CONTROL.file])
    texts = (text for text in dossier.reports if sensitivity.is_named_in(f"{text.file} {text.head} {text.text}"))
    left_out = orphans(dossier, opened, opened) | Withheld.of((), texts=frozenset(text.file for text in texts))
    opened = withhold(opened, left_out) if left_out else opened
    counts = {AREA: "given by the area around them", WITHHELD: "withheld"}
    numbers = " and ".join(f"{number} {counts[value]}" for value, number in sensitivity.counts.items())
    why = f"sensitive rows: {numbers}; lines are counted without them"
    return replace(opened, warnings=(*opened.warnings, Problem("C223", HEAD, 0, "sensitivity", "", why)))


def cell_around(lat: float, lon: float) -> Place:
    """Return the cell of a fixed grid that a point lies in, as a place: its centre, and half its diagonal.

    Rows of the grid are 10 km high, and each is divided into a whole number of cells that are about as wide.

    Examples
    --------
    >>> cell = cell_around(35.71, 36.62)
    >>> cell.id, cell.name, cell.uncertainty_km
    ('cell-35.75N-36.62E', '10 km cell around 35.75N 36.62E', 7.07)
    >>> cell_around(35.73, 36.66) == cell
    True
    """
    height = _CELL_KM / KM_PER_DEGREE
    middle = (math.floor(lat / height) + 0.5) * height
    width = 360 / max(1, round(360 / height * math.cos(math.radians(middle))))
    centre = (math.floor(lon / width) + 0.5) * width
    return _area_place("cell", f"{_CELL_KM:.0f} km cell around", middle, centre, _CELL_KM / math.sqrt(2))


def _area_place(kind: str, name: str, lat: float, lon: float, uncertainty_km: float) -> Place:
    """Make the place of an area, whose id and position are those of its middle."""
    label = f"{abs(lat):.2f}{'N' if lat >= 0 else 'S'}", f"{abs(lon):.2f}{'E' if lon >= 0 else 'W'}"
    name = f"{name} {' '.join(label)}" if kind == "cell" else name
    key = f"{kind}-{'-'.join(label)}"
    return Place(key, name, lat=round(lat, 5), lon=round(lon, 5), uncertainty_km=round(uncertainty_km, 2))


class _Written:
    """The tables of a dossier, written without sensitive rows."""

    def __init__(self, dossier: Dossier, sensitivity: Sensitivity) -> None:
        self._dossier, self._sensitivity = dossier, sensitivity
        self._sheets = dossier.evidence.sheets
        self._areas: dict[str, tuple[Place, dict[str, str]]] = {}
        self.renamed: dict[str, dict[str, str]] = {}

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each file that may name a sensitive place."""
        for file in LOCATED:
            yield file, _written(self._sheets[file], list(self._rows(file)))
        # after the others, which say which areas there are
        yield PLACES.file, _written(self._sheets[PLACES.file], list(self._places()))
        if story := self._sheets.get(STORY.file):
            yield STORY.file, _written(story, [cells for _, cells in story.records() if self._is_shown(cells)])

    def _is_shown(self, step: Cells) -> bool:
        place, post = (step.get(column, "").strip() for column in ("place", "post"))
        return not self._sensitivity.is_sensitive(place=place, post=post)

    def _rows(self, file: str) -> Iterator[Cells]:
        ids = self.renamed.setdefault(file, {})
        names: dict[str, str] = {}
        for _, cells in self._sheets[file].records():
            value = self._sensitivity.of(file, cells)
            if value == PUBLIC:
                yield cells
            elif value == AREA and (at := self._sensitivity.position(cells)):
                area, own_id = self._area(*at), cells["id"].strip()
                kept = {column: cells.get(column, "") for column in _KEPT[file]} | {"place": area.id}
                actors = {"actor1", "actor2"} & kept.keys()
                kept |= {actor: "" for actor in actors if self._sensitivity.is_named_in(kept[actor])}
                if file == POSTS.file or self._sensitivity.is_named_in(own_id):
                    kept["id"] = ids.setdefault(own_id, f"area-{file.removesuffix('.csv')}-{len(ids) + 1}")
                if file == POSTS.file:
                    # a post that moves has one name
                    kept["name"] = names.setdefault(kept["id"], area.name)
                if file == EVENTS.file:
                    kept |= {"geo_precision": "3", "summary": kept["event_type"].replace("_", " ")}
                yield kept

    def _places(self) -> Iterator[Cells]:
        for _, cells in self._sheets[PLACES.file].records():
            value = self._sensitivity.of(PLACES.file, cells)
            if value == PUBLIC:
                yield cells
            elif value == AREA and (at := self._sensitivity.position(cells)):
                self._area(*at)
        for _, (area, units) in sorted(self._areas.items()):
            position = {column: str(getattr(area, column)) for column in ("lat", "lon", "uncertainty_km")}
            yield {"id": area.id, "name_en": area.name, **position, **units}

    def _area(self, lat: float, lon: float) -> Place:
        area, units = area_around(self._dossier, lat, lon)
        return self._areas.setdefault(area.id, (area, units))[0]


def area_around(dossier: Dossier, lat: float, lon: float) -> tuple[Place, dict[str, str]]:
    """Return the admin area that a point lies in, by file or basemap, with its units; or else the cell of the grid."""
    level, point = dossier.settings.sensitive_area, shapely.Point(lon, lat)
    for areas in filter(None, (dossier.settings.admin, AdminAreas.of_outlines(dossier.context))):
        if level in COLUMNS and (found := areas.outline(level, point)):
            units, outline = found
            middle = outline.representative_point()
            lons, lats = shapely.get_coordinates(outline).T
            radius_km = distance_km(middle.y, middle.x, lats, lons).max()
            return _area_place("area", units[level], middle.y, middle.x, radius_km), units
    return cell_around(lat, lon), {}


def _written(sheet: Sheet, rows: list[Cells]) -> bytes:
    columns = [name for name in sheet.columns if name != column_of(sheet)]
    filled = dict.fromkeys(name for row in rows for name, cell in row.items() if cell)
    columns += [name for name in filled if name not in sheet.columns]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sheet.delimiter, lineterminator=sheet.line_end)
    writer.writerows([columns, *([guarded(row.get(column, "")) for column in columns] for row in rows)])
    return text.getvalue().encode()


def _as_supposed(dossier: Dossier, opened: Dossier, sensitivity: Sensitivity, renamed: Mapping[str, str]) -> Dossier:
    """Repeat a what-if analysis: leave out the reports that it leaves out, and add those that it supposes."""
    used, known = map(_report_ids, (dossier, opened))
    gone = {renamed.get(report.id, report.id) for report in dossier.evidence.control if report.id not in used}
    opened = opened.without(*(gone & known))
    for report in dossier.evidence.control:
        if report.kind != SUPPOSED or report.id not in used:
            continue
        cells = {"place": report.place}
        value, at = sensitivity.of(CONTROL.file, cells), sensitivity.position(cells)
        if value == AREA and at is not None:
            cells["place"] = area_around(dossier, *at)[0].id
        if value != WITHHELD:
            opened = opened.with_report(
                report.date,
                cells["place"],
                report.side,
                from_side=report.from_side,
                confidence=report.confidence,
                id=report.id,
            )
    return opened


def _report_ids(dossier: Dossier) -> set[str]:
    reports: Iterable[str] = (report.id for report in dossier.unlocated)
    return {*dossier.control["id"], *reports}
