"""Sides: the values of a column `side` that are not parties; bases: whose word it is that a side holds ground."""

CONTESTED = "contested"
UNKNOWN = "unknown"
# values of a zone's column `side` that are not parties
NOT_PARTIES = (CONTESTED, UNKNOWN)
# bases of control reports, the best first: said by somebody else too, by the side that gains only, not judged, and
# without a source that anybody could open
BASES = ("confirmed", "claimed", None, "record")
NOT_JUDGED = BASES.index(None)
# no report of up to that day says so
NO_BASIS = -1
