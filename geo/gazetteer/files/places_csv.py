"""Tables of places as spreadsheets write them: CSV with a heading, checked cell by cell."""

from collections.abc import Iterator
from pathlib import Path

from geo.gazetteer.files.rows import LATITUDE, LONGITUDE, country, position, read_rows
from geo.gazetteer.place import Place
from geo.names.spelling import arabic_name
from geo.readers.numbers import is_missing, rounding_km, written_number
from geo.readers.row import Row
from geo.readers.sheet import Sheet

_MOST_PEOPLE = 2e10
_NAME = ("name", "name_en")


def read_places(path: Path, sheet: Sheet) -> Iterator[Place]:
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
                row.wrong("C112", "id", f"an id of its own; line {first} has it already")
            elif first != row.line:
                row.wrong(
                    "C112", _NAME, f"a place of its own, or a column id; line {first} has this name at this position"
                )
        return place

    return read_rows(path, sheet, (_NAME, LATITUDE, LONGITUDE), read)


def _place(row: Row) -> Place:
    given = row.required("id", "a value") if "id" in row.cells else ""
    name = row.required(_NAME, "a value")
    lat, lon = position(row)
    aliases = tuple(alias for alias in row.items("aliases") if alias != name)
    stated = row.number("uncertainty_km", 0, 20_000, optional=True, expected="a distance in km")
    least = rounding_km(row.text(LATITUDE) or "", row.text(LONGITUDE) or "")
    return Place(
        id=given or f"{'-'.join(name.casefold().split())}@{lat:.4f}/{lon:.4f}",
        name=name,
        lat=lat,
        lon=lon,
        name_ar=row.text("name_ar") or arabic_name(aliases),
        aliases=aliases,
        kind=row.text("kind") or "place",
        country=country(row, "country"),
        admin1=row.text("admin1"),
        population=_population(row),
        uncertainty_km=max(least, stated or 0.0) or stated,
    )


def _population(row: Row) -> int:
    """Read a number of inhabitants as people write it: 1,234 and 1.234 are the same number."""
    text = row.text("population") or ""
    value = 0.0 if is_missing(text) else written_number(text, whole=True)
    if not 0 <= value <= _MOST_PEOPLE:
        row.wrong("C107", "population", "a number of inhabitants")
        return 0
    return int(value)
