"""Control by kernel classification of all reports, near and far, new and old.

Every reported place tells who holds it, as surely as the reports on it allow and the less the longer nobody has spoken
of it; the ground between is whose it most probably is (see `geo.control.laplace`). Where that is undecided, ground is
contested; where nobody has reported within reach, it is unknown.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypedDict

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Geometries, Ints
from geo.control.control_reports import check_reports, reports_by_place
from geo.control.covariance import Likeness
from geo.control.field import ControlField, Fit, sharpness
from geo.control.holders import DECIDED, SURE, Judgement
from geo.control.influence import Influence, influences
from geo.control.mesh import Mesh
from geo.control.outlines import Outlines
from geo.control.reported_places import Testimony, Told
from geo.geometry.projection import WGS84, around, crs_around, flatten, joined, lonlat, transformer
from geo.sides import CONTESTED, NOT_PARTIES, UNKNOWN

__all__ = ["SURE", "KernelControl", "LeftOutError"]

# steps of the mesh in a spacing of the places
_FINENESS = 3.5
# so many of the places that decide in the middle of an area are its evidence, if there is none in it
_EVIDENCE = 3
# ground that is neither friendly nor contested, whoever holds it
_HOSTILE = ""


class LeftOutError(TypedDict):
    """How wrong zones are, by judging each place by all the others; None if that cannot be told."""

    leave_one_place_out: float | None
    """Share of places and days misjudged."""
    brier: float | None
    """Mean square of what the probability of the right side was short of 1 (Brier 1950)."""
    places: int
    """How many places there are."""


class KernelControl:
    """Control by kernel classification.

    The positions of all reports tell how far apart places are, and so how far likeness reaches, on every day; all else
    about a report is used from its day on, but for the side that it was taken from.

    Parameters are those of `control_zones`; see there.
    """

    name = "kernel classification"
    method = (
        "Every area goes to the side that most probably holds it, by a Gaussian process classification of all reports; "
        "reports count for less the older and the more doubtful they are."
    )

    def __init__(
        self, reports: gpd.GeoDataFrame, area: BaseGeometry, territories: gpd.GeoDataFrame | None = None
    ) -> None:
        check_reports(reports, area)
        area = shapely.union_all(joined(shapely.get_parts(area)))
        self._fixed_sides, self._fixed = _territories(territories, area)
        self.testimony = Testimony(reports_by_place(reports))
        self._holders = [*self.testimony.sides, CONTESTED, UNKNOWN]
        crs = crs_around(gpd.GeoSeries([area], crs=WGS84))
        self._to_metres, to_degrees = transformer(WGS84, crs), transformer(crs, WGS84)
        area_m = flatten(area, self._to_metres)
        self.places_m = self.on_plane(self.testimony.positions)
        west, south, east, north = area_m.bounds
        self.likeness = Likeness.of(self.places_m, alone_m=float(np.hypot(east - west, north - south)))
        self.mesh = Mesh.over(area_m, self.places_m, self.likeness.spacing_m / _FINENESS)
        land = shapely.difference(area, shapely.union_all(self._fixed))
        self._outlines = Outlines(self.mesh, to_degrees, land, self._fixed)
        self._field = ControlField(self.mesh, len(self.places_m), self.likeness)
        self._fits: dict[date, Fit] = {}

    def changes(self, start: date, end: date) -> list[date]:
        """First day of a half-open period, and those on which zones may differ from the day before.

        These are days with reports, and the first of every month, since what was reported gets older.
        """
        months = pd.date_range(start, end, freq="MS", inclusive="left").date
        return sorted({start, *months, *(day for day in self.testimony.days if start < day < end)})

    def zones(self, on: date) -> gpd.GeoDataFrame:
        """Zones of a day, one row a connected area; see `control_zones`."""
        told = self.testimony.on(on)
        count = len(self.testimony.sides)
        judged = Judgement.of(told, count, self._field, self._fit(on))
        areas, kinds, nodes, beside = self._outlines.areas(
            judged.shaded(self.mesh, count), judged.holder, _reported(told)
        )
        sides = [self._holders[holder] for holder in judged.holder_of(kinds)]
        sure = [round(float(judged.sure[members].mean()), 2) if len(members) else 0.0 for members in nodes]
        evidence = self._evidence(areas, sides, nodes, on)
        fixed = [
            (side, 1.0, "", area) for side, ground in zip(self._fixed_sides, beside, strict=True) for area in ground
        ]
        table = gpd.GeoDataFrame(
            [*zip(sides, sure, evidence, areas, strict=True), *fixed],
            columns=["side", "confidence", "evidence", "geometry"],
            geometry="geometry",
            crs=WGS84,
        )
        return table.sort_values(["side", "confidence"], kind="stable", ignore_index=True)

    def seen_by(self, friendly: Collection[str], on: date, without: Collection[str]) -> gpd.GeoDataFrame:
        """Zones of a day as one side sees them, had some reports not been made; far faster to tell than `zones`.

        Parameters
        ----------
        friendly : collection of str
            Sides whose ground is passable.
        on : date
            The day.
        without : collection of str
            Ids of reports: a place stays with who held it before them.

        Returns
        -------
        GeoDataFrame
            Columns side and geometry, EPSG:4326. Ground of all friendly sides bears the name of one of them, contested
            and unknown ground that of the former, all other ground an empty one.
        """
        told = self.testimony.on(on, without)
        fit = self._field.fit(told, near=self._fit(on))
        judged = Judgement.of(told, len(self.testimony.sides), self._field, fit)
        seen = [_seen(holder, friendly) for holder in self._holders]
        names = sorted(set(seen))
        kinds = np.array([names.index(name) for name in seen], dtype=np.int64)[judged.holder]
        areas, kinds, _, beside = self._outlines.areas(kinds, kinds, _reported(told))
        fixed = [(side, area) for side, ground in zip(self._fixed_sides, beside, strict=True) for area in ground]
        rows = [*zip([names[kind] for kind in kinds], areas, strict=True), *fixed]
        return gpd.GeoDataFrame(rows, columns=["side", "geometry"], geometry="geometry", crs=WGS84)

    def left_out_error(self, start: date, end: date) -> LeftOutError:
        """Tell how often a place is misjudged by all the others, over a half-open period."""
        days = self.changes(start, end)
        lengths = np.diff([day.toordinal() for day in [*days, end]])
        wrong, square, weight = 0.0, 0.0, 0.0
        for day, length in zip(days, lengths.tolist(), strict=True):
            fit = self._fit(day)
            if len(fit.known) < 2:  # noqa: PLR2004 - it takes two
                continue
            shares = self._field.left_out(fit)
            own = np.searchsorted(fit.sides, self.testimony.on(day).side[fit.known])
            wrong += length * float((shares.argmax(axis=1) != own).sum())
            square += length * float(((1 - shares[np.arange(len(own)), own]) ** 2).sum())
            weight += length * len(own)
        return {
            "leave_one_place_out": round(wrong / weight, 4) if weight else None,
            "brier": round(square / weight, 4) if weight else None,
            "places": len(self.places_m),
        }

    def explain(self, point: shapely.Point, on: date) -> pd.DataFrame:
        """Tell which reports decide who holds the ground at a point.

        Parameters
        ----------
        point : Point
            Lon/lat degrees.
        on : date
            The day.

        Returns
        -------
        DataFrame
            Columns report_id, side, weight, distance_km, age_days, the weightiest first; see `geo.control.influence`.
            A report that was made later, and tells of the day what it names as former holder, has an age below 0.
        """
        (found,) = self._influences(shapely.get_coordinates(point), on)
        return pd.DataFrame(found, columns=Influence._fields)

    def ground_of(self, friendly: Collection[str]) -> tuple[Ints, Ints]:
        """Nodes of the mesh in territories of some sides, and in those of the others."""
        inside, number = shapely.STRtree(self._outlines.nodes).query(self._fixed, "intersects")[::-1]
        own = np.isin(np.array(self._fixed_sides, dtype=object)[number], list(friendly))
        return inside[own], inside[~own]

    def on_plane(self, lonlat: Floats) -> Floats:
        """Carry points (n, 2) from lon/lat to the metres of the mesh."""
        return np.column_stack(self._to_metres.transform(*lonlat.T)).reshape(-1, 2)

    def nodes_at(self, ground: Geometries) -> Ints:
        """Nodes of the mesh in some ground, lon/lat; of a piece that has none in it, the nearest."""
        tree = shapely.STRtree(self._outlines.nodes)
        piece, inside = tree.query(ground, "intersects")
        missed = np.setdiff1d(np.arange(len(ground)), piece)
        return np.union1d(inside, tree.nearest(shapely.point_on_surface(ground[missed]))).astype(np.int64)

    def threshold(self, known: Ints) -> Floats:
        """Field above which each node is a side's; infinite out of reach of the known places."""
        return self._field.threshold(known, DECIDED)

    def _fit(self, on: date) -> Fit:
        """Put together what all reports say of a day, once."""
        if on not in self._fits:
            self._fits[on] = self._field.fit(self.testimony.on(on))
        return self._fits[on]

    def _evidence(self, areas: Geometries, sides: Sequence[str], nodes: Sequence[Ints], on: date) -> list[str]:
        """Ids of the reports on the places in each area; where there are none, of those that decide in its middle."""
        held = self.testimony.holdings_on(on)
        told = [
            {report for place in members[members < len(held)] if (one := held[place]) for report in one.reports}
            for members in nodes
        ]
        bare = [area for area, side in enumerate(sides) if not told[area] and side != UNKNOWN]
        middles = shapely.get_coordinates(shapely.point_on_surface(areas[bare]))
        for area, found in zip(bare, self._influences(middles, on), strict=True):
            # what decides against a side is no evidence for it
            own = [one for one in found if one.side == sides[area]] or found
            told[area] = {one.report_id for one in own[:_EVIDENCE]}
        return ["; ".join(sorted(reports - {""})) for reports in told]

    def _influences(self, points: Floats, on: date) -> list[list[Influence]]:
        """Tell what decides at points, lon/lat."""
        told, held = self.testimony.on(on), self.testimony.holdings_on(on)
        sharp = sharpness(told.trust, told.silence)
        telling = np.flatnonzero(sharp > 0)
        return influences(
            self.likeness,
            self.on_plane(points),
            self.places_m[telling],
            [one for place in telling.tolist() if (one := held[place])],
            sharp[telling],
            on,
        )


def _reported(told: Told) -> Ints:
    """Numbers of the places that are surely reported to be a side's."""
    return np.flatnonzero(told.made & (told.trust >= SURE))


def _seen(holder: str, friendly: Collection[str]) -> str:
    """Tell what one side takes the ground of a holder for; see `KernelControl.seen_by`."""
    if holder in NOT_PARTIES:
        return CONTESTED
    return min(friendly) if holder in friendly else _HOSTILE


def _territories(territories: gpd.GeoDataFrame | None, area: BaseGeometry) -> tuple[list[str], Geometries]:
    """Who holds ground throughout, and what of it lies in the area."""
    if territories is None or territories.empty:
        return [], np.array([], dtype=object)
    shapes = around(lonlat(territories.geometry).to_numpy(), area.centroid.x)
    # cutting moves corners by a rounding, so that what needs no cutting is left as it is
    outside = ~shapely.covered_by(shapes, area)
    shapes[outside] = shapely.intersection(shapes[outside], area)
    return [str(side) for side in territories["side"]], shapes
