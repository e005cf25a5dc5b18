"""Registers as files: reading whatever keepers send, and keeping it as written."""

from __future__ import annotations
