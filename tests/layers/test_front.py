"""The bands in which the front lies: the ground that no side holds so surely, by the map of probabilities."""

from datetime import date

import geopandas as gpd
import numpy as np
import shapely

from geo.control.model import ControlModel
from layers.tables.front import Front

START, TURN, END = date(2020, 2, 1), date(2020, 2, 5), date(2020, 2, 10)


def test_bands_are_the_ground_that_no_side_holds_so_surely_and_follow_the_reports() -> None:
    x, y = (each.ravel() for each in np.meshgrid(36.05 + 0.1 * np.arange(10), 35.05 + 0.1 * np.arange(10)))
    columns = {"date": "2020-01-01", "side": np.where(x < 36.5, "north", "south"), "confidence": "high"}
    reports = gpd.GeoDataFrame(columns, geometry=shapely.points(x, y), crs=4326)
    taken = reports[(x > 36.4) & (x < 36.5)].assign(date="2020-02-05", side="south", from_side="north")
    model = ControlModel(gpd.pd.concat([reports.assign(from_side=None), taken]), shapely.box(36, 35, 37, 36))
    front = Front(model)
    for day in (TURN, START):
        front.draw(day, model.zones(day))
    table = front.table(END)
    assert table[["percent", "start_date", "end_date"]].to_numpy().tolist() == [
        [50, START, TURN], [90, START, TURN], [50, TURN, END], [90, TURN, END],
    ]  # fmt: skip
    bands = table.geometry.to_numpy()
    # the front lies half-way between the villages of the two sides, and moves by one row of them
    before, after = shapely.linestrings([[(at, 35.1), (at, 35.9)] for at in (36.5, 36.4)])
    within = shapely.length(shapely.intersection(bands, [before, before, after, after])) / before.length
    assert (within > 0.9).all()
    assert (within[[1, 3]] == 1).all()
    assert not shapely.intersects(bands[[0, 2]], [after, before]).any()
    # and elsewhere they agree with the probabilities, but for the width of their outline
    points = np.random.default_rng(7).uniform((36, 35), (37, 36), (400, 2))
    surest = np.max([model.passable_at(points, {side}, START) for side in ("north", "south")], axis=0)
    for band, limit in zip(bands[:2], (0.75, 0.95), strict=True):
        apart = shapely.distance(shapely.boundary(band), shapely.points(points)) > 0.012
        assert apart.sum() > 200
        assert (shapely.contains_xy(band, points) == (surest < limit))[apart].all()
