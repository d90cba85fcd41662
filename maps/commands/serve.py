"""`sitmap serve`: the page and the layers of a dossier, for browsers and GIS programs on this machine."""

import signal
import socket
import sys
import tempfile
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

import click

from geo.errors import MissingExtraError
from layers.dossier.folder import find_folder
from maps.commands.options import Day, worlds_option
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo


class _Address(click.ParamType[str]):
    """An address that starts with http:// or https://."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            is_address = urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)
        except ValueError:
            is_address = False
        if not is_address and value != "*":
            self.fail(f"{value!r} is no address that starts with http:// or https://", param, ctx)
        return value.rstrip("/")


@click.command("serve", epilog="Example: sitmap serve my-dossier --port 8000")
@click.argument("dossier", default="idlib-2020")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; by default, this machine only."
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--url", type=_Address(), help="Address under which others reach this server, for links.")
@click.option(
    "--cors",
    type=_Address(),
    multiple=True,
    help="A site whose scripts may read the layers; * for all; may be repeated.",
)
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
@click.option("--watch", is_flag=True, help="Reload the page in browsers of this machine after each change.")
@worlds_option
def command(  # noqa: PLR0913 - an option each
    dossier: str, *, host: str, port: int, url: str | None, cors: tuple[str, ...], as_of: date | None, watch: bool
) -> None:
    """Show the page of a DOSSIER, and offer its layers by OGC API - Features, until it is interrupted.

    QGIS, ArcGIS and GDAL read the layers from the address that is printed. A change of the dossier is built beside;
    until the new build is there, the previous one is shown. On an address that other machines reach, a secret that is
    made anew each time is the first part of all paths.
    """
    try:
        import uvicorn  # noqa: PLC0415 - optional

        from maps.server.application import service  # noqa: PLC0415 - the same
        from maps.server.rebuilt import Rebuilt  # noqa: PLC0415 - the same
        from maps.server.snapshot import Progress  # noqa: PLC0415 - the same
    except ImportError as error:
        raise MissingExtraError("sitmap serve needs Starlette: pip install 'sitmap[serve]'") from error
    if url == "*":
        raise click.BadParameter("'*' is no address", param_hint="--url")
    if watch and not _is_loopback(host):
        raise click.UsageError("--watch goes with an address of this machine only")
    source = find_folder(dossier)
    # ended in order, so that the folder of the builds is removed
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with (
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listening,
        tempfile.TemporaryDirectory(prefix="sitmap-") as folder,
    ):
        progress = Progress(Preparing(), track)
        built = Rebuilt(source, Path(folder), as_of, lambda message: echo(message, err=True), progress)
        token = "" if _is_loopback(host) else f"/{token_urlsafe(16)}"
        shown = f"[{host}]" if ":" in host else host
        address = (url or f"http://{shown}:{listening.getsockname()[1]}") + token
        if token:
            echo(f"warning: {host} can be reached from other machines: whoever has this address can read all", err=True)
        echo(f"Page:   {address}/\nLayers: {address}/api (OGC API - Features)\nStop with Ctrl+C.")
        application = service(built, url=url or "", token=token, origins=cors, watched=watch)
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", server_header=False, lifespan="off"))
        try:
            server.run(sockets=[listening])
        finally:
            built.stop()


def _is_loopback(host: str) -> bool:
    """Return True if only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
