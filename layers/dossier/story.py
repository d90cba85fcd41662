"""The guided tour of a dossier: the steps of `story.csv`, each a day, a part of the map, and a caption."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.readers.row import Row
from layers.dossier.csv_rows import read_days

_CAPTION = re.compile("caption_([a-z]{2,3})")
_VIEW = "latitude, longitude and zoom with commas: 35.8,36.7,10"


@dataclass(frozen=True)
class Step:
    """A step of the tour.

    Parameters
    ----------
    day : date
        The day shown.
    caption : str
        Its text in the dossier's language.
    captions : mapping
        Its text in other languages, by language code.
    view : tuple of float, optional
        Latitude and longitude of the middle of the map, degrees, and zoom.
    post, place : str, optional
        Id of the post or place that is shown.
    layers : tuple of str
        Names of the layers that are shown; empty for all.
    """

    row: Row = field(repr=False)
    day: date
    caption: str
    captions: Mapping[str, str]
    view: tuple[float, float, float] | None
    post: str | None
    place: str | None
    layers: tuple[str, ...]


def read_story(rows: Iterable[Row], posts: Collection[str], places: Collection[str]) -> tuple[Step, ...]:
    """Read the steps of `story.csv` in order; none if a dossier has no such file.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    posts, places : collection of str
        Ids of its posts and places, which steps may name.
    problems : Problems
        The list to which problems are added.
    """
    numbered = [(row.whole("step", 1, 10_000) or 0, step) for row in rows if (step := _step(row, posts, places))]
    return tuple(step for _, step in sorted(numbered, key=lambda one: one[0]))


def _step(row: Row, posts: Collection[str], places: Collection[str]) -> Step | None:
    days, caption = read_days(row, "date"), row.required("caption")
    post = row.choice("post", posts, optional=True)
    place = row.choice("place", places, optional=True)
    view = _view(row)
    captions = {
        found[1]: text for name in row.cells if (found := _CAPTION.fullmatch(name)) and (text := row.text(name))
    }
    if days is None or not caption:
        return None
    return Step(row, days.start, caption, captions, view, post, place, row.items("layers"))


def _view(row: Row) -> tuple[float, float, float] | None:
    """Read the part of the map that a step shows."""
    text = row.text("view")
    if text is None:
        return None
    try:
        lat, lon, zoom = map(float, text.split(","))
    except ValueError:
        row.wrong("C126", "view", _VIEW)
        return None
    if not (abs(lat) <= 90 and abs(lon) <= 180 and 0 <= zoom <= 18):  # noqa: PLR2004 - degrees and zooms
        row.wrong("C126", "view", _VIEW)
        return None
    return lat, lon, zoom
