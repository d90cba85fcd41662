"""A place: one named location of a gazetteer."""

from dataclasses import dataclass, replace
from typing import Self

# kinds of places whose position stands for an area
AREAL = frozenset({"country", "province", "district", "continent", "region", "water"})


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
