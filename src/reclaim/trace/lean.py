"""A start without what would not be used, for a process that answers one mark and ends."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, cast

# What Numba looks for before its first kernel though no kernel here uses it, and the module of its own that looks:
# linear algebra, foreign functions, and a file of settings.
_UNUSED = {"scipy.linalg.cython_blas": "numba.np.arraymath", "cffi": "numba.core.typing.cffi_utils",
           "yaml": "numba.core.config"}


def lean_start() -> None:
    """Loads Numba without what no kernel here uses: a quarter of a second, much for a process that answers one mark.
    Not for a process that is somebody else's, whose kernels might use it."""
    modules = cast("dict[str, Any]", sys.modules)
    hidden = [sought for sought in _UNUSED if sought not in modules]
    modules.update(dict.fromkeys(hidden))
    for sought in hidden:
        import_module(_UNUSED[sought])
    for sought in hidden:
        del modules[sought]
