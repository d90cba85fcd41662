"""The pipeline: from a dossier to its layers."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import geopandas as gpd

from geo.days import parse_day
from geo.threads import one_thread_each
from layers.assessment.posts import Supplies, assess_all, daily_table
from layers.assessment.probability import cut_off_shares
from layers.assessment.snapshots import Tracker, control_model, snapshots
from layers.collection import Layers
from layers.dossier.dossier import Dossier
from layers.dossier.embargo import release
from layers.period import days
from layers.schema.layer import LayerSchema, Validity
from layers.schema.layers import LAYERS
from layers.tables.contact import contact_layer
from layers.tables.corridors import corridors_layer
from layers.tables.events import events_layer
from layers.tables.places import places_layer
from layers.tables.posts import posts_layer
from layers.tables.roads import roads_layer
from layers.tables.verdicts import Verdicts
from layers.tables.zones import zones_layer

T = TypeVar("T")

# the standard error of a share of 20 % is then 3 %
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
    track: Tracker[Any] = _untracked,
) -> Layers:
    """Build all layers of a dossier for its whole period.

    Parameters
    ----------
    dossier : Dossier
        The evidence.
    as_of : date or str, optional
        The day that counts as today for the embargo, ``YYYY-MM-DD`` if a string; today by default.
    worlds : int
        Number of plausible worlds drawn for each probability; with 0, probabilities are missing.
    probability_on : sequence of date, optional
        Days to compute probabilities for, in order; all days by default, which is the longest part of the work.
    track : callable, optional
        Wraps the longest loops to show their progress: takes the items and the name of the work, returns the items.

    Returns
    -------
    Layers
        The layers, with the daily states and the error figures of the zones.
    """
    today = datetime.now(tz=UTC).date() if as_of is None else parse_day(as_of)
    released = release(dossier, today)
    dossier = released.dossier
    crs = dossier.settings.crs
    model = control_model(dossier, released.former)
    snaps = list(snapshots(model, dossier.start, dossier.end))
    supplies = Supplies(dossier)
    assessments = assess_all(dossier, snaps, supplies, track)
    wanted = list(days(dossier.start, dossier.end)) if probability_on is None else probability_on
    in_period = [day for day in wanted if dossier.start <= day < dossier.end]
    shares = cut_off_shares(dossier, model, in_period, worlds, track)
    verdicts = Verdicts(dossier, model, supplies, assessments, shares)
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
    return Layers(
        tables={name: _open_ended(tables[name], layer, dossier.end) for name, layer in LAYERS.items()},
        control=model,
        verdicts=verdicts,
        dossier=dossier,
        daily=daily_table(assessments, shares),
        worlds=worlds,
        errors=model.left_out_error(dossier.start, dossier.end),
        withheld=released.withheld,
        as_of=today,
    )


def _open_ended(table: gpd.GeoDataFrame, layer: LayerSchema, end: date) -> gpd.GeoDataFrame:
    """Remove the end date of rows that still hold at the end of the period."""
    if layer.validity is Validity.PERIOD:
        table["end_date"] = table["end_date"].astype(object).where(table["end_date"] != end, None)
    return table
