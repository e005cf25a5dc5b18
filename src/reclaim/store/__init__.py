"""The case folder: records, registers, sources, decisions, and the audit log."""

from __future__ import annotations
