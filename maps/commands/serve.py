"""`sitmap serve`: the page and the layers of a dossier, for browsers and GIS programs on this machine."""

import logging
import tempfile
from datetime import date
from pathlib import Path

import click

from layers import Dossier, Layers, build
from maps.commands.options import Day, worlds_option
from maps.commands.progress import Preparing
from maps.commands.terminal import echo
from maps.server.application import service
from maps.server.rebuilt import Rebuilt


@click.command("serve", epilog="Example: sitmap serve my-dossier --port 8000")
@click.argument("dossier", default="idlib-2020")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; by default, this machine only."
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
@worlds_option
def command(dossier: str, host: str, port: int, as_of: date | None) -> None:
    """Show the page of a DOSSIER, and offer its layers by OGC API - Features, until it is interrupted.

    QGIS, ArcGIS and GDAL read the layers from the address that is printed. A change of the dossier is built at the next
    request.
    """
    source = Dossier.open(dossier, progress=Preparing()).path

    def make() -> Layers:
        return build(Dossier.open(source), as_of=as_of)

    with tempfile.TemporaryDirectory(prefix="sitmap-") as made:
        folder = Path(made)
        built = Rebuilt(make, folder, source, lambda message: echo(message, err=True))
        from werkzeug.serving import make_server  # noqa: PLC0415 - comes with pygeoapi

        # links need the port, which is known once the server listens
        server = make_server(host, port, lambda *_: (), threaded=True)
        address = f"http://{host}:{server.port}"
        # a line for every request would hide the messages on builds
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        server.app = service(built, folder, address)
        echo(f"Page:   {address}/\nLayers: {address}/api (OGC API - Features)\nStop with Ctrl+C.")
        try:
            server.serve_forever()
        finally:
            server.server_close()
