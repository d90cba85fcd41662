"""How far verdicts depend on single reports: the same with three in ten of them removed. `make bench` prints it."""

from datetime import date

import numpy as np
from pytest_benchmark.fixture import BenchmarkFixture

from geo.threads import one_thread_each
from layers import Dossier
from layers.assessment.snapshots import control_model
from layers.assessment.ways import Ways, states

SEEDS = 20
KEPT = 0.7
DAYS = 2


@one_thread_each()
def encircled_since(dossier: Dossier) -> dict[str, date]:
    """First day on which each post is encircled; a post that never is has none."""
    model = control_model(dossier)
    ways, days = Ways(dossier, model), model.changes(dossier.start, dossier.end)
    since: dict[str, date] = {}
    for post in dossier.posts.itertuples():
        standing = [day for day in days if post.start_date is None or post.start_date <= day]
        found = zip(standing, states(ways.of(post, day) for day in standing), strict=True)
        first = next((day for day, state in found if state.name == "encircled"), None)
        if first:
            since[post.post_id] = first
    return since


def test_verdicts_without_three_in_ten_reports(benchmark: BenchmarkFixture) -> None:
    dossier = Dossier.open("idlib-2020")
    # posts that stand throughout: of the others the first day may be that on which they were set up
    posts = [post.post_id for post in dossier.posts.itertuples() if (post.start_date or date.min) <= dossier.start]
    whole = encircled_since(dossier)
    agreed = dict.fromkeys(posts, 0)

    def thinned() -> None:
        for seed in range(SEEDS):
            removed = dossier.control["id"][np.random.default_rng(seed).random(len(dossier.control)) >= KEPT]
            since = encircled_since(dossier.without(*removed))
            for post in posts:
                one, other = whole.get(post), since.get(post)
                agreed[post] += one == other or bool(one and other and abs((one - other).days) <= DAYS)

    benchmark.pedantic(thinned, rounds=1)
    share = sum(agreed.values()) / SEEDS / len(posts)
    print(f"\n{1 - KEPT:.0%} of the reports removed, {SEEDS} times: {share:.1%} of posts within {DAYS} days (aim 95%)")
    print("  ".join(f"{post} {count / SEEDS:.0%}" for post, count in agreed.items() if count < SEEDS))
