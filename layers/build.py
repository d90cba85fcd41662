"""The main job: from a dossier to its layers."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TypeVar

import geopandas as gpd

from layers.assessments import assess_all, daily_table
from layers.collection import Layers
from layers.contact import contact_layer
from layers.corridors import corridors_layer
from layers.dossier import Dossier
from layers.embargo import release
from layers.events import events_layer
from layers.places import places_layer
from layers.posts import posts_layer
from layers.roads import roads_layer
from layers.snapshots import Snapshot, Track, control_model, snapshots
from layers.verdicts import Verdicts
from layers.zones import zones_layer

T = TypeVar("T")


def _untracked(items: list[T], _: str) -> Iterable[T]:
    return items


def build(dossier: Dossier, *, as_of: date | None = None, track: Track[Snapshot] = _untracked) -> Layers:
    """Build all layers of a dossier for its whole period.

    Parameters
    ----------
    dossier : Dossier
        The evidence.
    as_of : date, optional
        The day that counts as today for the embargo; today by default.
    track : callable, optional
        Wraps the longest loop to show how far it is: gets the items and what it is doing, and gives the items.

    Returns
    -------
    Layers
        The eight layers, with the daily verdicts and how wrong the zones are.
    """
    today = as_of or datetime.now(tz=UTC).date()
    released = release(dossier, today)
    dossier = released.dossier
    crs = dossier.settings.crs
    model = control_model(dossier, released.former)
    snaps = list(snapshots(model, dossier.start, dossier.end))
    assessments = assess_all(dossier, snaps, track)
    verdicts = Verdicts(dossier, model, assessments)
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
        verdicts=verdicts,
        dossier=dossier,
        daily=daily_table(assessments),
        model_name=model.name,
        model=model.method,
        errors=model.left_out_error(dossier.start, dossier.end),
        withheld=released.withheld,
        as_of=today,
    )


def _open_ended(table: gpd.GeoDataFrame, end: date) -> gpd.GeoDataFrame:
    """Give no end to what is still true at the end of the period."""
    table["end_date"] = table["end_date"].astype(object).where(table["end_date"] != end, None)
    return table
