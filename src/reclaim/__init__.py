"""Reclaim accounts for weapons that left control.

    import reclaim
    case = reclaim.open_case("my-case")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reclaim.version import VERSION as __version__

if TYPE_CHECKING:
    from pathlib import Path

    from reclaim.desk.case import Case

__all__ = ["__version__", "open_case"]


def open_case(path: str | Path) -> Case:
    """Open the case folder at `path`. Raises errors of `reclaim.model.errors`."""
    from reclaim.desk.case import open_case as open_folder

    return open_folder(path)
