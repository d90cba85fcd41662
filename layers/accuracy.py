"""How exact a map is where it matters: off its lines, in its smallest areas, in time; and what it cannot show."""

from typing import TYPE_CHECKING, TypedDict

import pandas as pd

from geo.encirclement.sentences import sentences
from geo.geometry.sphere import KM

if TYPE_CHECKING:
    from layers.collection import Layers


class Accuracy(TypedDict):
    """Figures of accuracy; None where they cannot be measured."""

    off_line_km: float | None
    """How far half of the places that are misjudged without those of their block of 4 km lie from the line."""
    off_line_most_km: float | None
    """The same for nine of ten of them."""
    off_line_places: int | None
    """How many these are."""
    step_km: float
    """Distance of the points at which control is judged."""
    smallest_km2: float
    """Area of the smallest polygon of the zones."""
    news_age_days: float | None
    """Median of the days from what a report tells to its publication."""
    news_age_rows: int
    """Rows whose sources tell the day on which they were published."""


def accuracy(layers: "Layers") -> Accuracy:
    """Measure how exact a map is.

    Examples
    --------
    >>> from layers import Dossier, build
    >>> accuracy(build(Dossier.open("northland"), as_of="2026-01-01"))["news_age_rows"]
    0
    """
    dossier, errors = layers.dossier, layers.errors
    parts = layers["zones"].geometry.to_crs(dossier.settings.crs).explode(ignore_index=True).area / KM**2
    published = pd.to_datetime(dossier.sources["published"], format="%Y-%m-%d", errors="coerce").dropna()
    dated = [
        *zip(dossier.control["date"], dossier.control["sources"].str.split("; "), strict=True),
        *zip(dossier.events["start_date"], dossier.events["sources"], strict=True),
    ]
    first = [(day, [published[key] for key in keys if key in published]) for day, keys in dated if day]
    ages = pd.Series([(min(days) - pd.Timestamp(day)).days for day, days in first if days], dtype=float)
    return {
        "off_line_km": errors["off_line_km"],
        "off_line_most_km": errors["off_line_most_km"],
        "off_line_places": errors["off_line_places"],
        "step_km": round(layers.control.step_m / KM, 2),
        "smallest_km2": round(float(parts.min()), 3),
        "news_age_days": float(ages.median()) if len(ages) else None,
        "news_age_rows": len(ages),
    }


def accuracy_lines(figures: Accuracy, language: str = "en") -> list[str]:
    """Write the figures as sentences, without those that were not measured."""
    say = sentences(language)
    needed = {"off_line": figures["off_line_places"], "drawn": True, "news_age": figures["news_age_rows"]}
    return [say("accuracy", key, **figures) for key, known in {**needed, "cannot": True}.items() if known]
