"""Simulated wars: moving fronts with offensives and pockets, control reports, supply anchors and posts."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from front_reports import Reporting, ReportSampler
from fronts import SIDES, Grid, Mask, MovingFront, Sides, blob, random_field, settlements
from scipy import ndimage, sparse

from geo.arrays import Floats, Ints


@dataclass(frozen=True)
class Post:
    """A fixed position, the days on which it is cut off in truth, and the first on which it is overrun."""

    point: shapely.Point
    side: str
    cut_off: Mask
    overrun: int


@dataclass(frozen=True)
class War(MovingFront):
    """A moving front with control reports and posts."""

    reports: gpd.GeoDataFrame
    right: Mask
    """True for the reports that are right."""
    anchors: gpd.GeoDataFrame
    posts: list[Post]

    def reports_of(self, fraction: float, *, seed: int = 0) -> gpd.GeoDataFrame:
        """Select the reports on a random share of the reported places."""
        places = np.unique(self.reports["place_id"])
        kept = np.random.default_rng([seed, 3]).permutation(places)[: round(fraction * len(places))]
        return self.reports[self.reports["place_id"].isin(kept)].reset_index(drop=True)


def moving_war(seed: int, *, days: int = 200, places: int = 400, reporting: Reporting | None = None) -> War:
    """Simulate a war of 200 days between three sides on 200 x 180 km.

    The south attacks along several axes and closes two pockets, which are relieved, closed again and reduced; the north
    counter-attacks, the east attacks once, and one spot changes hands several times.
    """
    rng = np.random.default_rng([seed, 2])
    grid = Grid(rng.uniform(-55, -10), rng.uniform(-150, 150), (180, 200))
    x, y = grid.centres.T.reshape(2, *grid.shape)
    bends = {60: 14, 25: 8, 10: 3}
    first = (y - 65 + random_field(rng, grid, bends) > 0).astype(np.int8)
    first[x - 150 + random_field(rng, grid, bends) > 0] = 2
    held = np.repeat(first[None], days, axis=0)
    Campaign(rng, grid, held).fight()
    front = MovingFront(grid, held, settlements(rng, grid, np.ones(grid.shape, dtype=bool), places))
    reports, right = ReportSampler(rng, front, reporting or Reporting()).reports()
    return War(grid, held, front.places, reports, right, *posts(rng, front))


@dataclass(frozen=True)
class Offensive:
    """An advance of a side over a region from its own ground; `pocket` is the ground inside a region that is a ring."""

    start: int
    side: int
    region: Mask
    pace_km: float
    pocket: Mask | None = None


# direction from each side to its enemies, as an angle in radians
_FORWARD = (np.pi / 2, -np.pi / 2, np.pi)


@dataclass(frozen=True)
class Campaign:
    """A sequence of offensives; the captured cells are written into `held`."""

    rng: np.random.Generator
    grid: Grid
    held: Sides

    def fight(self) -> None:
        """Carry out the offensives of all sides, in order of time."""
        kinds = {"axis": (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2), "seesaw": (1,), "pincer": (0, 0)}
        chosen = [(kind, side) for kind, sides in kinds.items() for side in sides]
        starts = self.rng.uniform(5, 0.75 * len(self.held), len(chosen)).astype(int)
        plans: list[Offensive] = []
        for turn in np.argsort(starts, kind="stable"):
            # offensives that began before go on until then
            self._carry_out(plans, until=starts[turn])
            plans += self._plan(starts[turn], *chosen[turn])
        self._carry_out(plans, until=len(self.held))

    def _plan(self, start: int, kind: str, side: int) -> list[Offensive]:
        """Choose a spot on a side's front on a day, and the offensives there."""
        front = (self.held[start] == side) & ndimage.binary_dilation(self.held[start] != side)
        front &= self._inside(20)
        if not front.any():
            return []
        spot = self.rng.choice(np.argwhere(front))
        heading = _FORWARD[side] + self.rng.uniform(-0.6, 0.6)
        if kind == "seesaw":
            region = blob(self.rng, self.grid, spot, (8, 8), 0)
            return [Offensive(start + 15 * turn, (side, 0)[turn % 2], region, 3) for turn in range(5)]
        if kind == "axis":
            length, width = self.rng.uniform(15, 40), self.rng.uniform(8, 18)
            region = blob(self.rng, self.grid, _ahead(spot, heading, 0.7 * length), (length, width), heading)
            return [Offensive(start, side, region, self.rng.uniform(0.7, 3))]
        radius = self.rng.uniform(9, 13)
        pocket = blob(self.rng, self.grid, _ahead(spot, heading, radius), (radius, radius), 0)
        return [Offensive(start, side, ndimage.binary_dilation(pocket, iterations=5) & ~pocket, 2.5, pocket)]

    def _carry_out(self, plans: list[Offensive], until: int) -> None:
        """Carry out the offensives that start before a day, and remove them from the list."""
        # the rear edges, from which supply comes, are out of reach
        reachable = self._inside(12)
        while due := [plan for plan in plans if plan.start < until]:
            plan = min(due, key=lambda one: one.start)
            plans.remove(plan)
            cost = np.exp(random_field(self.rng, self.grid, {8: 0.4})) * self.grid.step_km / plan.pace_km
            arrival = plan.start + spread(self.held[plan.start] == plan.side, plan.region & reachable, cost)
            for day in range(plan.start, len(self.held)):
                self.held[day][arrival <= day] = plan.side
            closed = arrival[plan.region].max()
            if plan.pocket is not None and closed < len(self.held) - 1:
                plans += self._pocket(plan, int(closed) + 1)

    def _pocket(self, plan: Offensive, closed: int) -> list[Offensive]:
        """Plan the relief of a pocket through a breach in the ring, its second closing and its reduction."""
        loser = int(np.bincount(self.held[closed][plan.pocket]).argmax())
        if loser == plan.side:
            return []
        heading = _FORWARD[plan.side]
        reach = np.sqrt(plan.pocket.sum() / np.pi) + 3
        middle = np.argwhere(plan.pocket).mean(axis=0)
        breach = blob(self.rng, self.grid, _ahead(middle, heading, reach), (6, 2.5), heading)
        relieved, again, reduced = closed + np.cumsum(self.rng.integers((5, 8, 8), (12, 15, 20)))
        return [
            Offensive(relieved, loser, breach, 4),
            Offensive(again, plan.side, breach, 4),
            Offensive(reduced, plan.side, plan.pocket, 0.8),
        ]

    def _inside(self, margin: int) -> Mask:
        """Cells away from the edges, except for the western edge, which is no side's rear."""
        inside = np.zeros(self.grid.shape, dtype=bool)
        inside[margin:-margin, :-margin] = True
        return inside


def _ahead(cell: Ints, heading: float, cells: float) -> Floats:
    """Row and column at a distance ahead of a cell."""
    return cell + cells * np.array([np.sin(heading), np.cos(heading)])


def spread(sources: Mask, region: Mask, cost: Floats) -> Floats:
    """Find the least cost of reaching each cell of a region from sources in or beside it, infinite without a path.

    Each cell has eight neighbours; a step costs the mean of both cells' costs times its length in cells.
    """
    nodes = region | (sources & ndimage.binary_dilation(region, np.ones((3, 3))))
    arrival = np.full(region.shape, np.inf)
    if not (nodes & sources).any():
        return arrival
    number = np.full(np.add(region.shape, 2), -1)
    number[1:-1, 1:-1][nodes] = np.arange(nodes.sum())
    rows, columns = np.nonzero(number >= 0)
    # four of the eight neighbours, so that each pair is counted once
    edges = [
        (number[rows, columns], number[rows + down, columns + right], np.full(len(rows), np.hypot(down, right)))
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1))
    ]
    tail, head, length = np.hstack(edges)
    linked = head >= 0
    tail, head, each = tail[linked].astype(int), head[linked].astype(int), cost[nodes]
    weights = length[linked] * (each[tail] + each[head]) / 2
    graph = sparse.csr_array((weights, (tail, head)), shape=(len(each), len(each)))
    starts = np.flatnonzero(sources[nodes])
    arrival[nodes] = sparse.csgraph.dijkstra(graph, directed=False, indices=starts, min_only=True)
    arrival[~region] = np.inf
    return arrival


def posts(rng: np.random.Generator, front: MovingFront, count: int = 6) -> tuple[gpd.GeoDataFrame, list[Post]]:
    """Place anchors at the rear edges, and posts: some are cut off days before they are overrun, some never.

    A post is cut off while its cell is not its side's, or is not connected to the anchor by cells of its side that
    share edges. Its point is the centre of its cell.
    """
    held, cells = front.held, front.grid.cells(front.places)
    anchors = np.zeros((len(SIDES), *front.grid.shape), dtype=bool)
    anchors[0, 0], anchors[1, -1], anchors[2, :, -1] = True, True, True
    anchors &= [(held == side).all(axis=0) for side in range(len(SIDES))]
    supplied = np.array([supply(ground, anchors).ravel()[cells] for ground in held])
    lost = front.holders != front.holders[0]
    cut = lost | ~supplied
    first_cut, first_lost = (np.where(days.any(axis=0), days.argmax(axis=0), len(held)) for days in (cut, lost))
    besieged = np.flatnonzero((first_cut > 0) & (first_cut + 3 <= first_lost))
    chosen = [*rng.permutation(besieged)[:count], *rng.permutation(np.flatnonzero(first_cut == len(held)))[:count]]
    points = shapely.points(front.grid.lonlat(front.grid.centres[cells[chosen]]))
    sides = [SIDES[front.holders[0, place]] for place in chosen]
    ground = front.grid.zones(np.where(anchors.any(axis=0), anchors.argmax(axis=0), -1), (*SIDES, "none"))
    found = map(Post, points, sides, cut[:, chosen].T, first_lost[chosen].tolist())
    return ground[ground["side"] != "none"].reset_index(drop=True), list(found)


def supply(held: Sides, anchors: Mask) -> Mask:
    """Select the cells connected to an anchor of their side (sides, rows, columns) by cells that share edges."""
    supplied = np.zeros(held.shape, dtype=bool)
    for side, anchor in enumerate(anchors):
        parts, _ = ndimage.label(held == side)
        supplied |= np.isin(parts, np.setdiff1d(parts[anchor], 0))
    return supplied
