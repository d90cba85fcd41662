"""Errors that sitmap raises on purpose: one tree, one root, each also the built-in error it resembles."""


class SitmapError(Exception):
    """Root of all errors whose message is meant for the user."""


class PlaceNotFoundError(SitmapError, LookupError):
    """A gazetteer has no place of an id."""


class GazetteerError(SitmapError, ValueError):
    """A gazetteer file cannot be read."""


class GeocodingServiceError(SitmapError, ConnectionError):
    """An online geocoder failed, timed out or refused to answer."""


class GeometryError(SitmapError, ValueError):
    """A geometry is empty, invalid or in the wrong place."""


class ReportError(SitmapError, ValueError):
    """A table of control reports lacks what the model needs."""
