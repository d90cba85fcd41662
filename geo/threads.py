"""Threads: what is many is done side by side; one thing's own linear algebra is too small to be shared out."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Let linear algebra keep to the thread that calls it: matrices of some hundred rows only wait for each other.

    The limit is the whole process's, so that it is set where work begins, outside of all threads.
    """
    with threadpool_limits(1, user_api="blas"):
        yield


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Do the same for several items, a thread a core; the results come in order, as they are ready.

    Examples
    --------
    >>> list(side_by_side(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(work, items)
