"""Events that were written, imported again into their dossier."""

import math
import shutil
from pathlib import Path

import shapely

from geo.errors import Problems
from geo.readers.foreign_files import foreign_tables
from layers import Dossier, Layers
from layers.imports.planner import plan_import

# bytes of a text that a Shapefile keeps
CUT = 254
KEPT = ("event_type", "start_date", "end_date", "time_precision", "actor1", "actor2", "geo_precision", "summary")


def without_events(tmp_path: Path, dossier: Dossier) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(dossier.path, folder)
    events = folder / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    return folder


def brought_back(path: Path, folder: Path) -> Dossier:
    problems = Problems()
    with foreign_tables(path) as tables:
        plan = plan_import(tables, folder, problems)
        assert plan.problems == ()
        plan.write(path)
    return Dossier.open(folder)


def as_kept(value: object) -> object:
    """A value as a Shapefile keeps it: whole letters of a text, without spaces at the end."""
    return value.encode()[:CUT].decode(errors="ignore").rstrip() if isinstance(value, str) else value


def assert_same_events(dossier: Dossier, layers: Layers, *, cut: bool = False) -> None:
    found = dossier.events.set_index("event_id")
    wanted = layers["events"].set_index("event_id")
    assert sorted(found.index) == sorted(wanted.index)
    found = found.loc[wanted.index]
    for column in KEPT:
        kept = [as_kept(value) if cut else value for value in wanted[column]]
        assert list(found[column]) == kept, column
    uncertain = [event.uncertainty_km or None for event in found["place"]]
    assert uncertain == [float(km) if km and not math.isnan(km) else None for km in wanted["uncertainty_km"]]
    deaths = wanted[["fatalities_low", "fatalities_best", "fatalities_high"]]
    assert found["fatalities"].tolist() == list(deaths.itertuples(index=False, name=None))
    assert shapely.distance(found.geometry.to_numpy(), wanted.geometry.to_numpy()).max() < 1e-6
    if cut:
        return
    told = {name for joined in wanted["source_name"].dropna() for name in joined.split("; ")}
    urls = {url for joined in wanted["source_url"].dropna() for url in joined.split("; ")}
    assert told <= set(dossier.sources["publisher"])
    assert urls <= set(dossier.sources["url"])
