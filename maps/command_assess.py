"""`sitmap assess`: the verdict on posts on a day, with its reasons."""

import json
from datetime import date

import click
import geopandas as gpd

from geo.errors import PlaceNotFoundError
from geo.spelling import normalise
from layers import Dossier, build
from layers.geojson import plain
from maps.options import Day, Preparing, track


@click.command("assess", epilog="Example: sitmap assess idlib-2020 Surman OP09 --on 2020-02-06")
@click.argument("dossier")
@click.argument("posts", nargs=-1)
@click.option("--on", type=Day(), required=True, help="The day.")
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(dossier: str, posts: tuple[str, ...], on: date, as_of: date | None, *, as_json: bool) -> None:
    """Tell whether POSTs of a DOSSIER, by id or name, are encircled on a day, and why; without POSTs all of them."""
    opened = Dossier.open(dossier, progress=Preparing())
    chosen = _chosen(opened, posts)
    layers = build(opened, as_of=as_of, track=track)
    if layers.withheld:
        click.echo(f"warning: {layers.warnings[-1]}", err=True)
    verdicts = layers.at(on)["verdicts"]
    verdicts = verdicts[verdicts["post_id"].isin(chosen)]
    if as_json:
        click.echo(json.dumps([_record(verdicts, row) for row in range(len(verdicts))], ensure_ascii=False, indent=2))
        return
    if verdicts.empty:
        click.echo(f"None of these posts stands on {on}.")
    for row in verdicts.itertuples():
        told = f"{row.state}; no way from {row.probability:.0%} of the places where it may stand"
        click.echo(f"{row.name} ({row.post_id}) on {on}: {told}")
        click.echo(f"  {row.reasons}")
        if row.decisive:
            click.echo(f"  Decisive: {row.decisive}")


def _chosen(dossier: Dossier, asked: tuple[str, ...]) -> list[str]:
    """Ids of the posts asked for, by id or by any spelling of a name that the dossier has for them."""
    if not asked:
        return list(dossier.posts["post_id"])
    ids_by_name: dict[str, list[str]] = {}
    for post in dossier.posts.itertuples():
        for key in {normalise(name) for name in (post.post_id, post.name, post.name_ar, *post.aliases) if name}:
            ids_by_name.setdefault(key, []).append(post.post_id)
    ids = []
    for name in asked:
        if normalise(name) not in ids_by_name:
            told = ", ".join(f"{row.post_id} {row.name}" for row in dossier.posts.itertuples())
            raise PlaceNotFoundError(f"no post of {dossier.path.name} is called {name!r}; there are {told}")
        ids += ids_by_name[normalise(name)]
    return ids


def _record(verdicts: gpd.GeoDataFrame, row: int) -> dict[str, object]:
    """Give one verdict as a JSON object, with its position."""
    values = {column: plain(verdicts[column].iloc[row]) for column in verdicts.columns if column != "geometry"}
    point = verdicts.geometry.iloc[row]
    return {**values, "lat": point.y, "lon": point.x}
