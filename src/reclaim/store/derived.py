"""Results of costly folds, named by the hash of what they were made from. Deleting them loses nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from reclaim.model.canonical import Plain, digest
from reclaim.store import safely
from reclaim.version import VERSION

_SEAL = ".sha256"
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
    if not (path.is_file() and sound(path)):
        _seal(path).unlink(missing_ok=True)
        safely.write_by(path, make)
        seal(path)
    return path


def prune(folder: Path, prefix: str, most: int) -> None:
    """Remove the oldest results whose names begin so, beyond `most`. Who has one mapped keeps it until he lets go."""
    found = sorted((p for p in folder.glob(f"{prefix}*") if not p.name.endswith(_SEAL)), key=lambda p: p.stat().st_mtime)
    for path in found[:-most]:
        _seal(path).unlink(missing_ok=True)
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def seal(path: Path) -> None:
    """Write down the hashes of a result, a file or a folder of files, beside it: what `reclaim verify` compares."""
    safely.write(_seal(path), _hashes(path).encode("utf-8"))


def sound(path: Path) -> bool:
    """Whether a result is what was sealed."""
    beside = _seal(path)
    return beside.is_file() and beside.read_text("utf-8", "replace") == _hashes(path)


def sealed(folder: Path) -> list[Path]:
    """The results in `derived/` that have a seal."""
    results = (beside.with_name(beside.name.removesuffix(_SEAL)) for beside in folder.glob(f"*{_SEAL}"))
    return sorted(path for path in results if path.exists())


def _seal(path: Path) -> Path:
    return path.with_name(path.name + _SEAL)


def _hashes(path: Path) -> str:
    """As `sha256sum` writes them: a line a file, by its name in the folder."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return "".join(f"{safely.sha256(p)}  {p.relative_to(path.parent).as_posix()}\n" for p in files)
