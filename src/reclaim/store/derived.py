"""Results of costly folds, named by the hash of what they were made from. Deleting them loses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from reclaim.model.canonical import Plain, digest
from reclaim.store import safely
from reclaim.version import VERSION

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def code() -> str:
    """The hash of Reclaim's own code: a result made by other code is made anew."""
    found = hashlib.sha256(VERSION.encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        found.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def kept(folder: Path, name: str, inputs: Plain, ending: str, make: Callable[[Path], None]) -> Path:
    """The file of a result, made by `make` if it is not there whole.

    `inputs` is all that the result depends on, but for the code. The file's own hash lies beside it, so that a
    damaged one is made again. Raises WriteError.
    """
    path = folder / f"{name}-{digest({'code': code(), 'inputs': inputs, 'name': name})[:32]}{ending}"
    seal = path.with_name(path.name + ".sha256")
    if not (path.is_file() and seal.is_file() and seal.read_text("ascii", "replace") == safely.sha256(path)):
        seal.unlink(missing_ok=True)
        safely.write_by(path, make)
        safely.write(seal, safely.sha256(path).encode("ascii"))
    return path
