"""Fit the model that tells place names from other names, and measure it on stories held out.

python tests/benchmarks/fit_mentions.py         prints the figures; --write changes geo/mentions/weights.toml
"""

import sys
from pathlib import Path

import numpy as np
from corpora import Story, lgl, with_weights
from scipy.optimize import minimize

from geo import Gazetteer
from geo.mentions.capital_words import capital_words
from geo.mentions.capitalised import LIKELY
from geo.mentions.cues import Beside, cues_of, weights
from geo.mentions.name_spans import spans_of

FOLDS = 5
RIDGE = 1.0


def seen(story: Story, gazetteer: Gazetteer) -> tuple[np.ndarray, np.ndarray]:
    """Return the cues of the names of a story, and mark those that the corpus has as places."""
    words = capital_words(story.text)
    spans = spans_of(story.text, words, gazetteer)
    if not spans:
        return np.zeros((0, len(weights()))), np.zeros(0, dtype=bool)
    gold = {(one.start, one.end) for one in story.gold}
    right = [any(span.start == start and abs(span.end - end) <= 2 for start, end in gold) for span in spans]
    around = [Beside.of(story.text, span) for span in spans]
    return cues_of(story.text, words, spans, around), np.array(right)


def fitted(cues: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit a logistic regression."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = cues @ weights
        p = 1 / (1 + np.exp(-odds))
        value = np.sum(np.logaddexp(0, odds) - right * odds) + RIDGE * np.sum(weights[1:] ** 2) / 2
        return value, cues.T @ (p - right) + RIDGE * np.append(0, weights[1:])

    return minimize(loss, np.zeros(len(weights())), jac=True, method="L-BFGS-B").x


def held_out(stories: list[Story], pairs: list[tuple[np.ndarray, np.ndarray]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 with the stories held out in turn."""
    fold = np.random.default_rng(0).permutation(len(stories)) % FOLDS
    names = sum(len(story.gold) for story in stories)
    tp = fp = 0
    for k in range(FOLDS):
        train = [pair for pair, f in zip(pairs, fold, strict=True) if f != k]
        found = fitted(np.concatenate([c for c, _ in train]), np.concatenate([r for _, r in train]))
        for cues, right in (pair for pair, f in zip(pairs, fold, strict=True) if f == k):
            taken = 1 / (1 + np.exp(-(cues @ found))) >= LIKELY
            tp, fp = tp + int((taken & right).sum()), fp + int((taken & ~right).sum())
    return tp / (tp + fp), tp / names, 2 * tp / (tp + fp + names)


def main() -> None:
    """Fit, cross-validate, print."""
    gazetteer = Gazetteer.load()
    stories = lgl()
    pairs = [seen(story, gazetteer) for story in stories]
    print("held out: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*held_out(stories, pairs)))
    found = fitted(np.concatenate([c for c, _ in pairs]), np.concatenate([r for _, r in pairs]))
    path = Path(__file__).parents[2] / "geo" / "mentions" / "weights.toml"
    text = with_weights(path, dict(zip(weights(), found, strict=True)))
    print(text)
    if "--write" in sys.argv:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
