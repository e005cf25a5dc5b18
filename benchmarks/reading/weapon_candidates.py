"""The weapons that a report may speak of: every head word with the strings that may name it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.reading.muc import Report, head_of
from reclaim.documents.items import names_of

WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_MEASURE = re.compile(
    r"(?:(?:over|almost|about|approximately)\s+)?(?:\d[\d,]*|\w+)\s+"
    r"(?:kg|kilograms?|kilos|grams|sticks|charges?|tons?|pounds|packages)\s+of\s+$"
)
NUMBERS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "several",
        "various",
        "many",
        "another",
        "some",
    ]
)
_NO_ARMS = frozenset({"vehicle", "aircraft", "body armour", "night vision", "sight"})


@dataclass(frozen=True, slots=True)
class Span:
    """One way to write a mention: "bombs", "powerful bombs", "two powerful bombs" all end at the same place.

    `whole` is true of the longest, `bare` of the head word alone.
    """

    written: str
    start: int
    end: int
    whole: bool
    bare: bool


class Vocabulary:
    """Head words and the words before them, from the training part and from the shipped names of arms."""

    def __init__(self, train: Sequence[Report]) -> None:
        fillers = [WORD.findall(m) for r in train for entity in r.gold for m in entity]
        self.heads = {head_of(words[-1]) for words in fillers if len(words) > 0}
        self.before = {w for words in fillers for w in words[:-1]} - {"in", "of", "with", "the"} | NUMBERS
        for name in names_of([]).by_key.values():
            if name.strength == "strong" and name.category not in _NO_ARMS:
                self.heads.add(head_of(name.written.lower()))
        self.heads = {h for h in self.heads if len(h) > 2}

    def spans(self, text: str) -> dict[str, list[Span]]:
        """By head word, every way to write each of its mentions."""
        tokens = list(WORD.finditer(text))
        found: dict[str, list[Span]] = defaultdict(list)
        for at, token in enumerate(tokens):
            head = head_of(token[0])
            if head not in self.heads:
                continue
            first = at
            while first > max(0, at - 3) and self._joins(text, tokens[first - 1], tokens[first]):
                first -= 1
            end, least = token.end(), tokens[first].start()
            for start in (t.start() for t in tokens[first : at + 1]):
                found[head].append(Span(plain(text[start:end]), start, end, start == least, start == token.start()))
            measured = _MEASURE.search(text[max(0, least - 45) : least])
            if measured is not None:
                start = max(0, least - 45) + measured.start()
                found[head].append(Span(plain(text[start:end]), start, end, True, False))
        return found

    def _joins(self, text: str, left: re.Match[str], right: re.Match[str]) -> bool:
        return left[0] in self.before and re.fullmatch(r"[\s-]+", text[left.end() : right.start()]) is not None


def plain(words: str) -> str:
    """The words alone."""
    return " ".join(WORD.findall(words))


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a report begin and end."""
    ends = [m.end() for m in re.finditer(r"[.?!][\"']?\s+|\n\n", text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))
