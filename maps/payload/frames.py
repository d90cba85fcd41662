"""A situation given as GeoDataFrames: what a page reads of `layers.Layers`, without evidence and without verdicts."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.encirclement.sentences import sentences
from geo.version import __version__
from layers.collection import on_day
from layers.dossier.settings.wording import Wording
from layers.frames import frame
from layers.margin import Margin
from layers.period import DAY
from layers.schema.layers import LAYERS
from maps.payload.frame_reader import FrameReader

if TYPE_CHECKING:
    from geo.arrays import Floats
    from layers import Layers

# what a page is made of
Situation: TypeAlias = "Layers | Frames"


_CONTROL = (
    *("id", "date", "until", "place_id", "place_name", "side", "from_side", "kind", "confidence", "note"),
    *("basis", "sources"),
)


class Frames(dict[str, gpd.GeoDataFrame]):
    """The layers of a page, made from zones, events and posts; those that only a dossier has are empty.

    Its attributes are those that a page reads of `layers.Layers` and of its dossier, which it stands for itself.

    Parameters
    ----------
    frames : mapping
        GeoDataFrames or None, by the names zones, events and posts; see `maps.SituationMap.from_frames`.
    title : str
        Title of the page.
    language : str
        Language of the texts in the frames (BCP 47).

    Raises
    ------
    FramesError
        If a frame cannot be drawn as it is, or none has a row; all problems are listed.

    Examples
    --------
    >>> import shapely
    >>> posts = gpd.GeoDataFrame(
    ...     {"name": ["Hill"], "start_date": ["2022-03-01"], "end_date": [None]},
    ...     geometry=[shapely.Point(4_000_000, 6_000_000)],
    ...     crs=3857,
    ... )
    >>> frames = Frames({"posts": posts}, "Northland")
    >>> shapely.set_precision(frames["posts"].geometry[0], 1e-6).wkt, frames.start.isoformat(), len(frames["zones"])
    ('POINT (35.932611 47.353705)', '2022-03-01', 0)
    """

    summary, withheld, places, place_sources = "", 0, (), dict[str, tuple[str, ...]]()
    settings = SimpleNamespace(wording=Wording())
    evidence = SimpleNamespace(story=(), place_names={}, posts=(), events=())
    verdicts = SimpleNamespace(reasons=list)
    sources = pd.DataFrame(columns=["url", "archive_url", "publisher", "leaning", "reliability", "published"])
    daily = pd.DataFrame(columns=LAYERS["daily"].names)
    front = None

    def __init__(self, frames: Mapping[str, gpd.GeoDataFrame | None], title: str, language: str = "en") -> None:
        reader = FrameReader()
        given = {name: reader.read(name, one) for name, one in frames.items() if one is not None and len(one)}
        self.start, self.end = reader.period()
        super().__init__({name: given.get(name, frame([], LAYERS[name].names)) for name in LAYERS})
        self.title, self.language, self.warnings = title, language, tuple(reader.warnings)
        self.sides = reader.sides(given)
        self.posts = self["posts"].assign(aliases=[()] * len(self["posts"]), hold_km=None)
        self.events = self["events"].assign(sources=[()] * len(self["events"]))
        self.control = frame([], _CONTROL)
        self.control_areas, self.context = self["control_areas"], frame([], ["kind", "name"])

    @property
    def ground(self) -> pd.DataFrame:
        """Area of the zones of each side by day; nobody has judged how wrong it is."""
        days = pd.date_range(self.start, self.end, inclusive="left").date
        changes: dict[str, Floats] = {}
        for zone in self["zones"].itertuples():
            by_day = changes.setdefault(zone.side, np.zeros(len(days) + 1))
            for day, sign in ((zone.start_date or self.start, 1), (zone.end_date or self.end, -1)):
                by_day[min(max((day - self.start).days, 0), len(days))] += sign * zone.area_km2
        found = {side: np.cumsum(by_day)[:-1] for side, by_day in changes.items()}
        rows = [
            (day, side, km2, None, None) for side, areas in found.items() for day, km2 in zip(days, areas, strict=True)
        ]
        return pd.DataFrame(rows, columns=["date", "side", "area_km2", "low_km2", "high_km2"])

    @property
    def dossier(self) -> "Frames":
        """The frames themselves: there is no other evidence."""
        return self

    @property
    def opening_day(self) -> date:
        """The last day."""
        return self.end - DAY

    def at(self, day: date) -> dict[str, gpd.GeoDataFrame]:
        """Return the rows that hold on a day."""
        return {name: on_day(table, day, LAYERS[name]) for name, table in self.items()}

    def margin(self, language: str = "en") -> Margin:
        """Return the margin: the period, the program, and that nothing on the map was assessed."""
        say = sentences(language)
        return Margin(
            language=language,
            title=self.title,
            start=self.start,
            end=self.end,
            made_with=f"sitmap {__version__}",
            disclaimer=say("margin_notes", "given"),
            boundary_note=say("margin_notes", "boundary"),
        )
