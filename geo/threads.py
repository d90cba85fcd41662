"""Threads: independent items run in parallel, with BLAS limited to one thread each."""

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
    """Limit BLAS to one thread a call, since more threads slow matrices of some hundred rows down.

    The limit holds for the whole process: set it where the work begins, outside of all threads.
    """
    with threadpool_limits(1, user_api="blas"):
        yield


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Apply a function to several items in parallel, one thread a core; results are yielded in the order of the items.

    Examples
    --------
    >>> list(side_by_side(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(work, items)
