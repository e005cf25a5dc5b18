"""Files written by hand that a command changes too: a register's `register.toml`, `case.toml`.

A file and a database cannot change in one step. So the new text is first written beside (`.register.toml.next`), the
transaction records its hash, and only then it takes its place. A process killed in between leaves a text beside that
the database has recorded: whoever opens the case next puts it in its place. A text that the database has not recorded
is that of a command which never came to its end, and the next writer removes it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reclaim.store import safely
from reclaim.store.folder import Folder

_NEXT = ".next"


def put_beside(path: Path, content: bytes) -> None:
    """Write the text that is to stand at `path` once the transaction is through."""
    safely.write(_beside(path), content)


def waiting(folder: Folder) -> list[Path]:
    """The texts that wait beside their places."""
    found = [_beside(folder.toml)] if _beside(folder.toml).is_file() else []
    return found + sorted(folder.registers.glob(f"*/.register.toml{_NEXT}"))


def settle(folder: Folder, recorded: Mapping[str, str], *, writing: bool) -> None:
    """Put in their places the texts that the database has recorded; while `writing`, remove the others."""
    for beside in waiting(folder):
        place = beside.with_name(beside.name.removeprefix(".").removesuffix(_NEXT))
        # Another reader may be a step ahead; then the text is where it belongs.
        with suppress(FileNotFoundError):
            if hashlib.sha256(beside.read_bytes()).hexdigest() == recorded.get(folder.inside(place)):
                os.replace(beside, place)
                safely.flush(place.parent)
            elif writing:
                beside.unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{_NEXT}")
