"""Registers, links and decisions to discrepancies and balances, as columns."""

from __future__ import annotations
