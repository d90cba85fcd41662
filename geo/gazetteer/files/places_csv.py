"""Tables of places as spreadsheets write them: CSV with a heading, checked cell by cell."""

from pathlib import Path

from geo.gazetteer.files.rows import LATITUDE, LONGITUDE, country, position, read_rows
from geo.gazetteer.place import Place
from geo.readers.row import Row
from geo.readers.sheet import Sheet

_NAME = ("name", "name_en")


def read_places(path: Path, sheet: Sheet) -> list[Place]:
    """Read the places of the sheet of a CSV file; the columns are described at `geo.Gazetteer.read`.

    Raises
    ------
    PlacesFileError
        One line for each problem: file, line, column, value, and the values expected.
    """
    seen: dict[str, int] = {}

    def read(row: Row) -> Place:
        before = len(row.problems)
        place = _place(row)
        if len(row.problems) == before:
            first = seen.setdefault(place.id, row.line)
            if first != row.line and "id" in row.cells:
                row.wrong("id", f"an id of its own; line {first} has it already")
            elif first != row.line:
                row.wrong(_NAME, f"a place of its own, or a column id; line {first} has this name at this position")
        return place

    return list(read_rows(path, sheet, (_NAME, LATITUDE, LONGITUDE), read))


def _place(row: Row) -> Place:
    given = row.required("id", "a value") if "id" in row.cells else ""
    name = row.required(_NAME, "a value")
    lat, lon = position(row)
    return Place(
        id=given or f"{'-'.join(name.casefold().split())}@{lat:.4f}/{lon:.4f}",
        name=name,
        lat=lat,
        lon=lon,
        name_ar=row.text("name_ar"),
        aliases=row.items("aliases"),
        kind=row.text("kind") or "place",
        country=country(row, "country"),
        admin1=row.text("admin1"),
        population=int(row.number("population", 0, 2e10, optional=True, expected="a number of inhabitants") or 0),
        uncertainty_km=row.number("uncertainty_km", 0, 20_000, optional=True, expected="a distance in km"),
    )
