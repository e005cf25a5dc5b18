"""The Arrow schemas of bulk records, and the bridge between a row and a value."""

from __future__ import annotations
