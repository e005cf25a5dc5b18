"""Reclaim accounts for weapons that left control."""

from __future__ import annotations

from reclaim.version import VERSION as __version__

__all__ = ["__version__"]
