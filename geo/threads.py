"""Threads: independent items run in parallel, with BLAS limited to one thread each."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits

T = TypeVar("T")
R = TypeVar("R")
# more threads than these hold one another up
_MOST = 4


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Limit BLAS to one thread a call, since more threads slow matrices of some hundred rows down.

    The limit holds for the whole process: set it where the work begins, outside of all threads.
    """
    with threadpool_limits(1, user_api="blas"):
        yield


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Apply a function to several items in parallel, a few threads; results are yielded in the order of the items.

    Items are taken as results are, a few ahead: what an item needs is not held for all.

    Examples
    --------
    >>> list(side_by_side(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    threads = min(os.cpu_count() or 1, _MOST)
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[R]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
