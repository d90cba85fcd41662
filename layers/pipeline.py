"""The main job: from a dossier to its layers."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import geopandas as gpd

from geo.days import parse_day
from geo.threads import one_thread_each
from layers.assessment.posts import assess_all, daily_table
from layers.assessment.probability import cut_off_shares
from layers.assessment.snapshots import Track, control_model, snapshots
from layers.collection import Layers
from layers.dossier.dossier import Dossier
from layers.dossier.embargo import release
from layers.period import days
from layers.tables.contact import contact_layer
from layers.tables.corridors import corridors_layer
from layers.tables.events import events_layer
from layers.tables.places import places_layer
from layers.tables.posts import posts_layer
from layers.tables.roads import roads_layer
from layers.tables.verdicts import Verdicts
from layers.tables.zones import zones_layer

T = TypeVar("T")

# the standard error of a share of a fifth is then 3 %
WORLDS = 200


def _untracked(items: list[T], _: str) -> Iterable[T]:
    return items


@one_thread_each()
def build(
    dossier: Dossier,
    *,
    as_of: date | str | None = None,
    worlds: int = WORLDS,
    probability_on: Sequence[date] | None = None,
    track: Track[Any] = _untracked,
) -> Layers:
    """Build all layers of a dossier for its whole period.

    Parameters
    ----------
    dossier : Dossier
        The evidence.
    as_of : date or str, optional
        The day that counts as today for the embargo, ``YYYY-MM-DD`` if a string; today by default.
    worlds : int
        How many plausible worlds stand behind each probability; with none, no probability is told.
    probability_on : sequence of date, optional
        Days whose probabilities are wanted, in order; all by default, which takes longest of all.
    track : callable, optional
        Wraps the longest loops to show how far they are: gets the items and what it is doing, and gives the items.

    Returns
    -------
    Layers
        The eight layers, with the daily verdicts and how wrong the zones are.
    """
    today = datetime.now(tz=UTC).date() if as_of is None else parse_day(as_of)
    released = release(dossier, today)
    dossier = released.dossier
    crs = dossier.settings.crs
    model = control_model(dossier, released.former)
    snaps = list(snapshots(model, dossier.start, dossier.end))
    assessments = assess_all(dossier, snaps, track)
    wanted = list(days(dossier.start, dossier.end)) if probability_on is None else probability_on
    told = [day for day in wanted if dossier.start <= day < dossier.end]
    shares = cut_off_shares(dossier, model, told, worlds, track)
    verdicts = Verdicts(dossier, model, assessments, shares)
    tables = {
        "places": places_layer(dossier),
        "posts": posts_layer(dossier),
        "events": events_layer(dossier),
        "zones": zones_layer(snaps, crs),
        "contact": contact_layer(snaps, crs),
        "verdicts": verdicts.layer(),
        "corridors": corridors_layer(assessments),
        "roads": roads_layer(dossier, snaps),
    }
    for name in ("zones", "contact", "verdicts", "corridors", "roads"):
        tables[name] = _open_ended(tables[name], dossier.end)
    return Layers(
        tables=tables,
        control=model,
        verdicts=verdicts,
        dossier=dossier,
        daily=daily_table(assessments, shares),
        worlds=worlds,
        errors=model.left_out_error(dossier.start, dossier.end),
        withheld=released.withheld,
        as_of=today,
    )


def _open_ended(table: gpd.GeoDataFrame, end: date) -> gpd.GeoDataFrame:
    """Give no end to what is still true at the end of the period."""
    table["end_date"] = table["end_date"].astype(object).where(table["end_date"] != end, None)
    return table
