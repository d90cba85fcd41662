"""Who's On First: places as GeoJSON, or as the tables of its downloads.

Source of truth: https://whosonfirst.org/docs/.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.errors import PlacesFileError
from geo.gazetteer.files.rows import LATITUDE, LONGITUDE, country, position, read_rows
from geo.gazetteer.place import Place
from geo.readers.row import Row
from geo.readers.sheet import Sheet

_LICENCE = "Who's On First, see whosonfirst.org/docs/licenses"
_ID, _NAME = ("wof_id", "wof:id"), ("name", "wof_name", "wof:name")
_LATITUDE = (*LATITUDE, "geom_latitude", "geom:latitude")
_LONGITUDE = (*LONGITUDE, "geom_longitude", "geom:longitude")
KINDS = {
    "continent": "continent",
    "country": "country",
    "region": "province",
    "county": "district",
    "macroregion": "region",
    "macrocounty": "region",
    "ocean": "water",
    "marinearea": "water",
    "locality": "place",
    "localadmin": "place",
    "neighbourhood": "place",
}
"""Kinds of places by Who's On First's placetypes."""


def has_ids(columns: Collection[str]) -> bool:
    """Return True if a table with these columns, in small letters, has ids of Who's On First.

    Examples
    --------
    >>> has_ids({"wof:id", "name"}), has_ids({"id", "name"})
    (True, False)
    """
    return not set(_ID).isdisjoint(columns)


def read_table(path: Path, sheet: Sheet) -> Iterator[Place]:
    """Read the places of the sheet of a table; see `geo.gazetteer.files.rows.read_rows`."""
    return read_rows(path, sheet, (_NAME, _LATITUDE, _LONGITUDE), _place)


def _place(row: Row) -> Place:
    lat, lon = position(row, _LATITUDE, _LONGITUDE)
    return Place(
        id=row.required(_ID, "a value"),
        name=row.required(_NAME, "a value"),
        lat=lat,
        lon=lon,
        kind=KINDS.get(row.text(("placetype", "wof:placetype")) or "", "place"),
        country=country(row, ("country", "iso_country", "wof_country", "wof:country")),
        licence=_LICENCE,
    )


def read_features(path: Path) -> Iterator[Place]:
    """Read one feature of GeoJSON, or a collection of them."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        features = content["features"] if content.get("type") == "FeatureCollection" else [content]
        for feature in features:
            yield _feature_place(feature["properties"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlacesFileError.at(path, "GeoJSON of Who's On First", f"{type(error).__name__} {error}") from error


def _feature_place(properties: Mapping[str, Any]) -> Place:
    named = [names for key, names in properties.items() if key.startswith("name:") and isinstance(names, list)]
    name, name_ar = properties["wof:name"], (properties.get("name:ara_x_preferred") or [None])[0]
    return Place(
        id=str(properties["wof:id"]),
        name=name,
        lat=float(properties.get("lbl:latitude") or properties["geom:latitude"]),
        lon=float(properties.get("lbl:longitude") or properties["geom:longitude"]),
        name_ar=name_ar,
        aliases=tuple(dict.fromkeys(alias for names in named for alias in names if alias not in {name, name_ar})),
        kind=KINDS.get(properties.get("wof:placetype", ""), "place"),
        country=properties.get("wof:country") or None,
        population=int(properties.get("wof:population") or 0),
        licence=_LICENCE,
    )
