"""The rings hold, the heart is standard library only, and help comes at once."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import reclaim

SRC = Path(reclaim.__file__).parent
HEART = sorted((SRC / "model").glob("*.py"))


@pytest.mark.parametrize("path", HEART, ids=lambda p: p.stem)
def test_the_heart_imports_the_standard_library_and_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        for name in names:
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or name.startswith("reclaim.model"), f"{path.name} imports {name}"
            assert top not in {"os", "pathlib", "io", "socket", "sqlite3", "subprocess", "time", "random"}, (
                f"{path.name} imports {name}: the heart has no I/O and no clock")


def test_help_loads_no_heavy_library() -> None:
    script = ("import sys; from reclaim.cli.main import run; sys.argv = ['reclaim', '--help']\n"
              "try:\n run()\nexcept SystemExit: pass\n"
              "heavy = {'sqlalchemy', 'pyarrow', 'numba', 'duckdb', 'spacy', 'highspy', 'numpy', 'fastapi', 'typst'}\n"
              "print('HEAVY', sorted(heavy & set(sys.modules)))")
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "HEAVY []" in out
