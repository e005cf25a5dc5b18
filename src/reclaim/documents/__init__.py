"""Bytes to text with positions, and text to proposals that a person accepts or rejects."""

from __future__ import annotations
