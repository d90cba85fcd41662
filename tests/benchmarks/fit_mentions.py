"""Fit the model that tells place names from other names, and say how well it finds them in stories it has not seen.

python tests/benchmarks/fit_mentions.py         prints the figures; --write changes geo/mention_weights.py
"""

import re
import sys
from pathlib import Path

import numpy as np
from corpora import Story, lgl
from scipy.optimize import minimize

from geo import Gazetteer
from geo.capitals import cues_of, known_spans, tokenised
from geo.mention_weights import CUES

FOLDS = 5
RIDGE = 1.0


def seen(story: Story, gazetteer: Gazetteer) -> tuple[np.ndarray, np.ndarray]:
    """Give the cues of the known names of a story, and which of them are gold."""
    tokens = tokenised(story.text)
    spans = known_spans(tokens, gazetteer)
    if not spans:
        return np.zeros((0, len(CUES))), np.zeros(0, dtype=bool)
    gold = {(one.start, one.end) for one in story.gold}
    right = [
        any(tokens[span.first].start == start and abs(tokens[span.last].end - end) <= 2 for start, end in gold)
        for span in spans
    ]
    return cues_of(story.text, tokens, spans), np.array(right)


def fitted(cues: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit a logistic regression."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = cues @ weights
        p = 1 / (1 + np.exp(-odds))
        value = np.sum(np.logaddexp(0, odds) - right * odds) + RIDGE * np.sum(weights[1:] ** 2) / 2
        return value, cues.T @ (p - right) + RIDGE * np.append(0, weights[1:])

    return minimize(loss, np.zeros(len(CUES)), jac=True, method="L-BFGS-B").x


def main() -> None:
    """Fit, cross-validate, print."""
    gazetteer = Gazetteer.load()
    stories = lgl()
    pairs = [seen(story, gazetteer) for story in stories]
    fold = np.random.default_rng(0).permutation(len(stories)) % FOLDS
    names = sum(len(story.gold) for story in stories)
    print(f"gold {names}, found among the spans {sum(int(right.sum()) for _, right in pairs)}")
    tp = fp = 0
    for k in range(FOLDS):
        train = [pair for pair, f in zip(pairs, fold, strict=True) if f != k]
        weights = fitted(np.concatenate([c for c, _ in train]), np.concatenate([r for _, r in train]))
        for cues, right in (pair for pair, f in zip(pairs, fold, strict=True) if f == k):
            taken = cues @ weights > 0
            tp, fp = tp + int((taken & right).sum()), fp + int((taken & ~right).sum())
    print(f"held out: precision {tp / (tp + fp):.3f}, recall {tp / names:.3f}, F1 {2 * tp / (tp + fp + names):.3f}")
    weights = fitted(np.concatenate([c for c, _ in pairs]), np.concatenate([r for _, r in pairs]))
    text = "\n".join(f'    "{cue}": {value:.2f},' for cue, value in zip(CUES, weights, strict=True))
    print(text)
    if "--write" in sys.argv:
        path = Path(__file__).parents[2] / "geo" / "mention_weights.py"
        old = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"_FITTED = \{.*?\}\n", f"_FITTED = {{\n{text}\n}}\n", old, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
