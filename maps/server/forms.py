"""Forms of the API's answers: JSON of some kind, a page, and CSV of features."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.readers.sheet import guarded
from layers.formats.registry import csv_text
from maps.errors import RequestError
from maps.server.documents import CSV, HTML, JSON

# kinds of text that a page answers
_PAGES = {HTML, "text/*", "application/xhtml+xml"}


def form_of(form: str | None, accepted: str, media: str, *, has_csv: bool) -> str:
    """Return the form that a request asks for: ``json``, ``html`` or ``csv``.

    Parameters
    ----------
    form : str or None
        The parameter `f`.
    accepted : str
        The header `Accept`.
    media : str
        Media type of the document as JSON.
    has_csv : bool
        True if the document has a form as CSV.

    Raises
    ------
    RequestError
        If there is no such form.

    Examples
    --------
    >>> form_of(None, "text/html,application/xml;q=0.9,*/*;q=0.8", JSON, has_csv=False)
    'html'
    >>> form_of("json", "text/html", JSON, has_csv=False)
    'json'
    """
    kinds = {"json": {media.partition(";")[0], JSON, "application/*", "*/*", "*", ""}, "html": _PAGES}
    kinds |= {"csv": {CSV}} if has_csv else {}
    if form is not None:
        if form not in kinds:
            raise RequestError(f"f: {form!r}; expected {' or '.join(kinds)}")
        return form
    best = dict.fromkeys(kinds, 0.0)
    for part in accepted.lower().split(","):
        kind, *rest = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in rest if piece.startswith("q=")), "1")
        weight = float(quality) if quality.replace(".", "", 1).isdigit() else 0.0
        for name, of in kinds.items():
            if kind in of:
                best[name] = max(weight, best[name])
    if not any(best.values()):
        raise RequestError(
            f"Accept: {accepted}; there are {', '.join([media, HTML, *([CSV] if has_csv else [])])}", 406
        )
    return max(best, key=lambda name: best[name])


def as_csv(features: Sequence[Mapping[str, Any]], columns: Sequence[str], *, with_points: bool) -> bytes:
    """Return features as the CSV files of a build have them: their columns and, of points, `lat` and `lon`.

    Parameters
    ----------
    features : sequence of mapping
        GeoJSON features.
    columns : sequence of str
        Names of the properties.
    with_points : bool
        True if the geometries are points.
    """
    cells = {name: [guarded(feature["properties"].get(name)) for feature in features] for name in columns}
    if with_points:
        at = [(feature["geometry"] or {"coordinates": (None, None)})["coordinates"] for feature in features]
        cells |= {"lat": [lat for _, lat in at], "lon": [lon for lon, _ in at]}
    return csv_text(cells).encode("utf-8-sig")
