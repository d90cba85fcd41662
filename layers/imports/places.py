"""Places of imported rows that have a name only: found in the dossier's gazetteers, given all names that it has."""

from collections.abc import Iterable

from geo.errors import Problems
from geo.gazetteer.place import Place
from geo.geocoding.geocoder import Geocoder
from geo.readers.row import Row
from layers.dossier.dossier import Dossier
from layers.dossier.locations import Locations, geocoder_of


class ImportedPlaces:
    """Places of the names of one file, which are decided jointly; names of the dossier are decided before and stay.

    Parameters
    ----------
    dossier : Dossier
        The dossier.
    names : iterable of str
        The names.
    file : str
        File of the dossier's table that rows are added to; places of control reports are settlements.
    """

    def __init__(self, dossier: Dossier, names: Iterable[str], file: str) -> None:
        problems = Problems()
        named = [
            (Row(file, line, {"place": name}, problems), name) for line, name in enumerate(dict.fromkeys(names), 1)
        ]
        self._locations = Locations(dossier.places, [], Geocoder(dossier.gazetteer), decided=dossier.matches)
        if any(name not in self._locations for _, name in named):
            geocoder = geocoder_of(dossier.known, dossier.settings.outline)
            self._locations = Locations(dossier.places, named, geocoder, decided=dossier.matches)
        self._expected = {problem.value: problem.expected for problem in problems}

    def find(self, name: str) -> Place | str:
        """Return the place of a name, or what was expected where it has none."""
        if name in self._expected or name not in self._locations:
            return self._expected.get(name, "a place that the dossier or the world's gazetteer knows")
        return self._locations[name]
