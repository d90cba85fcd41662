"""The zones that a build writes, assessed by `geo.assess`, give the states that the build gives."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from scipy.special import expit, logit

from geo import assess
from geo.control.holders import DECIDED
from layers import Dossier, Layers, build
from layers.assessment.states import LENIENT, STRICT
from layers.period import holds

# the ways that are this near to a threshold may lie on either side of it, once they are drawn as ground
NEAR = 0.05
AS_OF = date(2026, 1, 1)
DAYS = {
    "northland": ("2001-05-02", "2001-05-08", "2001-05-14", "2001-05-20", "2001-05-30"),
    "mariupol-2022": ("2022-02-26", "2022-03-02", "2022-03-06", "2022-04-15", "2022-05-12"),
    "idlib-2020": ("2019-06-01", "2019-12-24", "2020-02-06", "2020-03-05"),
}


@pytest.fixture(scope="module", params=DAYS)
def built(request: pytest.FixtureRequest) -> Layers:
    if request.param == "idlib-2020":
        found: Layers = request.getfixturevalue("layers")
        return found
    return build(Dossier.open(request.param), as_of=AS_OF)


def test_the_states_of_a_day_follow_from_its_zones_as_written(built: Layers, tmp_path: Path) -> None:
    compared, differing = 0, []
    for day in DAYS[built.dossier.name]:
        on = built.at(day)
        on.to_geojson(tmp_path / day)
        zones = gpd.read_file(tmp_path / day / "zones.geojson")
        for post, row in _told(on, date.fromisoformat(day)):
            found = _assessed(on, post, zones, date.fromisoformat(day))
            if found is not None and not _is_near(row) and not _lies_among_three(on, row):
                compared += 1
                differing += [(day, post.post_id, row.state, found)] if found != row.state else []
    assert not differing
    assert compared >= len(DAYS[built.dossier.name])


def test_verdicts_say_since_when_the_state_holds(built: Layers) -> None:
    daily = built["daily"].set_index(["post_id", "date"])
    for row in built["verdicts"].itertuples():
        assert (row.state, row.since) == tuple(daily.loc[(row.post_id, row.start_date), ["state", "since"]])
        assert row.since <= row.start_date


def _told(on: Layers, day: date) -> Iterator[tuple[Any, Any]]:
    """The posts that stand, and their rows of the day."""
    daily = on["daily"].set_index("post_id")
    for post in on.dossier.posts.itertuples():
        if holds(post.start_date, post.end_date, day):
            yield post, daily.loc[post.post_id]


def _assessed(on: Layers, post: Any, zones: gpd.GeoDataFrame, day: date) -> str | None:  # noqa: ANN401 - a row
    settings = on.dossier.settings
    anchors = settings.anchors_on(post.side, day)
    if anchors.empty:
        return None
    return assess(
        post.geometry,
        zones,
        friendly=settings.passable(post.side),
        anchors=anchors,
        hold_km=post.hold_km,
        uncertainty_km=post.uncertainty_km,
        narrow_km=settings.narrow_km,
    ).state


def _is_near(row: Any) -> bool:  # noqa: ANN401 - a row
    """True if the best way, or the best of those that are wide, is near to a threshold."""
    # control-model.md, line 9, from the probability back to the way
    cut = min(max(1 - row.p_open, 1e-6), 1 - 1e-6)
    narrow = 1 - expit(logit(cut) + logit(DECIDED))
    return any(abs(way - limit) <= NEAR for way in (row.way, narrow) for limit in (STRICT, LENIENT))


def _lies_among_three(on: Layers, row: Any) -> bool:  # noqa: ANN401 - a row
    """True if contested ground at which the post lies touches ground of three blocs."""
    zones = on["zones"]
    contested = zones[zones["side"].eq("contested")].geometry.to_numpy()
    at = contested[shapely.distance(contested, row.geometry) < 0.2]
    blocs = [zones[zones["side"].isin(bloc)].geometry.union_all() for bloc in on.dossier.settings.blocs]
    return any(sum(bool(shapely.distance(one, bloc) < 1e-4) for bloc in blocs) > 2 for one in at)
