"""Files that are either whole or not there: written beside, forced to the disk, then renamed into place."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reclaim.model.errors import WriteError

PART = ".part"
_BLOCK = 1 << 20


@contextmanager
def naming(place: Path | str) -> Iterator[None]:
    """Turn what the operating system says no to while writing into a WriteError that names `place`."""
    try:
        yield
    except OSError as error:
        raise _refused(error, str(place)) from error


def write(path: Path, content: bytes) -> None:
    """Write a whole file, or none. Raises WriteError; what stood there before is whole."""
    def fill(part: Path) -> None:
        part.write_bytes(content)

    write_by(path, fill)


def write_by(path: Path, fill: Callable[[Path], None]) -> None:
    """The same, with `fill` writing to the path that it is given.

    The file beside carries the number of the writing process, so that `sweep` can tell a leftover from work going on.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fill(part)
            flush(part)
            os.replace(part, path)
            flush(path.parent)
        finally:
            part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Force a file, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> list[Path]:
    """Remove what writers that died left unfinished in `folder`; what a living process writes is left alone."""
    gone = []
    for part in sorted(folder.glob(f".*{PART}")):
        owner = part.name.removesuffix(PART).rpartition(".")[2]
        if part.is_file() and owner.isdigit() and not alive(int(owner)):
            part.unlink(missing_ok=True)
            gone.append(part)
    return gone


def alive(process: int) -> bool:
    """Whether a process of that number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sha256(path: Path) -> str:
    """SHA-256 of a file, in blocks."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _refused(error: OSError, place: str) -> WriteError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return WriteError("the disk is full", where=place, mend="make room and run it again; nothing was changed")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WriteError("it cannot be written", where=place, mend="the folder is read-only, or another user's")
    return WriteError(f"it cannot be written: {error.strerror or error}", where=place)
