"""Writing TOML: the standard library only reads it. Tables of strings, numbers, booleans, lists and lists of tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def text(table: Mapping[str, Any], comment: str = "") -> str:
    """A table as TOML: plain values first, then lists of tables, each under a heading of its own."""
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    lines += [f"{_key(k)} = {_value(v)}" for k, v in table.items() if not _tables(v)]
    for name, rows in ((k, v) for k, v in table.items() if _tables(v)):
        for row in rows:
            lines += ["", f"[[{_key(name)}]]", *(f"{_key(k)} = {_value(v)}" for k, v in row.items())]
    return "\n".join(lines) + "\n"


def _tables(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 0 and (
        all(isinstance(v, Mapping) for v in value))


def _key(name: str) -> str:
    return name if name != "" and set(name) <= _BARE else _string(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return _string(str(value))


def _string(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but DEL must be escaped too; half a surrogate cannot be written."""
    clean = text.encode("utf-8", "replace").decode()
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
