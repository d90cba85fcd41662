"""The parameters of the model that weighs candidates, in log-odds; `tests/benchmarks/fit_weights.py` writes them."""

import numpy as np

FEATURES = (
    # how the name fits
    "id",
    "alias",
    "normalised",
    "short",
    "similar",
    "unlike",
    "qualified",
    # what kind of place it is (a settlement is none of these), and whether the text says so
    "country",
    "province",
    "district",
    "continent",
    "region",
    "water",
    "meant",
    "not_meant",
    # a division whose chief town has its name: without more said, the town is meant
    "eponym",
    # a national capital
    "capital",
    # how large a settlement is, and in how many languages it has a name
    "size",
    "fame",
    # how few places its gazetteer has
    "own",
    # the company it keeps
    "near",
    "same_country",
    "known_abroad",
    # what was said beforehand: a country, or a point
    "stated",
    "same_province",
    "neighbours",
    "beside",
    "named_country",
    "named_province",
    "named_district",
    "next_within",
    "before_within",
)
_FITTED = {
    "id": 50.00,
    "alias": -1.50,
    "normalised": -1.50,
    "short": -1.50,
    "similar": -3.00,
    "unlike": -65.00,
    "qualified": 5.00,
    "country": 4.31,
    "province": 5.18,
    "district": 1.92,
    "continent": 6.00,
    "region": 3.50,
    "water": 3.31,
    "meant": 3.00,
    "not_meant": -3.00,
    "eponym": -1.00,
    "capital": 0.60,
    "size": 0.41,
    "fame": 0.19,
    "own": 1.00,
    "near": 1.13,
    "same_country": 2.00,
    "known_abroad": 0.35,
    "stated": 4.00,
    "same_province": 1.62,
    "neighbours": 1.39,
    "beside": 0.28,
    "named_country": 0.39,
    "named_province": 1.73,
    "named_district": 2.98,
    "next_within": 2.26,
    "before_within": 0.36,
    "none": 1.08,
}
WEIGHTS = np.array([_FITTED[name] for name in (*FEATURES, "none")])
