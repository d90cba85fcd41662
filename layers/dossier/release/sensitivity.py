"""Sensitivity of the rows of a dossier: which are withheld, and of which only the area around them is given out.

A sensitive place makes every row that names it, or lies on it, as sensitive; a row may be stricter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from geo.errors import Problem
from geo.gazetteer.place import Place
from geo.geometry.sphere import distance_km
from geo.names.spelling import normalise
from geo.readers.sheet import Sheet, decimal
from layers.dossier.csv_rows import nearest
from layers.dossier.dossier import Dossier
from layers.schema.dossier_tables import CONTROL, EVENTS, PLACES, POSTS, SENSITIVITIES, STORY, UNLOCATED

PUBLIC, AREA, WITHHELD = SENSITIVITIES
LOCATED = (POSTS.file, CONTROL.file, EVENTS.file)
"""The files of tables whose rows have a place."""
Cells = Mapping[str, str]

# a position as near to a sensitive place as this is that of the place
_SAME_KM = 0.1
# shorter keys of names are compared with whole words, since longer words contain them
_LONG_KEY = 4
_COLUMN = "sensitivity"
_NAMED = "it names a sensitive place and is published: change the text, or the row's sensitivity"


class Sensitivity:
    """Sensitivity of the rows of a dossier.

    Attributes
    ----------
    counts : dict
        Number of rows by sensitivity, without public ones.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier, self._sheets = dossier, dossier.evidence.sheets
        self._columns = {file: column_of(sheet) for file, sheet in self._sheets.items() if file != STORY.file}
        self._own = {place.id: place for place in dossier.places}
        self._posts: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        values = {cells["id"].strip(): self.of(PLACES.file, cells) for _, cells in self._sheets[PLACES.file].records()}
        self._value_of = {key: value for key, value in values.items() if value != PUBLIC}
        self._names = {key: _keys([self._own[key]]) for key in self._value_of}
        self._all_names = frozenset[str]().union(*self._names.values())
        if not any(self._columns.values()):
            return
        for _, cells in self._sheets[POSTS.file].records():
            # the positions of a post that moves share its id and name
            key = cells["id"].strip()
            self._posts[key] = _strictest(self._posts.get(key, PUBLIC), self._of_row(POSTS.file, cells))
        found = [self.of(file, cells) for file in (PLACES.file, *LOCATED) for _, cells in self._sheets[file].records()]
        self.counts = {value: found.count(value) for value in (AREA, WITHHELD) if value in found}

    def of(self, file: str, cells: Cells) -> str:
        """Return the sensitivity of a row of a table."""
        if file == POSTS.file:
            return self._posts.get(cells["id"].strip(), PUBLIC)
        return self._of_row(file, cells) if file in LOCATED else self._own_value(file, cells)

    def is_sensitive(self, *, place: str = "", post: str = "") -> bool:
        """Return True for the id of a place or post that is not public."""
        return place in self._value_of or self._posts.get(post, PUBLIC) != PUBLIC

    def is_named_in(self, text: str) -> bool:
        """Return True if a text has the name of a sensitive place, in any spelling that `normalise` knows."""
        if not self._all_names:
            return False
        words, joined = {normalise(word) for word in re.split(r"\W+", text)}, normalise(text)
        return any(key in (joined if len(key) >= _LONG_KEY else words) for key in self._all_names)

    def position(self, cells: Cells) -> tuple[float, float] | None:
        """Return latitude and longitude of a row, or else of its place; None if it has neither."""
        place = self._place(cells)
        return _position(cells) or ((place.lat, place.lon) if place else None)

    def warnings(self) -> Iterator[Problem]:
        """Yield a warning for each text of a public row that names a sensitive place, and for each unknown word."""
        for file, column in self._columns.items():
            sheet = self._sheets[file]
            for line, cells in sheet.records():
                if column and (word := cells[column].strip()).casefold() not in ("", *SENSITIVITIES):
                    why = f"an unknown word: the row is withheld; expected one of {', '.join(SENSITIVITIES)}"
                    yield Problem("C220", file, line, column, word, why)
                if self.of(file, cells) == PUBLIC:
                    named = [(name, text) for name, text in cells.items() if self.is_named_in(text)]
                    yield from (Problem("C219", file, line, name, text, _NAMED) for name, text in named)
        for step in self._dossier.evidence.story:
            if not self.is_sensitive(place=step.place or "", post=step.post or ""):
                texts = filter(self.is_named_in, (step.caption, *step.captions.values()))
                yield from (Problem("C219", STORY.file, 0, "caption", text, _NAMED) for text in texts)

    def _own_value(self, file: str, cells: Cells) -> str:
        column = self._columns[file]
        word = cells.get(column or "", "").strip().casefold()
        return (word or PUBLIC) if word in ("", *SENSITIVITIES) else WITHHELD

    def _of_row(self, file: str, cells: Cells) -> str:
        value = _strictest(self._own_value(file, cells), *(self._value_of[key] for key in self._places_of(cells)))
        if value == AREA:
            # the area around an unknown place is unknown
            is_unknown = cells.get("location_status", "").strip() == UNLOCATED or self.position(cells) is None
            return WITHHELD if is_unknown else AREA
        return value

    def _places_of(self, cells: Cells) -> Iterator[str]:
        """Yield the ids of the sensitive places that a row names or lies on."""
        place, at = self._place(cells), _position(cells)
        labels = {normalise(cells.get(column, "")) for column in ("place", "place_name", "name")}
        for key, names in self._names.items():
            own = self._own[key]
            is_there = at is not None and distance_km(own.lat, own.lon, *at) <= _SAME_KM
            if is_there or (place is not None and place.id == key) or not labels.isdisjoint(names):
                yield key

    def _place(self, cells: Cells) -> Place | None:
        name = cells.get("place", "").strip()
        match = self._dossier.matches.get(name)
        return self._own.get(name) or (match.place if match else None)


def column_of(sheet: Sheet) -> str | None:
    """Return the column of the sensitivity of a sheet's rows, also if its name is mistyped."""
    return nearest(_COLUMN, sheet.columns)


def _strictest(*values: str) -> str:
    return max(values, key=SENSITIVITIES.index)


def _keys(places: Iterable[Place]) -> frozenset[str]:
    names = (name for place in places for name in (place.name, place.name_ar, *place.aliases) if name)
    return frozenset(normalise(name) for name in names) - {""}


def _position(cells: Cells) -> tuple[float, float] | None:
    lat, lon = (decimal(cells.get(column, "")) for column in ("lat", "lon"))
    return None if lat != lat or lon != lon else (lat, lon)  # noqa: PLR0124 - NaN
