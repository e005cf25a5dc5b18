"""Compiling kernels with Numba, keeping what was compiled, and saying so when it takes a while.

`entry` marks a kernel that Python calls: it is compiled on its first call and kept on disk. `inner` and
`lean` mark kernels that only other kernels call: they become part of their callers.

Where compiled code is kept: beside the source (`__pycache__`) if that can be written, else in the user's
cache folder, else in a folder of the system's temporary files. Its name holds the digest of the kernel's source and
of all that it imports: Numba by itself looks only at the file of the entry kernel, and would go on using an old
`inner` one.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import caching as numba_caching
from numba.core import config as numba_config
from numba.core import event as numba_event

njit: Any = numba.njit
config: Any = numba_config
event: Any = numba_event
caching: Any = numba_caching

log = logging.getLogger("reclaim.trace")

MESSAGE = "compiling the search for this machine (once; about a minute)"

Announce = Callable[[str], None]

Int = Any
"""A machine integer in a kernel: int64, or uint64 where it is a word of bits or a hash; Numba infers which."""

Bool = Any
"""A truth value in a kernel."""


def entry(function: Callable[..., Any]) -> Any:
    """A kernel called from Python: runs without the interpreter's lock, and is kept once compiled."""
    dispatcher = njit(nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)
    try:
        dispatcher.enable_caching()
    except RuntimeError:  # neither the source folder nor the user's cache can be written
        kept, config.CACHE_DIR = config.CACHE_DIR, tempfile.gettempdir()
        dispatcher.enable_caching()
        config.CACHE_DIR = kept
    digest = sources_digest(Path(function.__code__.co_filename))
    kept_as = f"{function.__module__.rpartition('.')[2]}.{function.__name__}-{digest[:16]}"
    cache_path = dispatcher._cache.cache_path
    dispatcher._cache._cache_file = caching.IndexDataCacheFile(cache_path, kept_as, digest)
    return dispatcher


inner: Any = njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""A kernel called by kernels: there is no way in from Python."""

lean: Any = njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
"""An inner kernel that neither makes nor returns arrays. It does not count references to those that it is handed:
that would cost more than the work of a small kernel. The entry kernel holds the arrays."""

tiny: Any = njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False, forceinline=True)
"""A lean kernel that is always put into its callers: handing over arrays (seven words each) costs more than its work."""


@cache
def sources_digest(source: Path) -> str:
    """SHA-256 over a file and all modules of this room that it imports, directly or not."""
    room = Path(__file__).parent
    wanted, seen = [source, Path(__file__)], set()
    while len(wanted) > 0:
        path = wanted.pop()
        if path not in seen:
            seen.add(path)
            wanted.extend(room / f"{name}.py" for name in _imported(path))
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(seen):
        digest.update(path.name.encode() + b"\0" + _source(path))
    return digest.hexdigest()


@cache
def _source(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _imported(path: Path) -> list[str]:
    return re.findall(r"^from reclaim\.trace\.(\w+) import", _source(path).decode("utf-8"), re.MULTILINE)


class _FirstCompile(numba_event.Listener):
    """Calls `announce` once, when the first kernel has to be compiled rather than loaded."""

    def __init__(self, announce: Announce) -> None:
        self._announce: Announce | None = announce

    def on_start(self, event: Any) -> None:
        kernel = str(event.data["dispatcher"].py_func.__module__)
        if self._announce is not None and kernel.startswith("reclaim."):
            announce, self._announce = self._announce, None
            announce(MESSAGE)

    def on_end(self, event: Any) -> None:
        """Nothing to say at the end."""


_listener: _FirstCompile | None = None


def on_compile(announce: Announce) -> None:
    """From now on, tell `announce` (instead of the log `reclaim.trace`) when kernels must be compiled."""
    global _listener
    if _listener is not None:
        event.unregister("numba:compile", _listener)
    _listener = _FirstCompile(announce)
    event.register("numba:compile", _listener)


on_compile(log.warning)
