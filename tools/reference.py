"""Write docs/reference.md from the code: commands with their help, and words. Run: python -m tools.reference"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"


def reference() -> str:
    """The whole page."""
    parts = ["# Reference", "", "Made from the code by `python -m tools.reference`; a test holds it to the code.", "",
             "## Commands", ""]
    for name in command_names():
        parts += [f"### reclaim {name}", "", "```", _help(name.split()), "```", ""]
    parts += ["## Words", ""]
    for title, words in _words():
        parts += [f"**{title}**: {', '.join(words)}", ""]
    return "\n".join(parts)


def command_names() -> list[str]:
    """The commands, in the order of `reclaim --help`, those of `register` one by one."""
    from reclaim.cli.main import COMMANDS

    names = [name for _, name in COMMANDS]
    at = names.index("register")
    return [*names[:at], "register add", "register list", "register show", *names[at + 1:]]


def _help(words: list[str]) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-m", "reclaim", *words, "--help"], capture_output=True, text=True,
                          check=True, env=environment)
    return "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", done.stdout).strip("\n").split("\n"))


def _words() -> list[tuple[str, list[str]]]:
    from reclaim.model.claim import ClaimForm, Modality, Polarity
    from reclaim.model.discrepancy import DiscrepancyClass
    from reclaim.model.event import Basis, EventKind
    from reclaim.model.place import Precision
    from reclaim.model.quantity import CountKind, Counts, Qualifier
    from reclaim.model.register import RegisterKind
    from reclaim.model.step import StepKind
    from reclaim.model.verdict import VerdictWord
    from reclaim.model.when import DateBasis

    lists = (("Claim forms", ClaimForm), ("Polarity", Polarity), ("Modality", Modality), ("Verdicts", VerdictWord),
             ("Kinds of event", EventKind), ("Basis of an event", Basis), ("Kinds of count", CountKind),
             ("What is counted", Counts), ("Qualifiers", Qualifier), ("Precision of a place", Precision),
             ("How a date is known", DateBasis), ("Kinds of register", RegisterKind),
             ("Steps of a retrieval", StepKind), ("Classes of discrepancy", DiscrepancyClass))
    return [(title, [str(word) for word in words]) for title, words in lists]  # type: ignore[attr-defined]


if __name__ == "__main__":
    PLACE.write_text(reference() + "\n", encoding="utf-8")
