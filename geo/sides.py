"""Sides: the values of a column `side` that are not parties."""

CONTESTED = "contested"
UNKNOWN = "unknown"
# values of a zone's column `side` that are not parties
NOT_PARTIES = (CONTESTED, UNKNOWN)
