"""The heart: what everything else speaks of. Frozen values, standard library only."""

from __future__ import annotations
