"""Tables packaged with geo, in `data`: CSV files of names and points that packages of GeoNames' data lack."""

import csv
from importlib.resources import files


def packaged(name: str) -> list[dict[str, str]]:
    """Read a table of the folder `data`.

    Parameters
    ----------
    name : str
        Name of the table, without ``.csv``.

    Examples
    --------
    >>> packaged("countries")[0]
    {'code': 'AD', 'lat': '42.55', 'lon': '1.58'}
    """
    text = files("geo.languages").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def lists(name: str, column: str) -> dict[str, tuple[str, ...]]:
    """Read a column of a table: for each code, its entries, separated by semicolons.

    Examples
    --------
    >>> lists("abbreviations", "abbreviations")["US.GA"]
    ('Ga.', 'GA')
    """
    return {row["code"]: tuple(row[column].split(";")) for row in packaged(name)}


def points() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude (degrees) of countries and large divisions by their codes; see `data/README.md`.

    Examples
    --------
    >>> points()["TR"], points()["CA.08"]
    ((39.0, 35.0), (49.25, -84.5))
    """
    rows = packaged("countries") + packaged("divisions")
    return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in rows}
