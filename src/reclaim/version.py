"""The version, printed on every brief and kept with every derived result."""

from __future__ import annotations

VERSION = "0.1.0"
