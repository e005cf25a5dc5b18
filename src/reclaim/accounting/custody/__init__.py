"""Who had each thing, when, and between which records it changed hands."""

from __future__ import annotations
