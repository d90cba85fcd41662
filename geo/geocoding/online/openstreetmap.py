"""OpenStreetMap's words in ours, for the services that answer with its objects.

Source of truth: https://wiki.openstreetmap.org/wiki/Key:place and https://www.openstreetmap.org/copyright.
"""

LICENCE = "ODbL 1.0 (OpenStreetMap contributors)"

_KINDS = {
    "state": "province",
    "province": "province",
    "region": "province",
    "county": "district",
    "state_district": "district",
    "district": "district",
    "sea": "water",
    "ocean": "water",
    "bay": "water",
    "strait": "water",
    "river": "water",
    "water": "water",
}


def kind(value: str | None) -> str:
    """Say what a place is, by OpenStreetMap's value; what it calls a region is an administrative one.

    Examples
    --------
    >>> kind("state"), kind("village"), kind(None)
    ('province', 'village', 'place')
    """
    return _KINDS.get(value or "", value or "place")
