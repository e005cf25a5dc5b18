"""Kernels are compiled once, however many workers run the tests: the others wait and load what was kept."""

from __future__ import annotations

import fcntl
import tempfile
from pathlib import Path

import pytest

from reclaim.trace import SerialIndex


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    with (Path(tempfile.gettempdir()) / "reclaim-compiling.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        index = SerialIndex.build(["ABC12345", "12K"], threads=1).append(["ABC12345"], threads=1)
        index.search(["ABC12345", "A??1*"], threads=1)
        index.matches(["ABC12345"], threads=1)
        index.counts(["ABC12345"], threads=1)
