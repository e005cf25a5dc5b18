"""The word lists that the rules read: data that a person can read and extend (`reclaim/data/reading`)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reclaim.model.claim import Modality, Polarity


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a word list, as written."""
    text = files("reclaim").joinpath("data", "reading", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that puts words in somebody's mouth, and what it takes.

    `takes`: c a clause, i an infinitive, o an object, q a quotation, a "X as Y", r an object with a predicate,
    g a gerund; d says that the object is the one who is addressed. `sort`: say, mind, show, want, stance, noun.
    """

    word: str
    pos: str
    takes: str
    modality: Modality
    polarity: Polarity
    sort: str = "say"


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """By (word, part of speech)."""
    listed = (
        Cue(r["word"], r["pos"], r["takes"], Modality(r["modality"]), Polarity(r["polarity"]), r["sort"])
        for r in rows("cues.csv")
    )
    return {(c.word, c.pos): c for c in listed}


@cache
def words_of(name: str, column: str = "word") -> frozenset[str]:
    """One column of a list as a set."""
    return frozenset(r[column] for r in rows(name) if r[column] != "")


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one of the short lists in `word_lists.csv`."""
    return frozenset(r["word"] for r in rows("word_lists.csv") if r["list"] == name)


@cache
def any_of(name: str) -> str:
    """The words of a short list as alternatives of a pattern."""
    return "|".join(re.escape(w) for w in sorted(listed(name), key=lambda w: (-len(w), w)))


@cache
def sign(name: str) -> re.Pattern[str]:
    """The pattern of a sign in `propositions.csv`: any of its rows, in any case of letters."""
    return re.compile("(?i)" + "|".join(r["pattern"] for r in rows("propositions.csv") if r["sign"] == name))
