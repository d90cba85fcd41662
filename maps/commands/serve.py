"""`sitmap serve`: the page and the layers of a dossier, for browsers and GIS programs on this machine."""

import logging
import tempfile
from contextlib import suppress
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

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
@click.option("--url", help="Address under which others reach this server, for links.")
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
@worlds_option
def command(dossier: str, *, host: str, port: int, url: str | None, as_of: date | None) -> None:
    """Show the page of a DOSSIER, and offer its layers by OGC API - Features, until it is interrupted.

    QGIS, ArcGIS and GDAL read the layers from the address that is printed. A change of the dossier is built at the next
    request. On an address that other machines reach, a secret that is made anew each time is the first part of all
    paths.
    """
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise click.BadParameter(f"{url!r} is no address that starts with http:// or https://", param_hint="--url")
    source = Dossier.open(dossier, progress=Preparing()).path

    def make() -> Layers:
        return build(Dossier.open(source), as_of=as_of)

    with tempfile.TemporaryDirectory(prefix="sitmap-") as made:
        folder = Path(made)
        built = Rebuilt(make, folder, source, lambda message: echo(message, err=True))
        from werkzeug.exceptions import NotFound  # noqa: PLC0415 - comes with pygeoapi
        from werkzeug.middleware.dispatcher import DispatcherMiddleware  # noqa: PLC0415
        from werkzeug.serving import make_server  # noqa: PLC0415

        # links need the port, which is known once the server listens
        server = make_server(host, port, lambda *_: (), threaded=True)
        is_private = _is_loopback(host)
        token = "" if is_private else f"/{token_urlsafe(16)}"
        shown = f"[{host}]" if ":" in host else host
        address = (url.rstrip("/") if url else f"http://{shown}:{server.port}") + token
        hosts = {shown, "localhost", "127.0.0.1", "[::1]"} | ({urlsplit(url).hostname or ""} if url else set())
        # a line for every request would hide the messages on builds
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        # of a machine that listens on all its addresses, nobody knows all the names; the token guards it
        known = None if not (is_private or url) else sorted(hosts)
        application = service(built, folder, address, known)
        server.app = DispatcherMiddleware(NotFound(), {token: application}) if token else application
        if not is_private:
            echo(f"warning: {host} can be reached from other machines: whoever has this address can read all", err=True)
        echo(f"Page:   {address}/\nLayers: {address}/api (OGC API - Features)\nStop with Ctrl+C.")
        try:
            with suppress(KeyboardInterrupt):
                server.serve_forever()
        finally:
            server.server_close()


def _is_loopback(host: str) -> bool:
    """Return True if only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
