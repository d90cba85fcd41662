"""Events that were written, imported again into their dossier."""

import math
import shutil
from pathlib import Path

import shapely

from geo.errors import Problems
from geo.readers.foreign_files import foreign_tables
from layers import Dossier, Layers
from layers.imports.planner import plan_import

# letters of a text that a Shapefile keeps for certain
CUT = 80
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


def assert_same_events(dossier: Dossier, layers: Layers, *, cut: bool = False) -> None:
    found = dossier.events.set_index("event_id")
    wanted = layers["events"].set_index("event_id")
    assert sorted(found.index) == sorted(wanted.index)
    found = found.loc[wanted.index]
    for column in KEPT:
        kept = [value[:CUT] if cut and isinstance(value, str) else value for value in wanted[column]]
        assert [value[:CUT] if cut and isinstance(value, str) else value for value in found[column]] == kept, column
    uncertain = [event.uncertainty_km or None for event in found["place"]]
    assert uncertain == [float(km) if km and not math.isnan(km) else None for km in wanted["uncertainty_km"]]
    if cut:
        return
    deaths = wanted[["fatalities_low", "fatalities_best", "fatalities_high"]]
    assert found["fatalities"].tolist() == list(deaths.itertuples(index=False, name=None))
    assert shapely.distance(found.geometry.to_numpy(), wanted.geometry.to_numpy()).max() < 1e-6
    told = {name for joined in wanted["source_name"].dropna() for name in joined.split("; ")}
    urls = {url for joined in wanted["source_url"].dropna() for url in joined.split("; ")}
    assert told <= set(dossier.sources["publisher"])
    assert urls <= set(dossier.sources["url"])
