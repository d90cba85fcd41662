"""Control: which side holds which ground on a day, estimated from control reports."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.control.zones import control_zones

__all__ = ["control_zones"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "geo.control.zones"))
