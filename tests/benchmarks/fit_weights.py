"""Fit the weights of the model that weighs candidates, and measure it on documents held out.

    python tests/benchmarks/fit_weights.py          prints the figures; --write changes geo/geocoding/weights.toml

A conditional logit over the candidates of every name and "none of these", with the documents held out in turn. The
features depend on the places of the other names of a document, so that fitting and resolving take turns. Signs are
fixed beforehand; weights listed in BY_HAND stay as they were.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpora import Story, lgl, with_weights
from scipy.optimize import minimize

from geo import Gazetteer
from geo.arrays import Floats
from geo.geocoding import features
from geo.geocoding.context import Context
from geo.geocoding.lookup import Lookup
from geo.geocoding.model import JointModel
from geo.geocoding.relations import Order

# features of which this corpus has too few cases, or whose places have other points in it (the middle of a sea)
BY_HAND = {
    *("id", "qualified", "similar", "unlike", "own", "meant", "not_meant", "stated"),
    *("capital", "eponym", "same_country", "continent", "region", "water"),
    # local news of one country names its states more often than other countries: Georgia, and never Niger
    "country",
}
AGAINST = {"alias", "normalised", "short"}
# at home in English news, spelling with other marks means another country more often than elsewhere
AT_LEAST = -1.5
FREE = {"none", "province", "district"}
FOLDS, TURNS = 5, 5
RIDGE = 2.0
MOST_OFTEN = 3


@dataclass(frozen=True)
class Document:
    """The distinct names of a story, looked up, with the right candidates marked."""

    lookup: Lookup
    order: Order
    right: np.ndarray
    weight: np.ndarray
    answers: list[list]


def document(story: Story, gazetteer: Gazetteer) -> Document:
    """Look up the names of a story."""
    names = [gold.name.strip() for gold in story.gold]
    queries = sorted(set(names))
    lookup = Lookup.of(queries, [frozenset()] * len(queries), gazetteer)
    answers = [[gold for gold in story.gold if gold.name.strip() == query] for query in queries]
    candidates = lookup.candidates
    right = np.array(
        [
            np.mean([gold.is_right(candidates.place(i)) for gold in answers[name]]) >= 0.5
            for i, name in enumerate(candidates.name.tolist())
        ],
        dtype=bool,
    )
    weight = np.array([min(sum(gold.lat is not None for gold in golds), MOST_OFTEN) for golds in answers], dtype=float)
    return Document(lookup, Order.of(queries, names), right, weight, answers)


def weighed(documents: list[Document], sizes: list[int], weights: Floats) -> list[JointModel]:
    """Resolve documents with some weights."""
    return [
        JointModel(document.lookup.candidates, document.lookup.kinds, document.order, Context(), sizes, weights)
        for document in documents
    ]


def fitted(documents: list[Document], sizes: list[int], start: Floats) -> Floats:
    """Fit the weights to documents."""
    weights = start.copy()
    for _ in range(TURNS):
        weights = (weights + best(documents, weighed(documents, sizes, weights), weights, start)) / 2
    return weights


def best(documents: list[Document], models: list[JointModel], weights: Floats, prior: Floats) -> Floats:
    """Fit the weights to the features of the models as they are."""
    names = features.weights()
    rows = np.concatenate([model.features for model in models])
    right = np.concatenate([d.right for d in documents])
    before = np.cumsum([0, *(len(d.answers) for d in documents)])
    owner = np.concatenate([d.lookup.candidates.name + n for d, n in zip(documents, before[:-1], strict=True)])
    share = np.concatenate([d.weight for d in documents])
    free = np.array([name not in BY_HAND for name in names])

    def loss(some: Floats) -> tuple[float, Floats]:
        full = weights.copy()
        full[free] = some
        odds, none = rows @ full[:-1], np.full(len(share), full[-1])
        top = none.copy()
        np.maximum.at(top, owner, odds)
        e, e0 = np.exp(odds - top[owner]), np.exp(none - top)
        total, good = e0.copy(), np.zeros(len(share))
        np.add.at(total, owner, e)
        np.add.at(good, owner, e * right)
        nothing = good == 0
        good = np.where(nothing, e0, good)
        p, q = e / total[owner], e * right / good[owner]
        q = np.where(nothing[owner], 0.0, q)
        slope = np.append(rows.T @ ((p - q) * share[owner]), np.sum((e0 / total - nothing) * share))
        value = -np.sum(share * np.log(good / total))
        off = full - prior
        return value + RIDGE * np.sum(off[free] ** 2) / 2, (slope + RIDGE * off)[free]

    low, high = np.array([bounds_of(name) for name in names if name not in BY_HAND]).T
    start = np.clip(weights[free], low, high)
    found = minimize(loss, start, jac=True, bounds=np.column_stack([low, high]), method="L-BFGS-B")
    full = weights.copy()
    full[free] = found.x
    return full


def bounds_of(name: str) -> tuple[float, float]:
    """Return the bounds of a weight."""
    if name in FREE:
        return -np.inf, np.inf
    return (AT_LEAST, 0.0) if name in AGAINST else (0.0, np.inf)


def tally(documents: list[Document], models: list[JointModel]) -> tuple[int, int, list[tuple[float, bool]]]:
    """Count right answers and all names, and list the probability of each answer with its being right."""
    right = names = 0
    sure = []
    for d, w in zip(documents, models, strict=True):
        for i, golds in enumerate(d.answers):
            known = [gold for gold in golds if gold.lat is not None]
            names += len(known)
            part = w.candidates.of(i)
            if part:
                j = max(part, key=w.scores.__getitem__)
                good = [gold.is_right(w.candidates.place(j)) for gold in known]
                right += sum(good)
                sure += [(float(w.scores[j]), one) for one in good]
    return right, names, sure


def main() -> None:
    """Fit, cross-validate, print."""
    gazetteer = Gazetteer.load()
    documents = [document(story, gazetteer) for story in lgl() if story.gold]
    start = np.array([*features.weights().values()])
    fold = np.random.default_rng(0).permutation(len(documents)) % FOLDS
    right = names = 0
    sure = []
    for k in range(FOLDS):
        train = [d for d, f in zip(documents, fold, strict=True) if f != k]
        test = [d for d, f in zip(documents, fold, strict=True) if f == k]
        weights = fitted(train, gazetteer.sizes, start)
        r, n, s = tally(test, weighed(test, gazetteer.sizes, weights))
        print(f"fold {k}: {r / n:.3f} of {n}")
        right, names, sure = right + r, names + n, sure + s
    print(f"held out: {right / names:.3f} of {names}")
    for low in np.arange(0, 1, 0.1):
        part = [one for p, one in sure if low <= p < low + 0.1 + 1e-9]
        if part:
            print(f"  scores {low:.1f} to {low + 0.1:.1f}: right {np.mean(part):.2f} of {len(part)}")
    weights = fitted(documents, gazetteer.sizes, start)
    r, n, _ = tally(documents, weighed(documents, gazetteer.sizes, weights))
    print(f"all: {r / n:.3f}")
    path = Path(__file__).parents[2] / "geo" / "geocoding" / "weights.toml"
    text = with_weights(path, dict(zip(features.weights(), weights, strict=True)))
    print(text)
    if "--write" in sys.argv:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
