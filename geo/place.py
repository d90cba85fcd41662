"""A place: one named location of a gazetteer."""

from dataclasses import dataclass, replace
from typing import Self


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
        What it is: ``city``, ``town``, ``village``, ``post``, ``province``, ...; ``place`` where nobody said.
    country, admin1 : str, optional
        ISO 3166 two-letter code of the country, and the first-order division.
    population : int
        Inhabitants; 0 where unknown.
    uncertainty_km : float, optional
        Radius within which the true position lies; None where unknown.
    source : str
        The gazetteer it comes from: ``world``, a dossier's name, ``nominatim``, ...

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

    @property
    def names(self) -> tuple[str, ...]:
        """All its names: the Latin one, the Arabic one where known, and the other spellings."""
        return (self.name, *((self.name_ar,) if self.name_ar else ()), *self.aliases)

    @property
    def lonlat(self) -> tuple[float, float]:
        """Position as geometry wants it, x before y: the one place where latitude and longitude are swapped."""
        return self.lon, self.lat

    def of_source(self, source: str) -> Self:
        """Give the same place as an entry of another gazetteer."""
        return replace(self, source=source)
