"""Programs besides Python's packages that some tests need."""

import os
from typing import NoReturn

import pytest


def lacking(program: str) -> NoReturn:
    """Skip a test for want of a program, and fail it in CI, which has them all."""
    pytest.fail(program) if os.environ.get("CI") else pytest.skip(program)
