"""Verdict tables: which finding has which grade, for each family of claim forms. Packaged data, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from reclaim.model.verdict import SlotTable, VerdictTable, VerdictWord

NAMES = ("control", "happening", "undone", "figure", "will", "title")


@cache
def verdict_tables() -> Mapping[str, VerdictTable]:
    """All verdict tables by name."""
    folder = files("reclaim") / "data" / "verdicts"
    return MappingProxyType({name: _table(name, (folder / f"{name}.toml").read_text("utf-8")) for name in NAMES})


def _table(name: str, text: str) -> VerdictTable:
    read = tomllib.loads(text)
    return VerdictTable(
        name, read["title"], read["why"], tuple(_slot(slot, cells) for slot, cells in read["slots"].items()),
        _words(read["verdicts"]["against"]), _words(read["verdicts"]["for"]), tuple(read["settle"].items()),
        MappingProxyType({form: (cells["refute"], cells["support"]) for form, cells in read["would"].items()}))


def _slot(name: str, cells: Mapping[str, Any]) -> SlotTable:
    grades = {word: (None if grade == "none" else int(grade), reason)
              for grade, found in cells.items() if grade != "asks" for word, reason in found.items()}
    return SlotTable(name, cells["asks"], MappingProxyType(grades))


def _words(cells: Mapping[str, str]) -> Mapping[int, VerdictWord]:
    return MappingProxyType({int(grade): VerdictWord(word) for grade, word in cells.items()})
