"""The manifest of a build: inputs, parameters and versions, so that anybody can repeat the build and compare."""

import hashlib
from importlib.metadata import version
from typing import Any

import pandas as pd

from geo.gazetteer.world.index import origin
from layers.accuracy import accuracy
from layers.collection import Layers
from layers.flow import flow, flow_sentence
from layers.period import DAY

# packages that can change a coordinate, a match or a byte of the output
_PACKAGES = (
    "sitmap",
    "folium",
    "geopandas",
    "numpy",
    "pandas",
    "pyogrio",
    "pyproj",
    "rapidfuzz",
    "scipy",
    "shapely",
)

# columns of the table `ground`, and the bases that they stand for
BASIS_KM2 = {f"{basis}_km2": basis for basis in ("confirmed", "claimed", "not_judged", "record")}
# how to read the figures
_NOTES = [
    "confidence of a zone: mean of the probability that the side's bloc holds its ground; see errors.brier",
    "errors.leave_one_place_out: share of places and days whose holder all the other places misjudge",
    "errors.near_another_side: the same among places within 5 km of a place of another bloc",
    "errors.leave_blocks_out: the same with all places of a place's block of 4 km left out",
    "evidence.one_day_zones: zones that hold on one day only; evidence.returns: rows of the table returns",
    "evidence.ground: shares of the ground of all sides and days by basis, without ground that is fixed",
    "errors.persistence: the baseline, the same by the map of 30 days before",
    "errors.standard_error: of that share, since of more than 700 places a sample is judged; null where all are",
    "probability of a verdict: that no way is left, by the probability of the weakest ground on the best way",
]


def basis_shares(ground: pd.DataFrame) -> dict[str, float | None]:
    """Return the shares of the ground of some days on each basis; None where no ground rests on a report.

    Parameters
    ----------
    ground : DataFrame
        Rows of the table `ground`.
    """
    km2 = ground[list(BASIS_KM2)].sum()
    shares = (km2 / (km2.sum() or float("nan"))).round(4)
    return {basis: None if pd.isna(shares[column]) else float(shares[column]) for column, basis in BASIS_KM2.items()}


def manifest(layers: Layers, parameters: dict[str, object]) -> dict[str, Any]:
    """Return the manifest of a build.

    Parameters
    ----------
    layers : Layers
        The layers.
    parameters : dict
        Options of the build, as JSON values.

    Returns
    -------
    dict
        JSON values: dossier, inputs with SHA-256, parameters, packages, rows, warnings, errors.
    """
    dossier = layers.dossier
    settings = dossier.settings
    spans = zip(layers["zones"]["start_date"], layers["zones"]["end_date"], strict=True)
    return {
        "dossier": dossier.title,
        "period": {"start": dossier.start.isoformat(), "end": dossier.end.isoformat()},
        "inputs": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(dossier.contents.items())},
        # packs are local files; checksums let others compare their own
        "packs": {name: dict(origin) for name, origin in settings.packs.items()},
        "parameters": {
            **parameters,
            "as_of": layers.as_of.isoformat(),
            "embargo_days": settings.embargo_days,
            "narrow_km": settings.narrow_km,
            "hold_km": settings.hold_km,
            "crs": settings.crs.to_string(),
            "control_model": layers.control.name,
        },
        "packages": {name: version(name) for name in _PACKAGES},
        "world": origin(),
        "rows": {name: len(table) for name, table in layers.items()},
        "margin": layers.margin().record(),
        "withheld": layers.withheld,
        "warnings": list(layers.warnings),
        "errors": dict(layers.errors),
        "accuracy": accuracy(layers),
        "evidence": {
            **(counts := flow(dossier)),
            "text": flow_sentence(counts),
            "ground": basis_shares(layers.ground),
            "returns": len(layers.records["returns"]),
            "one_day_zones": sum((end or layers.end) - start == DAY for start, end in spans),
        },
        "notes": _NOTES,
    }
