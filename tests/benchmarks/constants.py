"""The constants of the model of control, by name, and how to try others for a while.

Nothing else may run meanwhile: the constants are those of the modules.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from geo.control import confidence, covariance, holders, ways
from layers.assessment import states

# the name in the tables: its module and its name there
CONSTANTS: dict[str, tuple[ModuleType, str]] = {
    "slope a km": (covariance, "_SLOPE"),
    "doubt by distance": (covariance, "_AWAY"),
    "doubt by newer reports": (confidence, "_DOUBT"),
    "reach of newer reports": (confidence, "_NEWS_M"),
    "own ground, agreed": (holders, "_AGREED"),
    "own ground, alone": (holders, "_ALONE"),
    "own ground from a trust of": (holders, "SURE"),
    "steepness of P(cut)": (ways, "_STEEP"),
    "clearly past": (states, "_CLEARLY"),
}
# parts of the model, and the constants that take each out
WITHOUT = {
    "own ground": {"own ground, agreed": 0.0, "own ground, alone": 0.0},
    "doubt by newer reports": {"doubt by newer reports": 0.0},
    "doubt by distance": {"doubt by distance": 0.0},
    "hysteresis": {"clearly past": 0.0},
}


def value(name: str) -> float:
    """Return a constant."""
    module, inner = CONSTANTS[name]
    return float(getattr(module, inner))


@contextmanager
def other_constants(**others: float) -> Iterator[None]:
    """Put other values in the place of some constants, given by name."""
    before = {name: value(name) for name in others}
    _write(others)
    try:
        yield
    finally:
        _write(before)


def _write(values: dict[str, float]) -> None:
    for name, number in values.items():
        module, inner = CONSTANTS[name]
        if not hasattr(module, inner):
            raise AttributeError(f"{module.__name__} has no constant {inner}")
        setattr(module, inner, number)
    # the variance follows from the slope
    covariance.VARIANCE = covariance._SLOPE * covariance._REACH_M / 1000  # noqa: SLF001 - the model's inner constants
