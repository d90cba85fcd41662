"""Ways of posts, day by day, in a dossier or a simulated war, and the days on which the posts are encircled.

Meshes are kept from one run to the next, since no constant of the model moves them.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from typing import Any

import geopandas as gpd
import numpy as np
from fronts import DAY, SIDES
from wars import War

from geo.arrays import Floats, Geometries
from geo.control import model as model_module
from geo.control.field_history import FieldHistory
from geo.control.mesh import Mesh
from geo.control.model import ControlModel
from geo.control.ways import widest_ways
from geo.geometry.projection import WGS84
from geo.geometry.sphere import KM
from layers import Dossier
from layers.assessment.snapshots import control_model
from layers.assessment.states import State, Way
from layers.assessment.ways import standing_places

_HOLD_KM = 1.0


@dataclass(frozen=True)
class Stand:
    """A post: the sides whose ground is passable for it, where it may stand, in metres, and its first day."""

    name: str
    side: str
    friendly: frozenset[str]
    points_m: Floats
    since: date = date.min


@dataclass(frozen=True)
class Theatre:
    """A model of control, the days to look at, the posts, and the anchors of each side."""

    model: ControlModel
    days: Sequence[date]
    posts: Sequence[Stand]
    anchors: dict[str, Geometries]
    hold_m: float

    @classmethod
    def of_war(cls, war: War, days: Sequence[int], *, posts: bool = True) -> "Theatre":
        """Make the theatre of a simulated war, whose posts hold their ground until they are overrun, or do not."""
        standing = gpd.GeoDataFrame(
            {
                "side": [post.side for post in war.posts],
                "start_date": None,
                "end_date": [DAY + timedelta(post.overrun) for post in war.posts],
                "hold_km": _HOLD_KM,
                "uncertainty_km": 0.0,
            },
            geometry=[post.point for post in war.posts],
            crs=WGS84,
        )
        model = ControlModel(war.reports, war.grid.area, posts=standing if posts else None)
        points = model.on_plane(np.array([[post.point.x, post.point.y] for post in war.posts]).reshape(-1, 2))
        stands = [
            Stand(str(number), post.side, frozenset({post.side}), point[None])
            for number, (post, point) in enumerate(zip(war.posts, points, strict=True))
        ]
        anchors = {side: war.anchors.geometry[war.anchors["side"] == side].to_numpy() for side in SIDES}
        return cls(model, [DAY + timedelta(int(day)) for day in days], stands, anchors, _HOLD_KM * KM)

    @classmethod
    def of_dossier(cls, dossier: Dossier) -> "Theatre":
        """Make the theatre of a dossier, on the days on which control may change."""
        model, settings = control_model(dossier), dossier.settings
        anchors = {
            side: settings.anchors.geometry[settings.anchors["side"] == side].to_numpy()
            for side in {post.side for post in dossier.posts.itertuples()}
        }
        posts = [_stand(post, model, dossier) for post in dossier.posts.itertuples()]
        return cls(model, model.changes(dossier.start, dossier.end), posts, anchors, settings.hold_km * KM)

    def fields(self, on: date) -> dict[str, tuple[Mesh, Floats, Floats]]:
        """For each side that has posts: the mesh of a day, the probability of its nodes and the best way from them."""
        found = {}
        for side, friendly in {post.side: post.friendly for post in self.posts}.items():
            mesh, share = self.model.passable(friendly, on)
            ends = self.model.nodes_in(self.anchors[side], on)
            found[side] = mesh, share, widest_ways(mesh.edges, share, ends)[0]
        return found

    def ways(self) -> Floats:
        """Way of each post on each day: (d, p)."""
        rows = []
        for on in self.days:
            fields = self.fields(on)
            rows.append(
                [
                    float(best_within(self.hold_m, post.points_m, mesh, way).mean())
                    for post in self.posts
                    for mesh, _, way in [fields[post.side]]
                ]
            )
        return np.array(rows)

    def closing_days(self) -> dict[str, date]:
        """First day on which each post is encircled; a post that never is has none."""
        ways, found = self.ways(), {}
        for number, post in enumerate(self.posts):
            standing = [row for row, day in enumerate(self.days) if day >= post.since]
            each = (Way(way, way, 0.0) for way in ways[standing, number].tolist())
            # the first one has no state before it
            states = islice(accumulate(each, State.after, initial=None), 1, None)
            named = zip(standing, states, strict=True)
            first = next((self.days[row] for row, state in named if state.name == "encircled"), None)
            if first:
                found[post.name] = first
        return found

    def again(self) -> "Theatre":
        """Forget what was computed, for other constants."""
        # the model does not know that its constants changed
        self.model._on.cache_clear()  # noqa: SLF001 - for want of a public name
        self.model.fields = FieldHistory(self.model.reported_places, self.model.places_m)
        return self


def best_within(radius_m: float, points_m: Floats, mesh: Mesh, way: Floats) -> Floats:
    """Best way from the nodes around each point, or from the nearest node."""
    around = mesh.tree.query_ball_point(points_m, radius_m)
    nearest = mesh.tree.query(points_m)[1]
    return np.array([way[nodes or [one]].max() for nodes, one in zip(around, nearest, strict=True)])


@contextmanager
def meshes_kept() -> Iterator[None]:
    """Keep every mesh that is laid."""
    kept: dict[Hashable, Mesh] = {}
    lay: Callable[..., Mesh] = Mesh.of

    class Kept:
        @staticmethod
        def of(lattice: Any, places_m: Floats, rivals_m: Floats, *others: Any) -> Mesh:  # noqa: ANN401 - as Mesh.of
            key = (id(lattice), places_m.tobytes(), rivals_m.tobytes())
            if key not in kept:
                kept[key] = lay(lattice, places_m, rivals_m, *others)
            return kept[key]

    model_module.Mesh = Kept  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        model_module.Mesh = Mesh  # type: ignore[misc]


def _stand(post: Any, model: ControlModel, dossier: Dossier) -> Stand:  # noqa: ANN401 - a row of a table
    (point,) = model.on_plane(np.array([[post.geometry.x, post.geometry.y]]))
    points = standing_places(point, (post.uncertainty_km or 0.0) * KM)
    friendly = frozenset(dossier.settings.passable(post.side))
    return Stand(post.post_id, post.side, friendly, points, post.start_date or date.min)
