"""Documents of the API as pages: plain HTML with a small map, without scripts, that loads nothing from elsewhere."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from maps.page.page import templates
from maps.page.policy import csp_hash
from maps.page.texts import static
from maps.server.drawing import drawn
from maps.server.snapshot import Snapshot

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


def as_page(kind: str, content: Mapping[str, Any], snapshot: Snapshot, base: str, path: str) -> str:
    """Return a document as a page.

    Parameters
    ----------
    kind : str
        Kind of the document: landing, conformance, collections, collection, queryables, items, item, openapi, error.
    content : mapping
        The document, as JSON values.
    snapshot : Snapshot
        The build.
    base : str
        Address of the API.
    path : str
        Path of the document in the API.
    """
    features = content["features"] if kind == "items" else [content] if kind == "item" else []
    # the id of a feature, the last step, may have slashes
    steps = [step for step in path.split("/", 4) if step]
    crumbs = [
        ("/".join([base, *(quote(one, safe="") for one in steps[: end + 1])]), step) for end, step in enumerate(steps)
    ]
    return (
        templates()
        .get_template("api.html.j2")
        .render(
            kind=kind,
            content=content,
            about=snapshot.about,
            base=base,
            crumbs=crumbs,
            style=static("styles/api.css"),
            drawing=drawn(features, content, snapshot) if kind in {"items", "item", "collection"} else None,
            links={link["rel"]: link["href"] for link in content.get("links", []) if link["type"] == "text/html"},
        )
    )


def watched_frame() -> tuple[str, str]:
    """Return the frame that loads the page anew once there is a newer build, and its Content-Security-Policy."""
    text = files("maps").joinpath("templates", "watched.html").read_text(encoding="utf-8")
    script = csp_hash(text.partition("<script>")[2].partition("</script>")[0])
    own = "frame-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    return text, f"default-src 'none'; script-src {script}; style-src 'unsafe-inline'; {own}"
