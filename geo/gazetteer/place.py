"""A place: one named location of a gazetteer."""

from dataclasses import dataclass, replace
from typing import Self

# kinds of places whose position stands for an area
AREAL = frozenset({"country", "province", "district", "continent", "region", "water"})
# more people than there are
_MOST_PEOPLE = 20_000_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """One named location of a gazetteer.

    Parameters
    ----------
    id : str
        Stable id within its gazetteer: a P-code, a GeoNames id, a dossier's own id.
    name : str
        Name in Latin script, as the gazetteer writes it.
    lat, lon : float
        Position in degrees, WGS 84 (EPSG:4326).
    name_ar : str, optional
        Name in Arabic script.
    aliases : tuple of str
        Other spellings, in any script.
    kind : str
        Kind of the place: ``city``, ``town``, ``village``, ``post``, ...; ``place`` if unknown. Areas are a
        ``country``, a ``province`` or ``district`` (a country's first- or second-order division), a ``continent``, a
        ``region`` or a ``water``.
    country, admin1 : str, optional
        ISO 3166 two-letter code of the country, and the first-order division.
    population : int
        Inhabitants; 0 if unknown.
    uncertainty_km : float, optional
        Radius within which the true position lies; None if unknown.
    source : str
        The gazetteer that the place comes from: ``world``, a dossier's name, ``nominatim``, ...
    admin2 : str, optional
        The second-order division.
    licence : str, optional
        Licence of its data; None if unknown.

    Examples
    --------
    >>> Place("C3916", "Saraqab", 35.86111, 36.80611, country="SY").lonlat
    (36.80611, 35.86111)
    """

    id: str
    name: str
    lat: float
    lon: float
    name_ar: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = "place"
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    uncertainty_km: float | None = None
    source: str = "dossier"
    admin2: str | None = None
    licence: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names: the Latin one, the Arabic one if known, and the aliases."""
        return (self.name, *((self.name_ar,) if self.name_ar else ()), *self.aliases)

    @property
    def is_settlement(self) -> bool:
        """True if the place is a settlement or other point, False if it is an area represented by a point."""
        return self.kind not in AREAL

    @property
    def lonlat(self) -> tuple[float, float]:
        """Longitude and latitude, in the order of geometries."""
        return self.lon, self.lat

    def of_source(self, source: str) -> Self:
        """Return a copy as an entry of another gazetteer."""
        return replace(self, source=source)

    def lacking(self) -> str:
        """Return what a place of a foreign file or service must have and this one has not; empty if it is possible.

        Examples
        --------
        >>> Place("1", "Nowhere", 1000, 36).lacking()
        'a latitude from -90 to 90 and a longitude from -180 to 180'
        """
        codes = (self.name_ar, self.country, self.kind, self.admin1, self.admin2, self.licence)
        texts = (self.id, self.name, *self.aliases, *(code for code in codes if code is not None))
        expected = {
            "an id and a name that are not empty": all(str(text).strip() for text in (self.id, self.name)),
            "texts, in UTF-8": all(map(_is_text, texts)),
            "a latitude from -90 to 90 and a longitude from -180 to 180": abs(self.lat) <= 90 and abs(self.lon) <= 180,  # noqa: PLR2004 - the globe
            f"a number of inhabitants up to {_MOST_PEOPLE:,}": 0 <= (self.population or 0) <= _MOST_PEOPLE,
        }
        return next((what for what, is_so in expected.items() if not is_so), "")


def _is_text(text: object) -> bool:
    return isinstance(text, str) and not any("\ud800" <= letter <= "\udfff" for letter in text)
