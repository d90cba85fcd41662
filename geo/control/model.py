"""The model of control: zones of any day from all control reports, by Gaussian process classification.

Each reported place is an observation of its holder: the more certain, the more its reports can be trusted, and the less
certain, the longer it has not been reported. The ground between the places belongs to the most probable side
(`geo.control.laplace`). Ground without a probable side is contested, ground far from all places unknown.
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
from geo.control.control_reports import check_reports, reports_about, reports_by_place
from geo.control.covariance import MaternCovariance
from geo.control.field import ControlField, Fit, steepness_of
from geo.control.holders import DECIDED, TRUSTED, Holders
from geo.control.influence import Influence, influences
from geo.control.mesh import Mesh
from geo.control.outlines import Outlines
from geo.control.reported_places import PlaceStates, ReportedPlaces
from geo.geometry.projection import WGS84, crs_around, flatten, lonlat, rejoined, transformer, unwrapped
from geo.sides import CONTESTED, NOT_PARTIES, UNKNOWN

__all__ = ["TRUSTED", "ControlModel", "LeftOutError"]

# steps of the mesh in one spacing of the places
_STEPS_PER_SPACING = 3.5
# number of places named as evidence for an area without a reported place
_EVIDENCE = 3
# name of ground that is neither friendly nor contested, in the zones of `ControlModel.seen_by`
_HOSTILE = ""


class LeftOutError(TypedDict):
    """Leave-one-out error of the zones; None where there are fewer than two places with a known holder."""

    leave_one_place_out: float | None
    """Share of places and days with a wrong holder."""
    brier: float | None
    """Mean squared difference of 1 and the probability of the right side (Brier 1950)."""
    places: int
    """Number of places."""


class ControlModel:
    """Control by Gaussian process classification of the reported places.

    The spacing of the places, and so the length scale of the covariance, follows from the positions of all reports on
    every day; all else in a report is used from its day on, except for its `from_side`.

    Parameters
    ----------
    reports, area, territories
        As in `geo.control_zones`.
    known_by : date, optional
        Reports made after this day are left out, except for those with a `from_side`.

    Attributes
    ----------
    reported_places : ReportedPlaces
        The places with their reports.
    places_m : array (n, 2)
        Positions of the places in metres on the plane of the mesh.
    covariance : MaternCovariance
        Covariance function of the field of control.
    mesh : Mesh
        The mesh on which the field is computed.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no usable date, side, position or confidence.
    GeometryError
        If the area is not a valid polygon.
    """

    name = "kernel classification"
    method = (
        "Every area goes to the side that most probably holds it, by a Gaussian process classification of all reports; "
        "reports count for less the older and the more doubtful they are."
    )

    def __init__(
        self,
        reports: gpd.GeoDataFrame,
        area: BaseGeometry,
        territories: gpd.GeoDataFrame | None = None,
        *,
        known_by: date | None = None,
    ) -> None:
        check_reports(reports, area)
        if known_by is not None:
            reports = reports_about(reports, known_by)
        area = shapely.union_all(rejoined(shapely.get_parts(area)))
        self._fixed_sides, self._fixed = _territories(territories, area)
        self.reported_places = ReportedPlaces(reports_by_place(reports))
        self._holder_names = [*self.reported_places.sides, CONTESTED, UNKNOWN]
        crs = crs_around(gpd.GeoSeries([area], crs=WGS84))
        self._to_metres, to_degrees = transformer(WGS84, crs), transformer(crs, WGS84)
        area_m = flatten(area, self._to_metres)
        self.places_m = self.on_plane(self.reported_places.positions)
        west, south, east, north = area_m.bounds
        self.covariance = MaternCovariance.of(self.places_m, alone_m=float(np.hypot(east - west, north - south)))
        self.mesh = Mesh.over(area_m, self.places_m, self.covariance.spacing_m / _STEPS_PER_SPACING)
        land = shapely.difference(area, shapely.union_all(self._fixed))
        self._outlines = Outlines(self.mesh, to_degrees, land, self._fixed)
        self._field = ControlField(self.mesh, len(self.places_m), self.covariance)
        self._fits: dict[date, Fit] = {}

    def changes(self, start: date, end: date) -> list[date]:
        """First day of a half-open period, and the days on which zones may differ from the day before.

        These are the days with reports, and the first day of every month, since the age of reports counts in months.
        """
        months = pd.date_range(start, end, freq="MS", inclusive="left").date
        return sorted({start, *months, *(day for day in self.reported_places.days if start < day < end)})

    def zones(self, on: date) -> gpd.GeoDataFrame:
        """Zones of a day, one row a connected area; see `geo.control_zones`."""
        states = self.reported_places.states_on(on)
        count = len(self.reported_places.sides)
        holders = Holders.of(states, count, self._field, self._fit(on))
        areas, classes, nodes, beside = self._outlines.areas(
            holders.zone_classes(self.mesh, count), holders.holder, _trusted(states)
        )
        sides = [self._holder_names[holder] for holder in holders.holder_of(classes)]
        confidence = [
            round(float(holders.probability[members].mean()), 2) if len(members) else 0.0 for members in nodes
        ]
        evidence = self._evidence(areas, sides, nodes, on)
        fixed = [
            (side, 1.0, "", area) for side, ground in zip(self._fixed_sides, beside, strict=True) for area in ground
        ]
        table = gpd.GeoDataFrame(
            [*zip(sides, confidence, evidence, areas, strict=True), *fixed],
            columns=["side", "confidence", "evidence", "geometry"],
            geometry="geometry",
            crs=WGS84,
        )
        return table.sort_values(["side", "confidence"], kind="stable", ignore_index=True)

    def seen_by(self, friendly: Collection[str], on: date, without: Collection[str]) -> gpd.GeoDataFrame:
        """Friendly, contested and hostile zones of a day with some reports left out; far faster than `zones`.

        Parameters
        ----------
        friendly : collection of str
            Sides whose ground is passable.
        on : date
            The day.
        without : collection of str
            Ids of reports to be left out: a place stays with its holder before them.

        Returns
        -------
        GeoDataFrame
            Columns side and geometry, EPSG:4326. All friendly ground bears the name of one of the friendly sides,
            contested and unknown ground is ``contested``, all other ground has an empty side.
        """
        states = self.reported_places.states_on(on, without)
        fit = self._field.fit(states, initial=self._fit(on))
        holders = Holders.of(states, len(self.reported_places.sides), self._field, fit)
        merged = [_merged_side(side, friendly) for side in self._holder_names]
        names = sorted(set(merged))
        classes = np.array([names.index(name) for name in merged], dtype=np.int64)[holders.holder]
        areas, classes, _, beside = self._outlines.areas(classes, classes, _trusted(states))
        fixed = [(side, area) for side, ground in zip(self._fixed_sides, beside, strict=True) for area in ground]
        rows = [*zip([names[one] for one in classes], areas, strict=True), *fixed]
        return gpd.GeoDataFrame(rows, columns=["side", "geometry"], geometry="geometry", crs=WGS84)

    def left_out_error(self, start: date, end: date) -> LeftOutError:
        """Leave-one-out error over a half-open period: each place is predicted from all the others, day by day."""
        days = self.changes(start, end)
        lengths = np.diff([day.toordinal() for day in [*days, end]])
        wrong, square, weight = 0.0, 0.0, 0.0
        for day, length in zip(days, lengths.tolist(), strict=True):
            fit = self._fit(day)
            if len(fit.known) < 2:  # noqa: PLR2004 - nothing to predict from
                continue
            shares = self._field.left_out(fit)
            own = np.searchsorted(fit.sides, self.reported_places.states_on(day).side[fit.known])
            wrong += length * float((shares.argmax(axis=1) != own).sum())
            square += length * float(((1 - shares[np.arange(len(own)), own]) ** 2).sum())
            weight += length * len(own)
        return {
            "leave_one_place_out": round(wrong / weight, 4) if weight else None,
            "brier": round(square / weight, 4) if weight else None,
            "places": len(self.places_m),
        }

    def explain(self, point: shapely.Point, on: date) -> pd.DataFrame:
        """Find the reports that decide the holder of the ground at a point.

        Parameters
        ----------
        point : Point
            Lon/lat degrees.
        on : date
            The day.

        Returns
        -------
        DataFrame
            Columns report_id, side, weight, distance_km, age_days, in descending order of weight; see
            `geo.control.influence`. A report made after the day, which is used for its `from_side`, has a negative age.
        """
        (found,) = self._influences(shapely.get_coordinates(point), on)
        return pd.DataFrame(found, columns=Influence._fields)

    def ground_of(self, friendly: Collection[str]) -> tuple[Ints, Ints]:
        """Nodes of the mesh in territories of some sides, and in territories of other sides."""
        inside, number = shapely.STRtree(self._outlines.nodes).query(self._fixed, "intersects")[::-1]
        own = np.isin(np.array(self._fixed_sides, dtype=object)[number], list(friendly))
        return inside[own], inside[~own]

    def on_plane(self, lonlat: Floats) -> Floats:
        """Project points (n, 2) from lon/lat degrees to the metres of the mesh."""
        return np.column_stack(self._to_metres.transform(*lonlat.T)).reshape(-1, 2)

    def nodes_at(self, ground: Geometries) -> Ints:
        """Nodes of the mesh inside some lon/lat geometries; the nearest node for a geometry without any."""
        tree = shapely.STRtree(self._outlines.nodes)
        piece, inside = tree.query(ground, "intersects")
        missed = np.setdiff1d(np.arange(len(ground)), piece)
        return np.union1d(inside, tree.nearest(shapely.point_on_surface(ground[missed]))).astype(np.int64)

    def threshold(self, known: Ints) -> Floats:
        """Value of the field above which each node is a side's; infinite out of reach of the known places."""
        return self._field.threshold(known, DECIDED)

    def _fit(self, on: date) -> Fit:
        """Fit of the field to all reports on a day; computed once."""
        if on not in self._fits:
            self._fits[on] = self._field.fit(self.reported_places.states_on(on))
        return self._fits[on]

    def _evidence(self, areas: Geometries, sides: Sequence[str], nodes: Sequence[Ints], on: date) -> list[str]:
        """Ids of the reports on the places in each area; without places, of those of most weight at its middle."""
        held = self.reported_places.holdings_on(on)
        evidence = [
            {report for place in members[members < len(held)] if (one := held[place]) for report in one.reports}
            for members in nodes
        ]
        bare = [area for area, side in enumerate(sides) if not evidence[area] and side != UNKNOWN]
        middles = shapely.get_coordinates(shapely.point_on_surface(areas[bare]))
        for area, found in zip(bare, self._influences(middles, on), strict=True):
            # reports for another side are no evidence, unless there are no others
            own = [one for one in found if one.side == sides[area]] or found
            evidence[area] = {one.report_id for one in own[:_EVIDENCE]}
        return ["; ".join(sorted(reports - {""})) for reports in evidence]

    def _influences(self, points: Floats, on: date) -> list[list[Influence]]:
        """Weights of the places around some points, lon/lat degrees."""
        states, held = self.reported_places.states_on(on), self.reported_places.holdings_on(on)
        steepness = steepness_of(states.trust, states.silence_months)
        informed = np.flatnonzero(steepness > 0)
        return influences(
            self.covariance,
            self.on_plane(points),
            self.places_m[informed],
            [one for place in informed.tolist() if (one := held[place])],
            steepness[informed],
            on,
        )


def _trusted(states: PlaceStates) -> Ints:
    """Numbers of the places whose reported holder is trusted."""
    return np.flatnonzero(states.is_reported & (states.trust >= TRUSTED))


def _merged_side(side: str, friendly: Collection[str]) -> str:
    """Side under which the ground of a holder stands in the zones of `ControlModel.seen_by`."""
    if side in NOT_PARTIES:
        return CONTESTED
    return min(friendly) if side in friendly else _HOSTILE


def _territories(territories: gpd.GeoDataFrame | None, area: BaseGeometry) -> tuple[list[str], Geometries]:
    """Sides of the territories, and the parts of the territories that lie in the area."""
    if territories is None or territories.empty:
        return [], np.array([], dtype=object)
    shapes = unwrapped(lonlat(territories.geometry).to_numpy(), area.centroid.x)
    # an intersection rounds coordinates, so that shapes inside the area are left as they are
    outside = ~shapely.covered_by(shapes, area)
    shapes[outside] = shapely.intersection(shapes[outside], area)
    return [str(side) for side in territories["side"]], shapes
