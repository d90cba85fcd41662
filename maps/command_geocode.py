"""`sitmap geocode`: the places that names mean, jointly, with all candidates and the reason."""

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from geo.gazetteer import Gazetteer
from geo.geocoder import Geocoder
from geo.match import Resolution
from geo.place import Place
from layers import Dossier
from maps.options import LatLon, Preparing

if TYPE_CHECKING:
    from geo.online import OnlineService

# so many candidates of a name are shown; all are in the JSON
_SHOWN = 5


@click.command("geocode", epilog="Example: sitmap geocode Tripoli Benghazi Misrata --json")
@click.argument("names", nargs=-1, required=True)
@click.option("--dossier", default="idlib-2020", show_default=True, help="Whose places come first.")
@click.option(
    "--gazetteer",
    help="A file of places, or a pack added by sitmap gazetteer, whose places come before those.",
)
@click.option(
    "--country", "countries", multiple=True, help="Where the names belong: an ISO code such as SY; may be given again."
)
@click.option("--near", type=LatLon(), help="Where the names belong, in degrees.")
@click.option("--online", is_flag=True, help="Ask a geocoding service for what nobody here knows.")
@click.option(
    "--service", type=click.Choice(["nominatim", "photon"]), default="nominatim", show_default=True, help="Which one."
)
@click.option("--server", help="Its address, such as http://localhost:8080, where it is not the public one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(  # noqa: PLR0913 - one an option
    *,
    names: tuple[str, ...],
    dossier: str,
    gazetteer: str | None,
    countries: tuple[str, ...],
    near: tuple[float, float] | None,
    service: str,
    server: str | None,
    online: bool,
    as_json: bool,
) -> None:
    """Find the places that NAMES mean, in each other's company; exit with 1 if one of them cannot be decided."""
    for country in countries:
        if not re.fullmatch("[A-Za-z]{2}", country):
            raise click.BadParameter(
                f"{country!r} is no ISO 3166 code of two letters, such as SY", param_hint="--country"
            )
    opened = Dossier.open(dossier, progress=Preparing())
    known = opened.gazetteer | Gazetteer.load()
    geocoder = Geocoder(
        _first(gazetteer) | known if gazetteer else known,
        # a place or a country that is asked for stands in the stead of the dossier's area
        area=None if countries or near else opened.settings.area,
        countries=tuple(country.upper() for country in countries),
        near=near,
        online=_online(service, server) if online else None,
    )
    found = geocoder.weigh(names)
    if as_json:
        click.echo(json.dumps(list(map(_record, found)), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(_told, found)))
        owed = {match.place.licence for match in (one.match for one in found) if match and match.place.licence}
        if owed:
            click.echo(f"Data: {'; '.join(sorted(owed))}")
        if not (countries or near):
            click.echo(f"Judged as names of {opened.path.name}; --dossier, --country or --near judge them otherwise.")
    if not all(resolution.match for resolution in found):
        sys.exit(1)


def _first(gazetteer: str) -> Gazetteer:
    """Open a file of places or a pack."""
    return Gazetteer.read(gazetteer) if Path(gazetteer).exists() else Gazetteer.pack(gazetteer)


def _online(service: str, server: str | None) -> "OnlineService":
    """Make the client of a service; imported here, since nobody should wait for it who stays offline."""
    from geo.nominatim import Nominatim  # noqa: PLC0415
    from geo.photon import Photon  # noqa: PLC0415

    client = {"nominatim": Nominatim, "photon": Photon}[service]
    if server is None:
        return client()
    address = urlsplit(server)
    if address.scheme not in {"http", "https"} or not address.netloc:
        raise click.BadParameter(
            f"{server!r} is not an address; expected such as http://localhost:8080", param_hint="--server"
        )
    return client(domain=address.netloc, scheme=address.scheme)


def _record(resolution: Resolution) -> dict[str, object]:
    match = resolution.match
    return {
        "query": resolution.query,
        "place": asdict(match.place) if match else None,
        "score": round(match.score, 4) if match else None,
        "geocoder": match.geocoder if match else None,
        "reason": resolution.reason,
        "candidates": [
            {"place": asdict(candidate.place), "score": round(candidate.score, 4), "how": candidate.how}
            for candidate in resolution.candidates
        ],
    }


def _told(resolution: Resolution) -> str:
    """Several lines on one name."""
    match = resolution.match
    lines = [f"{resolution.query}: {_place(match.place, match.score) if match else 'not decided'}"]
    lines.append(f"  {resolution.reason}")
    others = [candidate for candidate in resolution.candidates if not match or candidate.place != match.place]
    lines += [
        f"  {'or' if match else 'perhaps'}: {_place(candidate.place, candidate.score)}" for candidate in others[:_SHOWN]
    ]
    if len(others) > _SHOWN:
        lines.append(f"  and {len(others) - _SHOWN} more (--json shows all)")
    return "\n".join(lines)


def _place(place: Place, score: float) -> str:
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    return f"{place.name} [{place.id}] {where} {place.lat:.4f}, {place.lon:.4f} ({place.source}, score {score:.2f})"
