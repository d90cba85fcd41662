"""A corpus of texts with the true places of their names, and measures of results on it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.gazetteer.place import Place
from geo.geocoding.match import Resolution
from geo.geometry.sphere import distance_km

LGL = Path(__file__).parents[3] / "shared" / "data" / "lgl.jsonl"
# the distance of the literature: a hundred miles
RIGHT_KM = 161.0
# number of bins of a reliability diagram, and its width in characters
BINS, WIDTH = 10, 40


def with_weights(path: Path, weights: Mapping[str, float]) -> str:
    """Return the text of a TOML file of weights with new values; comments and order stay."""
    values = re.compile(r"^(\w+) = .*$", re.MULTILINE)
    return values.sub(lambda line: f"{line[1]} = {weights[line[1]]:.2f}", path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Gold:
    """A name in a text with its true position; None if the corpus has none."""

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    country: str | None

    def is_right(self, place: Place | None, km: float = RIGHT_KM) -> bool:
        """Return True if a place lies within a distance of the true position."""
        if place is None or self.lat is None or self.lon is None:
            return False
        return bool(distance_km(self.lat, self.lon, place.lat, place.lon) <= km)


@dataclass(frozen=True)
class Story:
    """A text and its names, in order."""

    id: str
    text: str
    gold: tuple[Gold, ...]


def lgl(path: Path = LGL) -> list[Story]:
    """Read the Local-Global Lexicon."""
    with path.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [
        Story(
            record["docid"],
            record["text"],
            tuple(
                Gold(one["start"], one["end"], one["phrase"], one.get("lat"), one.get("lon"), one.get("cc"))
                for one in record["toponyms"]
            ),
        )
        for record in records
    ]


@dataclass(frozen=True)
class Figures:
    """Shares of all gold names that have a position."""

    names: int
    right: float
    answered: float
    oracle: float
    country: float

    def __str__(self) -> str:
        return (
            f"{self.names} names: accuracy within 161 km {self.right:.3f}, answered {self.answered:.3f}, "
            f"oracle {self.oracle:.3f}, country {self.country:.3f}"
        )


def resolved(stories: Sequence[Story], weigh: Callable[[Story], Sequence[Resolution]]) -> list[tuple[Gold, Resolution]]:
    """Resolve the names of stories, and return those with a true position."""
    return [
        (gold, answer)
        for story in stories
        for gold, answer in zip(story.gold, weigh(story), strict=True)
        if gold.lat is not None
    ]


def figures(answers: Sequence[tuple[Gold, Resolution]], country_names: dict[str, str]) -> Figures:
    """Compute the shares; `country_names` has the corpus's name of each country code."""
    found = [answer.match.place if answer.match else None for _, answer in answers]
    right = [gold.is_right(place) for (gold, _), place in zip(answers, found, strict=True)]
    possible = [any(gold.is_right(candidate.place) for candidate in answer.candidates) for gold, answer in answers]
    home = [
        place is not None and country_names.get(place.country or "", place.country) == gold.country
        for (gold, _), place in zip(answers, found, strict=True)
        if gold.country
    ]
    return Figures(
        len(answers),
        float(np.mean(right)),
        float(np.mean([place is not None for place in found])),
        float(np.mean(possible)),
        float(np.mean(home)),
    )


def reliability(answers: Sequence[tuple[Gold, Resolution]]) -> str:
    """Draw a reliability diagram of the scores: their mean, and the share of right answers, in each bin."""
    scored = [(answer.match.score, gold.is_right(answer.match.place)) for gold, answer in answers if answer.match]
    score, right = np.array(scored).T
    bins = np.minimum((score * BINS).astype(int), BINS - 1)
    lines = []
    for k in np.unique(bins):
        some = bins == k
        said, seen = score[some].mean(), right[some].mean()
        bar = "#" * round(seen * WIDTH)
        lines.append(f"  said {said:.2f}  seen {seen:.2f}  |{bar:<{WIDTH}}| of {some.sum()}")
    return "\n".join([*lines, f"  Brier score {np.mean((score - right) ** 2):.3f}"])
