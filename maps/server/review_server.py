"""The server of `sitmap review`: one page on loopback, whose script sends decisions as JSON.

Every request must have the token in its path, the server's own Host and, where it is sent, its own Origin: other sites
in the same browser, and names that are made to mean this machine (DNS rebinding), get nothing. Only POST decides.
"""

import json
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import compare_digest, token_urlsafe
from typing import Any

from geo.errors import SitmapError
from layers.review.session import Review
from maps.server.review_page import fixed_parts, pending_parts, review_page

_LARGEST_BYTES = 65_536
_SECONDS = 30
_JSON = "application/json"


class ReviewServer(ThreadingHTTPServer):
    """A server of the page of a review on 127.0.0.1.

    Parameters
    ----------
    review : Review
        The review.
    port : int
        The port; 0 takes a free one.
    """

    daemon_threads = True

    def __init__(self, review: Review, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.review, self.lock = review, threading.Lock()
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.path = f"/{token_urlsafe(24)}/"
        self.html, self.policy = review_page(f"Review: {review.dossier.title}")
        self.fixed = fixed_parts(review)

    @property
    def address(self) -> str:
        """The address of the page."""
        return self.origin + self.path

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - of socketserver
        """Leave a connection that a browser has closed."""

    def decide(self, asked: dict[str, Any]) -> None:
        """Do what a request asks.

        Raises
        ------
        SitmapError
            If it cannot be done; nothing is written then.
        """
        action, proposal_id = asked.get("action"), str(asked.get("id", ""))
        cells, place = asked.get("cells", {}), asked.get("place")
        is_text = isinstance(cells, dict) and all(isinstance(value, str) for value in cells.values())
        if not is_text or not (place is None or type(place) in {int, str}):
            raise SitmapError("expected cells that are texts, and a place that is a number or a text")
        if action == "accept":
            self.review.accept(proposal_id, cells, place)
        elif action == "add":
            self.review.add_source(proposal_id)
        elif action == "reject":
            self.review.reject(proposal_id)
        elif action == "undo":
            self.review.take_back()
        else:
            raise SitmapError("expected accept, add, reject or undo")


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ReviewServer
    timeout = _SECONDS
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the page or its data; nothing is written."""
        match self._asked():
            case "":
                self._answer(HTTPStatus.OK, self.server.html.encode(), "text/html; charset=utf-8")
            case "reports":
                self._answer_json(HTTPStatus.OK, self.server.fixed)
            case "proposals":
                with self.server.lock:
                    self._answer_json(HTTPStatus.OK, pending_parts(self.server.review))
            case _:
                self._refuse(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: object) -> None:
        """Print nothing: the address has the token."""

    def do_POST(self) -> None:
        """Decide on a proposal, and answer with those that are left."""
        asked = self._asked()
        length = self.headers.get("Content-Length", "")
        is_json = self.headers.get("Content-Type") == _JSON
        if asked != "decide" or self.headers.get("Origin") != self.server.origin:
            self._refuse(HTTPStatus.NOT_FOUND)
        elif not (is_json and length.isascii() and length.isdigit() and int(length) <= _LARGEST_BYTES):
            self._refuse(HTTPStatus.BAD_REQUEST)
        else:
            self._decide(self.rfile.read(int(length)))

    def _decide(self, body: bytes) -> None:
        error = ""
        with self.server.lock:
            try:
                wanted = json.loads(body)
                self.server.decide(wanted if isinstance(wanted, dict) else {})
            except SitmapError as wrong:
                error = str(wrong)
            except (ValueError, RecursionError):
                error = "expected JSON"
            parts = pending_parts(self.server.review)
        self._answer_json(HTTPStatus.CONFLICT if error else HTTPStatus.OK, parts | {"error": error})

    def _asked(self) -> str | None:
        """Return the path behind the token; None if a request comes from elsewhere."""
        host, origin = self.headers.get_all("Host", []), self.headers.get("Origin")
        token = self.server.path.encode()
        path = self.path.encode("latin-1", "replace")
        is_ours = (
            host == [self.server.origin.removeprefix("http://")]
            and origin in {None, self.server.origin}
            and self.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
            and compare_digest(path[: len(token)], token)
        )
        return self.path[len(token) :] if is_ours else None

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._answer(status, status.phrase.encode(), "text/plain; charset=utf-8")

    def _answer_json(self, status: HTTPStatus, value: object) -> None:
        self._answer(status, json.dumps(value, allow_nan=False).encode(), _JSON)

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response_only(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": self.server.policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
