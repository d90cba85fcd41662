"""A server on loopback in the shape of geoBoundaries' API."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import shapely

# two areas at the coast, and two inland that have one name
AREAS = {
    "Latakia": (35.5, 35.2, 36.1, 35.9),
    "Idlib": (36.2, 35.3, 37.0, 36.2),
    "East": (38.0, 35.0, 38.5, 35.5),
    "East ": (38.6, 35.0, 39.0, 35.5),
}
FEATURES = json.dumps({
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"shapeName": name, "shapeID": f"B{n}", "shapeGroup": "SYR", "shapeType": "ADM1"},
            "geometry": shapely.box(*bounds).__geo_interface__,
        }
        for n, (name, bounds) in enumerate(AREAS.items())
    ],
}).encode()  # fmt: skip


class _Server(http.server.BaseHTTPRequestHandler):
    """Serves ADM1 whole, breaks off in ADM2's file, has a page for ADM3, and no file for ADM4."""

    def do_GET(self) -> None:
        level = self.path.strip("/").rpartition("/")[2]
        about = {"boundaryISO": "SYR", "boundaryYearRepresented": "2017", "boundarySource": "OCHA"}
        about |= {"boundaryLicense": "CC BY 4.0", "gjDownloadURL": "http://127.0.0.1:9/all.geojson"}
        about |= (
            {"simplifiedGeometryGeoJSON": f"http://{self.headers['Host']}/files/{level}"} if level != "ADM4" else {}
        )
        raw = json.dumps(about).encode()
        if self.path.startswith("/files/"):
            raw = FEATURES
        elif not self.path.startswith("/api/SYR/ADM") or level == "ADM5":
            self.send_error(404)
            return
        elif level == "ADM3":
            raw = b"<html>Sign in</html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if self.path == "/files/ADM2" else raw)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """Serve on loopback; give the address of the API."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api"
        server.shutdown()
