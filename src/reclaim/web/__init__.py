"""The door in a browser: parses input, shows pages, holds no rules."""

from __future__ import annotations
