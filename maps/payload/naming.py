"""Names that a page shows, one for each place, and words for what events say about posts."""

import tomllib
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd

from geo.geometry.sphere import distance_km
from geo.names.spelling import normalise
from maps.page.texts import static
from maps.payload.columns import Table

if TYPE_CHECKING:
    from layers.dossier.settings.admin_areas import AdminAreas
    from maps.payload.frames import Situation

# a post at a place of its name lies this near to it
_AT_PLACE_KM = 5.0
_OUTLINE_DEG = 1e-3


@cache
def claims() -> dict[str, list[str]]:
    """Return the types of events that say something about the state of a post, by what they say.

    Examples
    --------
    >>> "post_encircled" in claims()["encircled"]
    True
    """
    return tomllib.loads(static("claims.toml"))


def admin_units(layers: "Situation") -> gpd.GeoDataFrame:
    """Return the smallest admin units that the dossier names: name, code (P-code), polygons to about 100 m."""
    areas: AdminAreas | None = getattr(layers.dossier.settings, "admin", None)
    if areas is None:
        return gpd.GeoDataFrame(columns=["name", "code", "geometry"])
    level = areas.levels.max()
    units = areas.units[areas.levels == level]
    found = units.rename(columns={f"admin{level}": "name", f"admin{level}_pcode": "code"})
    return found[["name", "code", "geometry"]].assign(geometry=found.simplify(_OUTLINE_DEG))


def display_names(layers: "Situation") -> dict[str, str]:
    """Return the one name by which each place of the dossier is shown, by the place's id.

    A place that is also known by the name of a post at it has that name, so that map, lists and sentences do not
    speak of one place by two names; any other has its name in the dossier.
    """
    posts = layers["posts"]
    called: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for name, point in zip(posts["name"], posts.geometry, strict=True):
        if not point.is_empty:
            called[normalise(name)].append((name, point.y, point.x))
    shown = dict(zip(layers["places"]["place_id"], layers["places"]["name"], strict=True))
    for place in layers.dossier.places:
        names = [place.name, *place.aliases]
        near = (
            name
            for key in dict.fromkeys(map(normalise, names))
            for name, lat, lon in called.get(key, ())
            if distance_km(place.lat, place.lon, lat, lon) <= _AT_PLACE_KM
        )
        shown[place.id] = next(near, shown.get(place.id, place.name))
    return shown


def translated(layers: "Situation", shown: dict[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Return names and summaries of events in further languages.

    Parameters
    ----------
    layers : Layers
        The layers.
    shown : dict
        Names of places by id; see `display_names`.

    Returns
    -------
    dict
        ``names``: by language and name; ``summaries``: by language and id of the event.
    """
    dossier = layers.dossier
    names: dict[str, dict[str, str]] = defaultdict(dict)
    summaries: dict[str, dict[str, str]] = defaultdict(dict)
    evidence = dossier.evidence
    named = [(shown.get(place.id, place.name), evidence.place_names.get(place.id, {})) for place in dossier.places]
    named += [(side.name, dict(side.translated)) for side in dossier.sides]
    # the name of a post goes before that of the place that it stands at
    named += [(post.name, post.row.in_languages("name")) for post in evidence.posts]
    for name, others in named:
        for code in others.keys() - {"ar"}:
            names[code][name] = others[code]
    for event in evidence.events:
        for code, text in event.row.in_languages("summary").items():
            summaries[code][event.id] = text
    return {"names": dict(names), "summaries": dict(summaries)}


def rename(made: Table, column: str, shown: dict[str, str]) -> None:
    """Put the names by which places are shown into a column of a table that has a column of place ids."""
    of, at = made["columns"].index("place_id"), made["columns"].index(column)
    for row in made["rows"]:
        row[at] = shown.get(row[of], row[at])
