"""Gazetteers as spreadsheets write them: CSV with a heading, checked cell by cell, all problems told at once."""

from pathlib import Path

from geo.gazetteer.files.rows import LATITUDE, LONGITUDE, PlaceRow, read_rows
from geo.gazetteer.place import Place
from geo.readers.sheet import Sheet

_NAME = ("name", "name_en")


def read_places(path: Path, sheet: Sheet) -> list[Place]:
    """Read the places of the sheet of a CSV file; the columns are described at `geo.Gazetteer.read`.

    Raises
    ------
    PlacesFileError
        One line a problem: file, line, column, value, and what was expected.
    """
    seen: dict[str, int] = {}

    def read(row: PlaceRow) -> Place:
        place = _place(row)
        if row.is_sound:
            first = seen.setdefault(place.id, row.line)
            if first != row.line and "id" in row.cells:
                row.wrong(("id",), f"an id of its own; line {first} has it already")
            elif first != row.line:
                row.wrong(_NAME, f"a place of its own, or a column id; line {first} has this name at this position")
        return place

    return list(read_rows(path, sheet, (_NAME, LATITUDE, LONGITUDE), read))


def _place(row: PlaceRow) -> Place:
    given = row.required("id") if "id" in row.cells else ""
    name = row.required(*_NAME)
    lat, lon = row.position()
    return Place(
        id=given or f"{'-'.join(name.casefold().split())}@{lat:.4f}/{lon:.4f}",
        name=name,
        lat=lat,
        lon=lon,
        name_ar=row.text("name_ar") or None,
        aliases=tuple(alias.strip() for alias in row.text("aliases").split(";") if alias.strip()),
        kind=row.text("kind") or "place",
        country=row.country("country"),
        admin1=row.text("admin1") or None,
        population=_population(row),
        uncertainty_km=_uncertainty_km(row),
    )


def _population(row: PlaceRow) -> int:
    there = row.text("population")
    number = row.number(("population",), "a number of inhabitants", 0, 2e10) if there else 0.0
    # what is no number has been told
    return int(number) if number >= 0 else 0


def _uncertainty_km(row: PlaceRow) -> float | None:
    there = row.text("uncertainty_km")
    return row.number(("uncertainty_km",), "a distance in km", 0, 20_000) if there else None
