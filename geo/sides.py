"""Sides: the values of a column `side` that are not parties."""

CONTESTED = "contested"
UNKNOWN = "unknown"
# what may stand in the column `side` of a zone without being a party
NOT_PARTIES = (CONTESTED, UNKNOWN)
