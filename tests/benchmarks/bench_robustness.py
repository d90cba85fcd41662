"""How far verdicts depend on single reports: the same with three in ten of them removed. `make bench` prints it.

`DRAWS=4` removes reports four times only.
"""

import os
from datetime import date

import numpy as np
from closing import Theatre
from pytest_benchmark.fixture import BenchmarkFixture

from geo.threads import one_thread_each
from layers import Dossier

KEPT = 0.7
DAYS = 2


@one_thread_each()
def encircled_since(dossier: Dossier) -> dict[str, date]:
    """First day on which each post is encircled; a post that never is has none."""
    return Theatre.of_dossier(dossier).closing_days()


def test_verdicts_without_three_in_ten_reports(benchmark: BenchmarkFixture) -> None:
    draws = int(os.environ.get("DRAWS", "20"))
    dossier = Dossier.open("idlib-2020")
    # posts that stand throughout: of the others the first day may be that on which they were set up
    posts = [post.post_id for post in dossier.posts.itertuples() if (post.start_date or date.min) <= dossier.start]
    whole = encircled_since(dossier)
    agreed, false = dict.fromkeys(posts, 0), dict.fromkeys(posts, 0)

    def thinned() -> None:
        for seed in range(draws):
            removed = dossier.control["id"][np.random.default_rng(seed).random(len(dossier.control)) >= KEPT]
            since = encircled_since(dossier.without(*removed))
            for post in posts:
                one, other = whole.get(post), since.get(post)
                agreed[post] += one == other or bool(one and other and abs((one - other).days) <= DAYS)
                # a post is encircled where P(cut) is over a half
                false[post] += one is None and other is not None

    benchmark.pedantic(thinned, rounds=1)
    share = sum(agreed.values()) / draws / len(posts)
    print(
        f"\n{1 - KEPT:.0%} of the reports removed, {draws} times: {share:.1%} of posts within {DAYS} days (aim 95%), "
        f"{sum(false.values())} encircled that never are with all reports (aim 0)"
    )
    print("  ".join(f"{post} {count / draws:.0%}" for post, count in agreed.items() if count < draws))
