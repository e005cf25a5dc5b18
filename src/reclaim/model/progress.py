"""How far long work has come: told by whoever does it, shown by whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

# Called with the name of the stage, how much of it is done, and how much there is.
Progress: TypeAlias = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""
