"""The search of registers for a mark: index, search, and how sure a candidate is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reclaim.trace.cost import CostTable as CostTable
    from reclaim.trace.index import SerialIndex as SerialIndex

_HOMES = {"SerialIndex": "index", "CostTable": "cost"}


def __getattr__(name: str) -> Any:
    """Import the compiled search only when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"reclaim.trace.{_HOMES[name]}"), name)
