"""Compiling is said once, kept, and kept apart by what was compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from reclaim.trace import compiled
from reclaim.trace.kernels_rank import rank_within


def test_a_kernel_that_must_be_compiled_says_so_once() -> None:
    messages: list[str] = []
    listener = compiled._FirstCompile(messages.append)

    class Started:
        data: ClassVar = {"dispatcher": rank_within}

    listener.on_start(Started())
    listener.on_start(Started())
    assert messages == [compiled.MESSAGE]


def test_the_digest_covers_what_a_kernel_imports(tmp_path: Path) -> None:
    alone, importing = tmp_path / "alone.py", tmp_path / "importing.py"
    alone.write_text("X = 1\n")
    importing.write_text("from reclaim.trace.kernels_rank import rank_within\n")
    assert compiled.sources_digest(alone) != compiled.sources_digest(importing)
    again = tmp_path / "again" / "importing.py"
    again.parent.mkdir()
    again.write_text(importing.read_text())
    assert compiled.sources_digest(again) == compiled.sources_digest(importing)


def test_kernels_load_in_a_fresh_process_without_compiling() -> None:
    """After the first search on a machine, the next process finds the kernels ready."""
    code = (
        "from reclaim.trace import compiled; said = []; compiled.on_compile(said.append)\n"
        "from reclaim.trace import SerialIndex\n"
        "index = SerialIndex.build(['ABC12345', '12K'], threads=1)\n"
        "index.search(['ABC12345', 'A??1*'], threads=1)\n"
        "print(len(said))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert run.stdout.strip() == "0"


def test_a_lean_start_searches_without_what_no_kernel_uses_and_leaves_it_for_others() -> None:
    code = (
        "import sys\n"
        "from reclaim.trace.lean import lean_start\n"
        "lean_start()\n"
        "from reclaim.trace.index import SerialIndex\n"
        "found = SerialIndex.build(['W104340', 'W204340']).search(['W104348'], threads=1)\n"
        "assert 'scipy.linalg' not in sys.modules and 'cffi' not in sys.modules and 'yaml' not in sys.modules, 'loaded all the same'\n"
        "assert 'scipy.linalg.cython_blas' not in sys.modules, 'kept from those who want it'\n"
        "print(found.num_rows > 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr
