"""A whole value through the sieve: every text in it, and every place of stock no finer than a province."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_not
from typing import Any

from reclaim.model.line import StockLine
from reclaim.output.secrets import sieve

# Fields that hold ids, hashes and addresses of records: they are made here, not written by anybody.
MADE = frozenset({"id", "key", "keys", "record", "records", "anchor", "find", "stock", "notes", "source", "sources",
                  "head", "version", "sha256", "claim", "statement", "svg"})


_MADE_HERE = re.compile(r"[A-Za-z0-9_.:#!/;-]*")


def is_made(value: Any) -> bool:
    """Whether a value of such a field can be what is made here: somebody may have written words into it."""
    return not isinstance(value, str) or _MADE_HERE.fullmatch(value) is not None


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, but for those that it makes of the others itself; of any other kind none."""
    return tuple(field.name for field in fields(kind) if field.init) if is_dataclass(kind) else ()


class Sieve:
    """One pass over a value. `withheld` counts what was taken out, by what it was."""

    def __init__(self) -> None:
        self.withheld: Counter[str] = Counter()
        self._seen: dict[int, tuple[Any, Any]] = {}

    def lines(self, name: str) -> list[str]:
        """What was withheld, in words."""
        return [f"{name}: {what} was withheld in {count} place{'s' if count != 1 else ''}"
                for what, count in sorted(self.withheld.items())]

    def value(self, value: Any) -> Any:
        """The value as it may be shown; what needs no change is returned as it is."""
        kind: Any = type(value)
        if kind is str:
            return self.text(value)
        if kind is tuple:
            parts = [self.value(part) for part in value]
            return tuple(parts) if any(map(is_not, parts, value)) else value
        if isinstance(value, dict):
            parts = [self.value(part) for part in value.values()]
            return dict(zip(value, parts, strict=True)) if any(map(is_not, parts, value.values())) else value
        return value if len(_names(kind)) == 0 else self._dataclass(value)

    def text(self, text: str) -> str:
        """A text through the sieve."""
        shown, told = sieve(text)
        if len(told) > 0:
            self.withheld.update(told)
        return shown

    def _dataclass(self, value: Any) -> Any:
        held = self._seen.get(id(value))
        if held is not None:
            return held[1]
        changed = {}
        kind: Any = type(value)
        for name in _names(kind):
            own = getattr(value, name)
            if name not in MADE or isinstance(own, dict):
                shown = self.value(own)
                if shown is not own:
                    changed[name] = shown
        if isinstance(value, StockLine) and value.place != value.place.coarsened():
            changed["place"] = value.place.coarsened()
        shown = replace(value, **changed) if len(changed) > 0 else value
        self._seen[id(value)] = (value, shown)
        return shown
