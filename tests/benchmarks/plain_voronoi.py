"""The short script that sitmap has to earn its time against: Voronoi cells of the latest reports, and what touches.

Each place is the side's of its newest report, with a Voronoi cell around it; a post is cut off where the joined cells
of its side and friends do not reach an anchor. Run: ``python plain_voronoi.py DOSSIER TABLE.csv``.
"""

import sys
from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import shapely

from layers.dossier.dossier import Dossier


def cut_off(dossier: Dossier) -> Iterator[tuple[str, str, bool]]:
    """Yield each post and day on which anything is reported, and whether the post is cut off."""
    control, settings = dossier.control.sort_values("date", kind="stable"), dossier.settings
    for day in pd.date_range(dossier.start, dossier.end, inclusive="left"):
        if day.date() != dossier.start and not (control["date"] == day.date()).any():
            continue
        latest = control[control["date"] <= day.date()].drop_duplicates("place_id", keep="last")
        points = shapely.multipoints(latest.geometry.to_numpy())
        cells = gpd.GeoDataFrame(geometry=list(shapely.voronoi_polygons(points, extend_to=settings.area).geoms))
        cells = cells.set_crs(latest.crs).clip(settings.area).sjoin(latest[["side", "geometry"]])
        for side, posts in dossier.posts.groupby("side"):
            own = pd.concat([cells, settings.territories])
            joined = own[own["side"].isin(settings.passable(side))].union_all()
            parts = shapely.get_parts(joined)
            anchors = settings.anchors_on(side, day.date()).geometry.to_numpy()
            reached = parts[[bool(shapely.intersects(part, anchors).any()) for part in parts]]
            for post in posts.itertuples():
                stands = (post.start_date or dossier.start) <= day.date() < (post.end_date or dossier.end)
                if stands:
                    yield post.post_id, day.date().isoformat(), not shapely.intersects(reached, post.geometry).any()


if __name__ == "__main__":
    found = pd.DataFrame(cut_off(Dossier.open(sys.argv[1])), columns=["post_id", "date", "cut"])
    found.to_csv(sys.argv[2], index=False)
