"""`reclaim --help` is quick, and nothing heavy is read for it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time

from reclaim.cli.main import COMMANDS

HEAVY = ("sqlalchemy", "pyarrow", "numba", "numpy", "duckdb", "spacy", "highspy", "fastapi", "shapely", "xlsxwriter",
         "llvmlite", "jinja2", "typst", "trafilatura", "pdfplumber")
ENVIRONMENT = {**os.environ, "COLUMNS": "100"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "reclaim", *arguments], text=True, capture_output=True, check=False,
                          env=ENVIRONMENT)


def spent(*arguments: str) -> float:
    """Processor seconds of one Python process and its children; the clock on the wall would measure the neighbours too."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], capture_output=True, check=True, env=ENVIRONMENT)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_help_is_quick() -> None:
    """0.4 s where a core is free. Where it is shared, processor time itself grows, so a yardstick runs beside it: the
    library that draws the help takes 0.15 s of a free core, and what is ours may add as much again and a little."""
    helps, yardsticks = [], []
    for _ in range(6):
        helps.append(spent("-m", "reclaim", "--help"))
        if min(helps) < 0.4:
            return
        yardsticks.append(spent("-c", "import typer.rich_utils"))
    assert min(helps) < 2.5 * min(yardsticks)


def test_help_reads_nothing_heavy() -> None:
    code = ("import sys, json\nfrom reclaim.cli.main import main\nmain(['--help'])\n"
            f"print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))")
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True, env=ENVIRONMENT)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_every_command_says_what_it_does_and_gives_an_example() -> None:
    began = time.monotonic()
    said = run("--help").stdout
    for _, name in COMMANDS:
        assert re.search(rf"│ {name}\b", said), name
    # Each on its own, in one process.
    code = ("import sys\nfrom reclaim.cli.main import main\n"
            f"for name in {[n for _, n in COMMANDS]!r}:\n    print('###', name)\n    main([name, '--help'])\n")
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True, env=ENVIRONMENT)
    for page in done.stdout.split("### ")[1:]:
        name, _, text = page.partition("\n")
        assert f"reclaim {name}" in text, name
        assert "Example" in text or "Commands" in text, f"{name} gives no example"
    assert time.monotonic() - began < 60
