"""`sitmap geocode`: decide jointly which places names mean, with all candidates and the reason."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Resolution
from layers import Dossier
from layers.dossier.release.public import public
from maps.commands.options import Country, LatLon, gazetteer_option, joined
from maps.commands.progress import Preparing
from maps.commands.terminal import echo

if TYPE_CHECKING:
    from geo.geocoding.online.service import OnlineService

# number of candidates shown for a name; the JSON has all
_SHOWN = 5
# candidates with a lower score are not shown
_UNLIKELY = 0.01


@click.command("geocode", epilog="Example: sitmap geocode Tripoli Benghazi Misrata --json")
@click.argument("names", nargs=-1, required=True)
@click.option("--dossier", help="Dossier whose places come first, and whose area the names belong to; by default none.")
@gazetteer_option
@click.option(
    "--country",
    "countries",
    multiple=True,
    type=Country(),
    help="Country of the names: a name or ISO code, such as Syria, SY or SYR; may be given again.",
)
@click.option("--near", type=LatLon(), help="Point near the places, in degrees.")
@click.option("--online", is_flag=True, help="Ask a geocoding service for names that no gazetteer has.")
@click.option(
    "--service",
    type=click.Choice(["nominatim", "photon"]),
    default="nominatim",
    show_default=True,
    help="Service to ask.",
)
@click.option("--server", help="Address of the service, such as http://localhost:8080, if not the public one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(  # noqa: PLR0913 - one per option
    *,
    names: tuple[str, ...],
    dossier: str | None,
    gazetteers: tuple[str, ...],
    countries: tuple[str, ...],
    near: tuple[float, float] | None,
    service: str,
    server: str | None,
    online: bool,
    as_json: bool,
) -> None:
    """Decide together which places NAMES mean; exit with 1 if one of them cannot be decided."""
    if not all(name.strip() for name in names):
        raise click.BadParameter("expected a name; an empty one stands for no place", param_hint="NAMES")
    opened = public(Dossier.open(dossier, progress=Preparing())) if dossier else None
    geocoder = Geocoder(
        joined(gazetteers, *([opened.gazetteer] if opened else []), Gazetteer.load(Preparing())),
        # a point or a country replaces the dossier's area
        area=None if countries or near or opened is None else opened.settings.outline,
        countries=countries,
        near=near,
        online=_online(service, server) if online else None,
    )
    found = geocoder.weigh(names)
    if as_json:
        echo(json.dumps(list(map(_record, found)), ensure_ascii=False, indent=2))
    else:
        echo("\n".join(map(_described, found)))
        licences = {match.place.licence for match in (one.match for one in found) if match and match.place.licence}
        if licences:
            echo(f"Data: {'; '.join(sorted(licences))}")
        if opened and not (countries or near):
            echo(f"Judged as names of {opened.name}; --dossier, --country or --near judge them otherwise.")
    if not all(resolution.match for resolution in found):
        sys.exit(1)


def _online(service: str, server: str | None) -> "OnlineService":
    """Make the client of a service; its import is slow, and only needed online."""
    from geo.geocoding.online.nominatim import Nominatim  # noqa: PLC0415
    from geo.geocoding.online.photon import Photon  # noqa: PLC0415

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


def _described(resolution: Resolution) -> str:
    """Write the lines to print for one name."""
    match = resolution.match
    lines = [f"{resolution.query}: {_place(match.place, match.score) if match else 'not decided'}"]
    lines.append(f"  {resolution.reason}")
    others = [candidate for candidate in resolution.candidates if not match or candidate.place != match.place]
    likely = [candidate for candidate in others if candidate.score >= _UNLIKELY]
    lines += [
        f"  {'or' if match else 'perhaps'}: {_place(candidate.place, candidate.score)}" for candidate in likely[:_SHOWN]
    ]
    left_out = [f"{len(likely) - _SHOWN} more"] if len(likely) > _SHOWN else []
    left_out += [f"{len(others) - len(likely)} with a score below {_UNLIKELY}"] if len(others) > len(likely) else []
    if left_out:
        lines.append(f"  and {', '.join(left_out)} (--json shows all)")
    return "\n".join(lines)


def _place(place: Place, score: float) -> str:
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    good = f", good to {place.uncertainty_km:.0f} km" if (place.uncertainty_km or 0) >= 1 else ""
    position = f"{place.lat:.4f}, {place.lon:.4f}{good}"
    return f"{place.name} [{place.id}] {where} {position} ({place.source}, score {score:.2f})"
