"""The search of registers for a mark: index, search, and how sure a candidate is."""

from __future__ import annotations
