"""Names of arms in a paragraph: generic words, the catalogue's, designations; never an arms race or a motorway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reclaim.documents.lexicon import rows, words_of
from reclaim.model.equipment import Type

_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[-/.'’][A-Za-z0-9À-ɏ]+)*")
_SPLIT = re.compile(r"\b(?P<stem>M\s?-?\s?\d{1,4}|AK|AN/PVS)\s*[,/]\s*(?P<variant>A\d)\b")


@dataclass(frozen=True, slots=True)
class Name:
    """A way to write arms: words, the class they name, how sure that is, and the catalogue types they may be."""

    written: str
    category: str
    strength: str
    types: tuple[str, ...] = ()
    designator: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found at `start` to `end` of a paragraph."""

    start: int
    end: int
    name: Name
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """All names of arms, found by their normalised first word."""

    by_key: dict[str, Name]
    longest: int

    def find(self, text: str) -> list[Hit]:
        """The names in `text`, longest first, never overlapping, false friends left out."""
        tokens = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
        barred = _false_friends(text)
        hits: list[Hit] = []
        at = 0
        while at < len(tokens):
            hit = self._longest_at(text, tokens, at, barred)
            if hit is None:
                at += 1
                continue
            hits.append(hit)
            while at < len(tokens) and tokens[at][0] < hit.end:
                at += 1
        return _with_slips(text, hits)

    def _longest_at(
        self, text: str, tokens: list[tuple[int, int, str]], at: int, barred: list[tuple[int, int]]
    ) -> Hit | None:
        for size in range(min(self.longest, len(tokens) - at), 0, -1):
            start, end = tokens[at][0], tokens[at + size - 1][1]
            words = text[start:end]
            if "\n\n" in words or re.search(r"[.;:!?()]\s", words) is not None:
                continue
            name = self.by_key.get(key_of(words)) or self.by_key.get(_singular_key(words))
            if name is None or any(a < end and start < b for a, b in barred):
                continue
            if name.designator and not _designates(text, start, end, words, name):
                continue
            return Hit(start, end, name)
        return None


def key_of(words: str) -> str:
    """Words as compared: case, hyphens, blanks and dots do not count; letters and digits do, and their borders."""
    folded = words.casefold().replace("’", "'")
    return re.sub(r"[\s\-–./]+", "", folded)


def _singular_key(words: str) -> str:
    key = key_of(words)
    if key.endswith("'s"):
        return key[:-2]
    if key.endswith("ies"):
        return key[:-3] + "y"
    return key[:-1] if key.endswith("s") else key


def names_of(types: Sequence[Type]) -> Names:
    """The names of the generic lexicon and of a catalogue together; the catalogue's own words win."""
    found = dict(_generic())
    for type_ in types:
        for written in (type_.name, *type_.aliases):
            _offer(found, written, type_)
    longest = max((len(_WORD.findall(n.written)) for n in found.values()), default=1)
    return Names(found, min(longest, 8))


def _offer(found: dict[str, Name], written: str, type_: Type) -> None:
    written = re.sub(r"\s*\([^)]*\)", "", written).strip()
    key = key_of(written)
    if len(key) < 2 or written.casefold() in words_of("too_common.csv"):
        return
    known = found.get(key) or found.get(_singular_key(written))
    types = (type_.id,) if known is None else (*known.types, *(t for t in (type_.id,) if t not in known.types))
    designator = any(c.isdigit() for c in written) and len(written.split()) <= 2
    noun = _generic().get(_singular_key(written.split()[-1]))
    told = noun is not None and noun.strength == "strong" and not noun.designator
    unsure = len(key) < 5 or designator
    strength = known.strength if known is not None else "strong" if told or not unsure else "context"
    category = type_.category if known is None else known.category
    found[key] = Name(written, category, strength, types, designator)


@cache
def _generic() -> dict[str, Name]:
    found = {key_of(r["word"]): Name(r["word"], r["category"], r["strength"]) for r in rows("arms.csv")}
    for r in rows("designators.csv"):
        found[key_of(r["word"])] = Name(r["word"], r["category"], r["strength"], (), True)
    return found


@cache
def _friends() -> re.Pattern[str]:
    phrases = sorted((r["phrase"] for r in rows("false_friends.csv")), key=len, reverse=True)
    return re.compile(
        r"(?i)\b(?:" + "|".join(re.escape(p).replace(r"\ ", r"[\s-]+") for p in phrases) + r")(?:s|'s)?\b"
    )


def _false_friends(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _friends().finditer(text.replace("’", "'"))]


def _designates(text: str, start: int, end: int, words: str, name: Name) -> bool:
    """A designator keeps its capital letters, and what follows does not turn it into a road or a chip."""
    letters = [c for c in words if c.isalpha()]
    if len(letters) == 0 or not letters[0].isupper():
        return False
    if len(words) <= 5 and any(c.islower() for c in words.rstrip("s")) and sum(c.isupper() for c in words) < 1:
        return False
    if start > 0 and text[start - 1] in "$€£#@/":
        return False
    following = re.match(r"[\s-]+([A-Za-z]+)", text[end:])
    before = re.search(r"([A-Za-z]+)\s+$", text[max(0, start - 20) : start])
    if following is not None and following[1].casefold() in words_of("not_after.csv"):
        return False
    return (
        before is None
        or before[1].casefold() not in ("the", "junction", "route", "road", "size", "chapter")
        or following is not None
    )


def _with_slips(text: str, hits: list[Hit]) -> list[Hit]:
    """ "M16, A4" is one weapon that the press cut in two."""
    slips = list(_SPLIT.finditer(text))
    if len(slips) == 0:
        return hits
    kept: list[Hit] = []
    for hit in hits:
        cut = next((m for m in slips if m.start() < hit.end and hit.start < m.end()), None)
        if cut is None:
            kept.append(hit)
        elif hit.start <= cut.start() + 1:
            kept.append(Hit(hit.start, max(hit.end, cut.end()), hit.name, "one designation written as two"))
    return kept
