"""The pipeline: from a dossier to its layers."""

import warnings
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import tee
from typing import Any

import geopandas as gpd

from geo.control.cross_validation import left_out_error
from geo.days import parse_day
from geo.geometry.projection import WGS84
from geo.geometry.sphere import KM
from geo.store import Store
from geo.threads import one_thread_each
from layers.assessment.anchors import anchor_warnings
from layers.assessment.posts import Supplies, assess_all
from layers.assessment.snapshots import Tracker, control_model, snapshots, untracked
from layers.assessment.ways import Ways
from layers.collection import Layers, finished
from layers.dossier.dossier import Dossier
from layers.dossier.release.embargo import release
from layers.schema.layers import LAYERS
from layers.tables.admin import admin_table
from layers.tables.changes import changes_layer
from layers.tables.contact import contact_layer
from layers.tables.control import control_layer
from layers.tables.control_areas import control_areas_layer
from layers.tables.corridors import corridors_layer
from layers.tables.daily import daily_layer
from layers.tables.events import events_layer
from layers.tables.front import Front
from layers.tables.ground import HeldGround
from layers.tables.places import places_layer
from layers.tables.posts import posts_layer
from layers.tables.returns import returns_table
from layers.tables.roads import roads_layer
from layers.tables.sides import sides_table
from layers.tables.sources import sources_table
from layers.tables.verdicts import Verdicts
from layers.tables.zones import zones_layer


@one_thread_each()
def build(  # noqa: PLR0913 - options are passed by keyword
    dossier: Dossier,
    *,
    as_of: date | str | None = None,
    restricted: bool = False,
    worlds: int | None = None,
    store: Store | None = None,
    track: Tracker[Any] = untracked,
) -> Layers:
    """Build all layers of a dossier for its whole period.

    Parameters
    ----------
    dossier : Dossier
        The evidence.
    as_of : date or str, optional
        The day that counts as today for the embargo, ``YYYY-MM-DD`` if a string; today by default.
    restricted : bool
        True to use control areas whose licence is `no-redistribution`; every output is marked then.
    worlds : int, optional
        Does nothing and will be removed: probabilities are no longer drawn at random.
    store : Store, optional
        Where results are kept by content, so that a day on which no evidence has changed since the last build is read
        and not found anew; the layers are the same.
    track : callable, optional
        Wraps the longest loops to show their progress: takes the items and the name of the work, returns the items.

    Returns
    -------
    Layers
        The layers, with the daily states and the error figures of the zones.
    """
    if worlds is not None:
        warnings.warn("worlds does nothing: probabilities are no longer drawn at random", FutureWarning, stacklevel=3)
    today = datetime.now(tz=UTC).date() if as_of is None else parse_day(as_of)
    released = release(dossier, today, restricted=restricted)
    dossier = released.dossier
    crs = dossier.settings.crs
    area_km2 = float(gpd.GeoSeries([dossier.settings.area], crs=WGS84).to_crs(crs).area.sum()) / KM**2
    model = control_model(dossier, store)
    dossier = replace(dossier, warnings=(*dossier.warnings, *anchor_warnings(dossier, model)))
    units = dossier.settings.admin
    supplies, ways = Supplies(dossier), Ways(dossier, model)
    ground, front, points = HeldGround(model, area_km2), Front(model), dossier.posts.geometry.to_numpy()

    def beside(day: date, zones: gpd.GeoDataFrame) -> None:
        ground.measure(day)
        front.draw(day, zones)

    # one pass over the days: what the model has found for a day is asked for on that day only
    in_passing, kept = tee(snapshots(model, dossier.start, dossier.end, points, track=track, beside=beside))
    assessments, snaps = assess_all(dossier, ways, in_passing, supplies), list(kept)
    verdicts = Verdicts(dossier, ways, assessments)
    zones = zones_layer(model, snaps, crs)
    tables = {
        "places": places_layer(dossier),
        "posts": posts_layer(dossier),
        "events": events_layer(dossier),
        "zones": zones,
        "contact": contact_layer(model, snaps, crs),
        "verdicts": verdicts.layer(),
        "daily": daily_layer(assessments, verdicts.remarks, lambda item, day: verdicts.reasons_on(item, day)["en"]),
        "corridors": corridors_layer(assessments),
        "roads": roads_layer(dossier, snaps),
        "control": control_layer(dossier),
        "changes": changes_layer(dossier, model, snaps, crs),
        "control_areas": control_areas_layer(dossier),
    }
    found = Layers(
        tables={
            name: finished(tables[name], layer, dossier.end)
            for name, layer in LAYERS.items()
            if name != "control_areas" or len(tables[name])
        },
        records={
            "sources": sources_table(dossier),
            "sides": sides_table(dossier),
            "returns": returns_table(dossier),
        },
        control=model,
        verdicts=verdicts,
        dossier=dossier,
        admin=admin_table(units, zones, dossier.start, dossier.end, crs) if units else None,
        front=front.table(dossier.end),
        ground=ground.table(zones, dossier.end),
        errors=left_out_error(model, dossier.start, dossier.end),
        withheld=released.withheld,
        is_cut=released.is_cut,
        is_restricted=released.is_restricted,
        as_of=today,
    )
    if store is not None:
        store.save()
    return found
