"""Positions in texts and geometries: one reader for tables, features and reports.

Sources of truth: RFC 5870 (geo URI), OGC 06-103r4 (WKT), NGA.STND.0037 (MGRS, UTM),
https://github.com/google/open-location-code (plus codes), https://docs.getodk.org/form-question-types/ (ODK).
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geometry.sphere import distance_km
from geo.readers.numbers import plain_digits, written_number

# primes, quotation marks and accents that stand for minutes and seconds, and signs of degrees
_MARKS = str.maketrans(
    dict.fromkeys("\u2032\u2019\u2018\u00b4", "'")
    | dict.fromkeys("\u2033\u201d\u201c", '"')
    | dict.fromkeys("\u00ba\u02da", "\u00b0")
)
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PAIRS = (
    # decimal points, or commas if something else stands between the numbers
    re.compile(r"([+-]?\d+\.\d+)[\s,;|/]+([+-]?\d+\.\d+)"),
    re.compile(rf"({_NUMBER})\s*[;|\t]\s*({_NUMBER})"),
    re.compile(r"([+-]?\d+,\d+)(?:,\s*|\s+)([+-]?\d+,\d+)"),
    re.compile(r"([+-]?\d+(?:\.\d+)?),\s+([+-]?\d+(?:\.\d+)?)"),
    re.compile(r"([+-]?\d+(?:\.\d+)?),([+-]?\d+\.\d+)|(?!)()"),
)
# latitude, longitude, altitude and accuracy, in metres, as ODK and Kobo write a point
_ODK = re.compile(r"([+-]?\d+(?:\.\d+)?) ([+-]?\d+(?:\.\d+)?) ([+-]?\d+(?:\.\d+)?) (\d+(?:\.\d+)?)")
_GEO_URI = re.compile(r"geo:([+-]?\d+(?:\.\d+)?),([+-]?\d+(?:\.\d+)?)(?:,[^;]*)?(?:;.*?u=(\d+(?:\.\d+)?))?.*")
_WKT = re.compile(
    r"(?:SRID=(\d+);)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\b.*", re.DOTALL | re.IGNORECASE
)
_WKB = re.compile(r"0[01][0-9a-fA-F]{40,}")
_PLUS_CODE = re.compile(r"[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,7}", re.IGNORECASE)
_MGRS = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(\d*)\s*(\d*)", re.IGNORECASE)
_UTM = re.compile(
    r"(?:UTM\s*)?(\d{1,2})\s*([C-HJ-NP-X])[\s,]+(\d{6}(?:\.\d+)?)\s*m?E?[\s,]+(\d{5,8}(?:\.\d+)?)\s*m?N?", re.IGNORECASE
)
# latitudes of the bands of UTM: eight degrees each from 80 degrees south
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


@dataclass(frozen=True, slots=True)
class Position:
    """A position on WGS 84 in degrees; `uncertainty_km` is None if it is not stated."""

    lat: float
    lon: float
    uncertainty_km: float | None = None

    @property
    def is_on_earth(self) -> bool:
        """True if latitude and longitude are degrees of the globe."""
        return abs(self.lat) <= 90 and abs(self.lon) <= 180  # noqa: PLR2004 - the globe


def read_position(text: str) -> Position | None:
    r"""Read a position from a text that holds nothing else; None if it holds none, or one that is not on earth.

    Parameters
    ----------
    text : str
        Latitude and longitude, the latitude first unless letters or a value above 90 say otherwise: degrees with point
        or comma, degrees, minutes and seconds, in digits of any script; a geo URI, WKT, EWKT or WKB in hexadecimal
        digits, UTM, MGRS, a full plus code, or latitude, longitude, altitude and accuracy of an ODK form.

    Returns
    -------
    Position or None
        A cell of a grid is its middle, with half of its diagonal as uncertainty.

    Examples
    --------
    >>> read_position("36°48'0\"E 35°51'36\"N")
    Position(lat=35.86, lon=36.8, uncertainty_km=None)
    >>> read_position("35,86; 36,80"), read_position("SRID=4326;POINT (36.8 35.86)")
    (Position(lat=35.86, lon=36.8, uncertainty_km=None), Position(lat=35.86, lon=36.8, uncertainty_km=None))
    >>> round(read_position("37SCV0171").uncertainty_km, 3), read_position("35,86")
    (0.707, None)
    """
    plain = plain_digits(text).translate(_MARKS).strip()
    plain = plain[1:-1].strip() if plain[:1] + plain[-1:] in ("()", "[]") else plain
    # only a plus code may have no digit
    if "+" not in plain and not any(map(str.isdigit, plain)):
        return None
    for read in _FORMS:
        found = read(plain)
        if found is not None:
            return found if found.is_on_earth else None
    return None


def read_degrees(text: str, letters: str) -> float:
    r"""Read one coordinate in degrees, or degrees, minutes and seconds; NaN if it is none.

    Parameters
    ----------
    text : str
        The coordinate.
    letters : str
        The letters of the hemispheres, the positive one first: ``NS`` or ``EW``.

    Examples
    --------
    >>> read_degrees("35° 51' 36\" N", "NS"), read_degrees("36.8 W", "EW"), read_degrees("36,8", "EW")
    (35.86, -36.8, 36.8)
    """
    plain = plain_digits(text).translate(_MARKS).strip().upper()
    found = re.fullmatch(rf"([{letters}]?)\s*(.*?)\s*([{letters}]?)", plain)
    if not found or (found[1] and found[3]):
        return math.nan
    value = _degrees(found[2])
    return -value if letters[1] in (found[1], found[3]) else value


def position_of(geometry: BaseGeometry) -> Position | None:
    """Return the position of a geometry in lon/lat degrees; None if it is empty, or not finite or not on earth.

    A point, or a collection of one, is its position; all else is the middle of the smallest circle around it, with the
    circle's radius as uncertainty.

    Examples
    --------
    >>> position_of(shapely.MultiPoint([(36.8, 35.86)]))
    Position(lat=35.86, lon=36.8, uncertainty_km=None)
    >>> round(position_of(shapely.LineString([(36.7, 35.8), (36.9, 35.8)])).uncertainty_km, 1)
    9.0
    """
    corners = np.unique(shapely.get_coordinates(geometry), axis=0)
    if not len(corners) or not np.isfinite(corners).all():
        return None
    if len(corners) == 1:
        lon, lat = (float(value) for value in corners[0])
        found = Position(lat, lon)
    else:
        middle = shapely.centroid(shapely.minimum_bounding_circle(shapely.MultiPoint(corners)))
        radius = float(np.max(distance_km(middle.y, middle.x, corners[:, 1], corners[:, 0])))
        found = Position(round(middle.y, 6), round(middle.x, 6), round(radius, 3))
    return found if found.is_on_earth else None


def read_geometry(text: str) -> BaseGeometry | None:
    """Read WKT, EWKT or WKB in hexadecimal digits as a geometry in lon/lat degrees; None if it is none of them."""
    try:
        if found := _WKT.fullmatch(text):
            geometry, srid = shapely.from_wkt(text[text.index(";") + 1 :] if found[1] else text), int(found[1] or 0)
        elif _WKB.fullmatch(text):
            geometry = shapely.from_wkb(text)
            srid = int(shapely.get_srid(geometry))
        else:
            return None
        if srid in (0, 4326):
            return shapely.force_2d(geometry)
        to_degrees = pyproj.Transformer.from_crs(srid, 4326, always_xy=True)
        return shapely.transform(shapely.force_2d(geometry), to_degrees.transform, interleaved=False)
    except (shapely.errors.ShapelyError, pyproj.exceptions.ProjError, ValueError):
        return None


def _geometry(text: str) -> Position | None:
    geometry = read_geometry(text)
    return None if geometry is None else position_of(geometry)


def _uri(text: str) -> Position | None:
    found = _GEO_URI.fullmatch(text)
    return Position(float(found[1]), float(found[2]), float(found[3]) / 1000 if found[3] else None) if found else None


def _plus_code(text: str) -> Position | None:
    if not _PLUS_CODE.fullmatch(text):
        return None
    from openlocationcode import openlocationcode  # noqa: PLC0415 - few positions are plus codes

    area = openlocationcode.decode(text)
    corner = float(distance_km(area.latitudeCenter, area.longitudeCenter, area.latitudeLo, area.longitudeLo))
    return Position(round(area.latitudeCenter, 6), round(area.longitudeCenter, 6), round(corner, 4))


def _mgrs(text: str) -> Position | None:
    found = _MGRS.fullmatch(text)
    digits = found[4] + found[5] if found else ""
    half = len(digits) // 2
    if not found or len(digits) % 2 or half > 5:  # noqa: PLR2004 - a grid reference is precise to a metre
        return None
    # a further digit, 5, is the middle of the cell
    middle = digits if half == 5 else f"{digits[:half]}5{digits[half:]}5"  # noqa: PLR2004 - the same
    try:
        lat, lon = _grid()(f"{found[1]}{found[2]}{found[3]}{middle}".upper())
    except Exception:  # noqa: BLE001 - the library raises classes of its own for squares that do not exist
        return None
    return Position(round(lat, 6), round(lon, 6), round(10.0 ** (2 - half) / math.sqrt(2), 4))


@cache
def _grid() -> Callable[[str], tuple[float, float]]:
    import mgrs  # noqa: PLC0415 - few positions are grid references

    convert: Callable[[str], tuple[float, float]] = mgrs.MGRS().toLatLon
    return convert


def _utm(text: str) -> Position | None:
    found = _UTM.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= 60:  # noqa: PLR2004 - the zones of UTM
        return None
    zone, band, east, north = int(found[1]), found[2].upper(), float(found[3]), float(found[4])
    south = -80 + 8 * _BANDS.index(band)
    # S is a band of the northern hemisphere; where it cannot be, S stands for south
    for code in (32600 if band >= "N" else 32700, 32700 if band == "S" else 0):
        if code:
            to_degrees = pyproj.Transformer.from_crs(code + zone, 4326, always_xy=True)
            lon, lat = to_degrees.transform(east, north)
            if code == 32700 or band == "N" or south - 1 <= lat <= south + 13:  # noqa: PLR2004 - EPSG, band X has 12
                return Position(round(lat, 6), round(lon, 6), 0.001)
    return None


def _pair(text: str) -> Position | None:
    if found := _ODK.fullmatch(text):
        return Position(float(found[1]), float(found[2]), float(found[4]) / 1000)
    for form in _PAIRS:
        if found := form.fullmatch(text):
            first, second = (written_number(part) for part in found.groups()[:2])
            # a first value that cannot be a latitude is the longitude
            is_lon_first = abs(first) > 90 >= abs(second)  # noqa: PLR2004 - the globe
            return Position(second, first) if is_lon_first else Position(first, second)
    return None


def _lettered(text: str) -> Position | None:
    """Read two coordinates of which letters say which is which."""
    plain = re.sub(r"[,;/]\s*(?=[NSEW+-]|\d+\s*[°.])|(?<=[NSEW])\s*[,;/]", " ", text.upper()).strip()
    parts = re.findall(r"([NSEW])([^NSEW]+)" if plain[0] in "NSEW" else r"([^NSEW]+)([NSEW])", plain)
    if len(parts) != 2 or "".join(map("".join, parts)) != plain:  # noqa: PLR2004 - a pair
        return _degree_signs(plain)
    found = {}
    for part in parts:
        letter, number = sorted((piece.strip() for piece in part), key=len) if plain[0] not in "NSEW" else part
        value = _degrees(number.strip())
        found["NS" if letter in "NS" else "EW"] = -value if letter in "SW" else value
    return Position(found["NS"], found["EW"]) if len(found) == 2 else None  # noqa: PLR2004 - a pair


def _degree_signs(text: str) -> Position | None:
    """Read two coordinates with signs of degrees and without letters, the latitude first."""
    parts = re.findall(r"[+-]?\d[\d.,]*\s*°[^°]*?(?=[+-]?\d[\d.,]*\s*°|$)", text)
    if len(parts) != 2 or "".join(parts) != text:  # noqa: PLR2004 - a pair
        return None
    return Position(*(_degrees(part.strip(" ,;/")) for part in parts))


def _degrees(text: str) -> float:
    """Read degrees, or degrees, minutes and seconds between their signs, colons or spaces; NaN if it is neither."""
    form = rf"([+-]?)({_NUMBER})\s*[°D: ]?\s*(?:({_NUMBER})\s*['M: ]?\s*)?(?:({_NUMBER})\s*(?:\"|''|S)?)?"
    found = re.fullmatch(form, text.strip())
    if not found:
        return math.nan
    whole, minutes, seconds = (written_number(part or "0") for part in found.groups()[1:])
    if minutes >= 60 or seconds >= 60 or ((minutes or seconds) and whole != int(whole)):  # noqa: PLR2004 - a sixtieth
        return math.nan
    value = round(abs(whole) + minutes / 60 + seconds / 3600, 7)
    return -value if found[1] == "-" or whole < 0 else value


_FORMS: tuple[Callable[[str], Position | None], ...] = (
    *(_geometry, _uri, _pair, _plus_code, _mgrs, _utm),
    lambda text: _lettered(text) if re.fullmatch(r"[\dNSEW°'\"+\-.,;:/\s]+", text, re.IGNORECASE) else None,
)
