"""The parameters of the model that weighs candidates, in log-odds.

They are those of a conditional logit, fitted by `tests/benchmarks/fit_weights.py` on news whose true places are known,
the documents held out in turn. Set by hand is what such news hardly has, listed there as `BY_HAND`: ids, qualifiers,
similar names, chosen places, what is stated beforehand, countries, and kinds of places that a text names.
"""

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
    # how many people live in a country or division
    "people",
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
    "named_country",
    "named_province",
    "named_district",
    "next_within",
    "before_within",
    # a place within a country or division that is named with it
    "holds",
)
_FITTED = {
    "id": 50.00,
    "alias": -1.50,
    "normalised": -1.50,
    "short": -1.50,
    "similar": -3.00,
    "unlike": -65.00,
    "qualified": 5.00,
    "country": 4.40,
    "province": 3.80,
    "district": 1.34,
    "continent": 6.00,
    "region": 3.50,
    "water": 3.31,
    "meant": 3.00,
    "not_meant": -3.00,
    "eponym": -1.00,
    "capital": 0.60,
    "size": 0.46,
    "fame": 0.26,
    "people": 0.16,
    "own": 1.00,
    "near": 0.99,
    "same_country": 2.00,
    "known_abroad": 2.79,
    "stated": 4.00,
    "same_province": 1.69,
    "neighbours": 1.15,
    "named_country": 0.07,
    "named_province": 1.72,
    "named_district": 2.87,
    "next_within": 1.93,
    "before_within": 0.61,
    "holds": 1.84,
    "none": 1.50,
}
WEIGHTS = np.array([_FITTED[name] for name in (*FEATURES, "none")])
