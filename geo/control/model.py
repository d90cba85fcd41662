"""Control of ground, day by day: one map of probabilities from all reports, and what is read off it.

A Gaussian process classification of the reported places gives every point a probability for every bloc (see
`geo.control.field`); a place that is reported and not contradicted keeps the ground around it, whatever its neighbours
are. Zones, their confidence and the ways of posts to their anchors come from the same probabilities. Nothing follows
from all rows together, so that a report changes no day before the first that it speaks of, but through its `from_side`.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from threading import Lock

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Geometries, Ints
from geo.control.confidence import steepness
from geo.control.control_reports import area_reports, check_reports, reports_about, reports_by_place
from geo.control.covariance import FEW, Reach
from geo.control.field_history import FieldHistory
from geo.control.holders import DECIDED, Chart, Holders, rivals_m
from geo.control.influence import Influence, evidence_of, influences
from geo.control.mesh import Lattice, Mesh
from geo.control.outlines import Outlines, ZoneRow, zones_table
from geo.control.reported_places import NO_POSTS, NOBODY, PlaceStates, Posts, ReportedPlaces
from geo.control.shore import Fixed, Ground, Shore, without_barriers
from geo.control.triangulation import Triangulations
from geo.geometry.projection import WGS84, crs_around, flatten, rejoined, transformer
from geo.geometry.sphere import KM
from geo.sides import BASES, CONTESTED, UNKNOWN
from geo.store import DayStore, Store, code_digest, digest

# days whose probabilities are kept, more than are at work, of about so many nodes in all; relations of nodes to places
_LATELY, _NODES, _AT_ONCE = 16, 2_500_000, 2
# distance of the places that stand for a control area, in steps of the lattice
_AREA_STEPS = 4.0


class ControlModel:
    """Control by one map of probabilities a day.

    Parameters are those of `control_zones`; of reports later than `known_by`, only `from_side` is used. No way leads
    across `barriers`, lines with a column `kind`, but at points of the kind ``crossing``. Of `control_areas`, polygons
    with the columns side, start_date, end_date, confidence, mode, area_id and source, those of the mode ``fixed`` are
    held as they are drawn; the others are evidence, as points in them, which `is_place` tells from places. What `posts`
    hold is their side's while they stand. `results` reads from `store` what was found before for the same evidence.
    """

    name = "Gaussian process classification"
    method = (
        "Every area goes to the side that most probably holds it, by a Gaussian process classification of all reports; "
        "reports count for less the more doubtful they are, and the more places around them have been taken since."
    )

    def __init__(  # noqa: PLR0913 - those of control_zones
        self,
        reports: gpd.GeoDataFrame,
        area: BaseGeometry,
        territories: gpd.GeoDataFrame | None = None,
        *,
        blocs: Collection[Collection[str]] = (),
        decided: float = DECIDED,
        step_km: float | None = None,
        known_by: date | None = None,
        barriers: gpd.GeoDataFrame | None = None,
        control_areas: gpd.GeoDataFrame | None = None,
        posts: gpd.GeoDataFrame | None = None,
        store: Store | None = None,
    ) -> None:
        check_reports(reports, area)
        if known_by is not None:
            reports = reports_about(reports, known_by)
        area = shapely.union_all(rejoined(shapely.get_parts(area)))
        crs = crs_around(gpd.GeoSeries([area], crs=WGS84))
        self._to_metres, self._to_degrees = transformer(WGS84, crs), transformer(crs, WGS84)
        self._lattice = Lattice.over(flatten(area, self._to_metres), step_km and step_km * KM)
        self.step_m = self._lattice.step_m
        if control_areas is not None and len(control_areas):
            evidence = area_reports(control_areas[control_areas["mode"] != "fixed"], crs, _AREA_STEPS * self.step_m)
            reports = gpd.GeoDataFrame(pd.concat([reports, evidence]), geometry="geometry", crs=WGS84)
        self._fixed = Fixed.of(territories, control_areas, area, self._to_metres)
        self._area, self._decided = area, decided
        self.reported_places = ReportedPlaces(reports_by_place(reports), blocs)
        self._holders = [*self.reported_places.sides, CONTESTED, UNKNOWN]
        given = area, territories, blocs, decided, step_km, barriers, control_areas, self.reported_places.sides
        self._always = store and digest(code_digest(), given)
        self.results = DayStore(store, self._evidence)
        self.places_m = self.on_plane(self.reported_places.positions)
        areas = set() if control_areas is None else set(control_areas["area_id"])
        self.is_place = np.array([not areas & {one.id for one in made} for made in self.reported_places.reports], bool)
        self.fields = FieldHistory(self.reported_places, self.places_m)
        self._triangulations = Triangulations()
        land = without_barriers(area, barriers, crs, self.step_m)
        self._ground = Shore(self._to_degrees, land, self._fixed.shapes[:0])
        self._posts = NO_POSTS if posts is None else Posts.of(posts, self.reported_places.bloc_of, self.on_plane)
        turns = {*self._fixed.starts, *self._fixed.ends, *self._posts.start, *self._posts.end} - {date.min, date.max}
        self.days = sorted({*self.reported_places.days, *turns})
        self._fixed_by = lru_cache(_AT_ONCE)(self._fixed_and_shore)
        self._lock = Lock()
        days = min(_LATELY, _NODES // (len(self._lattice.nodes) + 2 * len(self.places_m)) + 1)
        self._on = lru_cache(days)(self._chart)
        self._fixed_on = lru_cache(days)(lambda on: self._inside(self.mesh_on(on), on))
        self._grounds = lru_cache(days)(self._ground_under)
        self._reach = lru_cache(_AT_ONCE)(
            lambda on, some: Reach.of(self.mesh_on(on).nodes_m, self.places_m[list(some)], kept=True)
        )

    def changes(self, start: date, end: date) -> list[date]:
        """First day of a half-open period, and those on which zones may differ from the day before."""
        return sorted({start, *(day for day in self.days if start < day < end)})

    def zones(self, on: date) -> gpd.GeoDataFrame:
        """Zones of a day, one row a connected area; see `control_zones`."""
        return zones_table(self._zones(on))

    def _zones(self, on: date) -> list[ZoneRow]:
        states, chart = self._on(self.unchanged_since(on))
        count = len(self.reported_places.sides)
        holders = Holders.of(chart, states, count, self._decided)
        fixed, shore = self._fixed_by(self._fixed.held_on(on))
        outlines = Outlines(holders.mesh, shore)
        kept = np.flatnonzero(chart.own_m > 0)
        areas, classes, nodes, beside = outlines.areas(holders.shaded(count), holders.holder, kept)
        holding, basis = holders.kinds(classes)
        sides, bases = [self._holders[holder] for holder in holding], [BASES[one] for one in basis]
        sure = [round(float(holders.sure[members].mean()), 2) if len(members) else 0.0 for members in nodes]
        holdings = self.reported_places.holdings_on(on)
        held = [holdings[place] for place in states.places.tolist()]
        evidence = evidence_of(areas, sides, nodes, held, lambda points: self._influences(points, states, on))
        apart = zip(fixed.sides, fixed.bases, beside, strict=True)
        others = ((side, 1.0, "", whose, area) for side, whose, ground in apart for area in ground)
        return [*zip(sides, sure, evidence, bases, areas, strict=True), *others]

    def passable(self, friendly: Collection[str], on: date, without: Collection[str] = ()) -> tuple[Mesh, Floats]:
        """Find how probably ground is passable for some sides on a day.

        Parameters
        ----------
        friendly : collection of str
            Sides whose ground is passable.
        on : date
            The day.
        without : collection of str
            Ids of reports that are taken as not yet made.

        Returns
        -------
        Mesh, array (n,)
            The day's mesh (`on_plane`), and the probability at each of its nodes; see `geo.control.ways`.
        """
        day = self.unchanged_since(on)
        _, chart = self._chart(day, without) if without else self._on(day)
        share = self._passable(chart, friendly, self._fixed_on(day))
        ground = np.zeros(len(share))
        ground[self.ground_on(day).nodes] = 1
        return chart.mesh, share * ground

    def passable_at(self, points: Floats, friendly: Collection[str], on: date) -> Floats:
        """Find how probably some sides hold the ground at points, (n, 2) lon/lat, on a day: an array (n,)."""
        mesh = Mesh(self.on_plane(points), np.zeros((0, 3), dtype=np.int64), self.step_m)
        day, blocs = self.unchanged_since(on), self.reported_places.blocs
        states = self.reported_places.states_on(day)
        places_m, posts = self.places_m[states.places], self._posts.on(on)
        chart = Chart.of(self.fields.on(day, states), mesh, places_m, states, blocs=blocs, reach=None, posts=posts)
        return self._passable(chart, friendly, self._inside(mesh, on))

    def _passable(self, chart: Chart, friendly: Collection[str], fixed: Sequence[tuple[str, Ints]]) -> Floats:
        """Add the probabilities of some sides, with nodes in fixed ground as they are."""
        bloc_of = self.reported_places.bloc_of
        blocs = sorted({bloc_of[side] for side in friendly if side in bloc_of})
        share = chart.shares[:, blocs].sum(axis=1) if blocs else np.zeros(len(chart.mesh.nodes_m))
        for side, inside in fixed:
            share[inside] = float(side in friendly)
        return np.asarray(share.round(6))

    def ground_on(self, on: date) -> Ground:
        """Nodes of a day's mesh that lie in the area, and the edges along which ground leads from one to another."""
        return self._grounds(self.unchanged_since(on))

    def _ground_under(self, on: date) -> Ground:
        mesh = self.mesh_on(on)
        ashore = self._ground.under(mesh)
        nodes = np.flatnonzero(ashore.is_ashore)
        return Ground(nodes, mesh.edges[ashore.inner], cKDTree(mesh.nodes_m[nodes]))

    def sides_at(self, on: date) -> tuple[Mesh, Floats]:
        """Find how probably each side of `reported_places` holds the nodes of a day's mesh: a mesh and an array (n, s).

        The ground of a bloc is that of its side whose place is nearest; fixed ground is its side's for certain.
        """
        day = self.unchanged_since(on)
        states, chart = self._on(day)
        shares = chart.by_side(states, len(self.reported_places.sides))
        for side, inside in self._fixed_on(day):
            shares[inside] = [one == side for one in self.reported_places.sides]
        return chart.mesh, shares

    def mesh_on(self, on: date) -> Mesh:
        """Mesh of a day, in metres (`on_plane`)."""
        return self._on(self.unchanged_since(on))[1].mesh

    def nodes_in(self, ground: Geometries, on: date) -> Ints:
        """Nodes of a day's mesh in some ground, lon/lat; of a thin piece or a point, those nearest to it too."""
        mesh, near = self.mesh_on(on), self.ground_on(on)
        pieces = flatten(ground, self._to_metres)
        shapely.prepare(pieces)
        found = []
        for piece in pieces:
            found.append(np.flatnonzero(shapely.contains_xy(piece, *mesh.nodes_m.T)))
            if shapely.is_empty(shapely.buffer(piece, -self.step_m / 2)):
                away_m, beside = near.tree.query(shapely.get_coordinates(shapely.segmentize(piece, self.step_m)))
                found.append(near.nodes[beside[away_m <= max(self.step_m, away_m.min())]])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def explain(self, point: shapely.Point, on: date) -> pd.DataFrame:
        """Find the reports that decide who holds the ground at a point.

        Parameters
        ----------
        point : Point
            Lon/lat degrees.
        on : date
            The day.

        Returns
        -------
        DataFrame
            Columns of `geo.control.influence.Influence`, the weightiest first. A later report that names the holder
            until its own day has an age below 0.
        """
        (found,) = self._influences(shapely.get_coordinates(point), self.reported_places.states_on(on), on)
        table = pd.DataFrame(found, columns=Influence._fields)
        return table.assign(basis=pd.Series([one.basis for one in found], dtype=object))

    def unchanged_since(self, on: date) -> date:
        """First day of the run of days around a day on which no report changes anything."""
        number = bisect_right(self.days, on)
        return self.days[number - 1] if number else date.min

    def _evidence(self, on: date, without: frozenset[str]) -> str:
        day, is_many = self.unchanged_since(on), len(self.places_m) > FEW
        marks = self.reported_places.marks_on(day, without, with_past=is_many)
        return digest(self._always, day, marks, self._posts.on(day)[:4])  # until when they stand changes no day

    def on_plane(self, lonlat: Floats) -> Floats:
        """Carry points (n, 2) from lon/lat to the metres of the mesh."""
        return np.column_stack(self._to_metres.transform(*lonlat.T)).reshape(-1, 2)

    def on_earth(self, points_m: Floats) -> Floats:
        """Carry points (n, 2) from the metres of the mesh to lon/lat."""
        return np.column_stack(self._to_degrees.transform(*points_m.T)).reshape(-1, 2)

    def _chart(self, on: date, without: Collection[str] = ()) -> tuple[PlaceStates, Chart]:
        """Compute the probabilities of a day; without some reports, on the same mesh."""
        states = self.reported_places.states_on(on, without)
        places_m, reach = self.places_m[states.places], None
        if without:
            mesh = self.mesh_on(on)
            decided = states.places[states.bloc != NOBODY]
            reach = self._reach(on, tuple(decided.tolist())) if len(decided) else None
        else:
            mesh = Mesh.of(self._lattice, places_m, rivals_m(places_m, states.bloc), self._triangulations)
        field = self.fields.on(on, states, without)
        blocs, posts = self.reported_places.blocs, self._posts.on(on)
        return states, Chart.of(field, mesh, places_m, states, blocs=blocs, reach=reach, posts=posts)

    def _inside(self, mesh: Mesh, on: date) -> list[tuple[str, Ints]]:
        """Nodes of a mesh in each piece of ground that is fixed on a day, with its side."""
        fixed, _ = self._fixed_by(self._fixed.held_on(on))
        with self._lock:
            nodes = [np.flatnonzero(shapely.contains_xy(ground, *mesh.nodes_m.T)) for ground in fixed.shapes_m]
        return list(zip(fixed.sides, nodes, strict=True))

    def _fixed_and_shore(self, numbers: tuple[int, ...]) -> tuple[Fixed, Shore]:
        """Return some of the fixed ground, and what is left of the area beside it."""
        fixed = self._fixed.some(numbers)
        # a geometry that GEOS has prepared is not safe to use in two threads
        shapely.prepare(fixed.shapes_m)
        left = shapely.difference(self._area, shapely.union_all(fixed.shapes))
        return fixed, Shore(self._to_degrees, left, fixed.shapes)

    def _influences(self, points: Floats, states: PlaceStates, on: date) -> list[list[Influence]]:
        """Find the reports that decide at points, lon/lat."""
        held = self.reported_places.holdings_on(on)
        places_m = self.places_m[states.places]
        # doubt never takes all from a report
        telling = np.flatnonzero(states.trust > 1 / 2)
        return influences(
            self.on_plane(points),
            places_m[telling],
            [one for place in states.places[telling].tolist() if (one := held[place])],
            lambda some: steepness(places_m, states, telling[some]),
            on,
        )
