"""No party, place or person of a shipped case stands in the code: the next case must need no edit."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import reclaim
from reclaim.desk.demo import shipped

SRC = Path(reclaim.__file__).parent
CASES = [SRC / "data" / "cases" / name for name in shipped()]  # invented lands may stand in the code as examples

# What the common rooms must know in every case: the record format and the fiscal year of one army's registers, the
# makers and inspectors that the trade's own formats and reports are named after, and words that are also common.
KNOWN_TO_THE_TRADE = {
    "united states", "us army", "u.s. army", "army", "police", "press", "media", "navy", "unknown", "various",
    "un", "united nations", "sigar", "gao", "dod", "interpol", "colt", "militants", "officials",
    "congress", "tank", "u.s.",
}


def words_of(case: Path) -> set[str]:
    """Names of the parties, places and speakers of a case, four letters or longer."""
    columns = {"parties": ("name", "aliases"), "events": ("place", "province", "country"),
               "stock": ("place", "province", "country", "stated_by"), "statements": ("speaker",)}
    words: set[str] = set()
    for form, names in columns.items():
        path = case / f"{form}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    words.update(w.strip() for n in names for w in (row.get(n) or "").split(";"))
    return {w for w in words if len(w) >= 4 and w.casefold() not in KNOWN_TO_THE_TRADE}


def code() -> dict[str, str]:
    """Every file of the package outside the data, by its path."""
    return {str(p.relative_to(SRC)): p.read_text(encoding="utf-8") for p in sorted(SRC.rglob("*"))
            if p.suffix in {".py", ".html", ".js", ".css", ".typ", ".toml", ".json", ".txt"}
            and "data" not in p.relative_to(SRC).parts and "vendor" not in p.relative_to(SRC).parts}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_no_name_of_the_case_stands_in_the_code(case: Path) -> None:
    words = words_of(case)
    assert len(words) > 30, "the word list must come from the case's own files"
    pattern = re.compile(r"(?<!\w)(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)",
                         re.IGNORECASE)
    found = [f"{path}:{text[:m.start()].count(chr(10)) + 1}: {m[0]}" for path, text in code().items()
             for m in pattern.finditer(text)]
    assert found == []


def test_the_search_would_find_a_name() -> None:
    case = CASES[0]
    word = sorted(words_of(case), key=len)[-1]
    assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", f"# {word}", re.IGNORECASE)
