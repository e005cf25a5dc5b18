"""Names of arms in a paragraph: generic words, the catalogue's, designations; never an arms race or a motorway."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from reclaim.documents.lexicon import listed, rows, words_of
from reclaim.model.equipment import Type

_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[-/.'’][A-Za-z0-9À-ɏ]+)*")
_SEPARATORS = re.compile(r"[\s\-–./]+")
_GAP = re.compile(r"[ \t\n\u00a0-]{0,2}|[–/]|\n[ \t]*")
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


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """All names of arms by their keys; `beginnings` are the beginnings of keys: most words are none and are passed."""

    by_key: dict[str, Name]
    beginnings: frozenset[str]

    @lru_cache(maxsize=1024)  # noqa: B019  the gate looks at a paragraph before it is read; few sets of names live
    def find(self, text: str) -> tuple[Hit, ...]:
        """The names in `text`, longest first, never overlapping, false friends left out."""
        tokens = [(m.start(), m.end(), key_of(m[0])) for m in _WORD.finditer(text)]
        hits: list[Hit] = []
        free_from = 0
        for at, (start, _, key) in enumerate(tokens):
            if start < free_from or (key not in self.beginnings and _singular(key) not in self.by_key):
                continue
            hit = self._longest_at(text, tokens, at)
            if hit is not None:
                hits.append(hit)
                free_from = hit.end
        return tuple(_with_slips(text, hits))

    def _longest_at(self, text: str, tokens: list[tuple[int, int, str]], at: int) -> Hit | None:
        start, end, key = tokens[at]
        found: Hit | None = None
        while True:
            name = self.by_key.get(key) or self.by_key.get(_singular(key))
            if name is not None and not _false_friend(text, start, end):
                found = _hit(text, start, end, name) or found
            at += 1
            if at >= len(tokens) or _GAP.fullmatch(text, end, tokens[at][0]) is None:
                return found
            key, end = key + tokens[at][2], tokens[at][1]
            if key not in self.beginnings and _singular(key) not in self.by_key:
                return found


def _hit(text: str, start: int, end: int, name: Name) -> Hit | None:
    words = text[start:end]
    if name.designator and not _designates(text, start, end, words, name):
        return None
    return Hit(start, end, replace(name, strength=_strength(text, start, end, name)))


def _strength(text: str, start: int, end: int, name: Name) -> str:
    """As listed; bare words in the singular are less, and a name that wants a deed is sure beside a word of one."""
    if _one_of_nobody(text, start, text[start:end]):
        return "context"
    if name.strength != "deed":
        return name.strength
    around = _words_of(text[max(0, start - 70) : end + 70])
    return "strong" if any(w in listed("deed") for w in around) else "context"


def key_of(words: str) -> str:
    """Words as compared: case, hyphens, blanks and dots do not count; letters and digits do, and their borders."""
    folded = words.casefold()
    return folded if folded.isalnum() else _SEPARATORS.sub("", folded.replace("’", "'"))


def _singular_key(words: str) -> str:
    return _singular(key_of(words))


def _singular(key: str) -> str:
    if key.endswith("'s"):
        return key[:-2]
    if key.endswith("ies"):
        return key[:-3] + "y"
    return key[:-1] if key.endswith("s") else key


def names_of(types: Sequence[Type]) -> Names:
    """The names of the generic lexicon and of a catalogue together; the catalogue's own words win."""
    return _names(tuple(types))


@lru_cache(maxsize=4)
def _names(types: tuple[Type, ...]) -> Names:
    found = dict(_generic())
    for type_ in types:
        for written in (type_.name, *type_.aliases):
            _offer(found, written, type_)
    return Names(found, frozenset(key[:k] for key in found for k in range(1, len(key) + 1)))


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
def _friends() -> tuple[frozenset[tuple[str, ...]], int]:
    phrases = {tuple(_WORD.findall(r["phrase"].lower().replace("-", " "))) for r in rows("false_friends.csv")}
    return frozenset(phrases), max(len(p) for p in phrases)


@cache
def _in_friends() -> frozenset[str]:
    """All words of such phrases: a name without any of them is in none."""
    return frozenset(w for phrase in _friends()[0] for w in phrase)


def _false_friend(text: str, start: int, end: int) -> bool:
    """Whether the words around a name make a phrase in which it is no arms ("arms race", "a magic bullet")."""
    phrases, longest = _friends()
    inner = _words_of(text[start:end])
    if not any(w in _in_friends() or w.removesuffix("s") in _in_friends() for w in inner):
        return False
    head = _words_of(text[max(0, start - 60) : start])[-longest + 1 :]
    tail = _words_of(text[end : end + 60])[: longest - 1]
    words = [*head, *inner, *tail]
    for first in range(len(head) + len(inner)):
        for last in range(max(first, len(head)), min(first + longest, len(words))):
            phrase = tuple(words[first : last + 1])
            if phrase in phrases or (phrase[-1].endswith("s") and (*phrase[:-1], phrase[-1][:-1]) in phrases):
                return True
    return False


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'").replace("-", " "))


def _designates(text: str, start: int, end: int, words: str, name: Name) -> bool:
    """A designator keeps its capital letters, and what follows does not turn it into a road or a chip."""
    letters = [c for c in words if c.isalpha()]
    if len(letters) == 0 or not letters[0].isupper():
        return False
    bare = name.written.isalpha() and name.written.isupper()
    if bare and words.rstrip("s") != name.written:
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


def _one_of_nobody(text: str, start: int, words: str) -> bool:
    """“a weapon”, “his weapon”, “no weapon”: the bare word in the singular is not yet a matter of arms control."""
    if words.casefold() not in ("weapon", "firearm"):
        return False
    return (
        re.search(
            r"(?i)\b(?:an?|no|any|his|her|the|their|your|my|which|what|another|every)\s+$",
            text[max(0, start - 10) : start],
        )
        is not None
    )


def _with_slips(text: str, hits: list[Hit]) -> list[Hit]:
    """“M16, A4” is one weapon that the press cut in two."""
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
