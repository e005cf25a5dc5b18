"""Canonical JSON and the identities made from it.

Identities are SHA-256 over RFC 8785 canonical JSON. Only strings, integers, booleans, null, lists and maps with
ASCII keys are allowed; for these the standard library's writer with sorted keys gives exactly the RFC's bytes
(decimals travel as strings, so its number rules never come into play).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"


def canonical(value: Plain) -> bytes:
    """RFC 8785 bytes of `value`. Raises TypeError for a float or a key that is not ASCII text."""
    _check(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Plain) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _check(value: Plain) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError(f"a key must be ASCII text, not {key!r}")
            _check(inner)
        return
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for inner in value:
            _check(inner)
        return
    raise TypeError(f"{type(value).__name__} has no canonical form; decimals travel as strings")
