"""Careful logic on thousands of records: items, custody, claims, retrieval, bounds."""

from __future__ import annotations
