"""The door at the command line: parses input, shows output, holds no rules."""

from __future__ import annotations
