"""The words by which people speak of marks, read from data: which concepts a word or phrase stands for.

``data/marks/words/*.toml`` lists, for each language, the words of each concept. All languages are read
together, since cells mix them; one spelling may stand for several concepts (``no``: English "without", Spanish
"not", Portuguese "on the") and the grammar of the cell decides. A word that is not listed is looked for as a
form of a listed stem, then as a misspelling (one edit) or a cut-off beginning of a word that matters.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import reclaim
from reclaim.marks.plain import plain, word_key

Concepts = frozenset[str]
NOTHING: Final[Concepts] = frozenset()

FOLDER: Final = Path(reclaim.__file__).parent / "data" / "marks" / "words"

MISSPELT: Final = frozenset(
    {"removed", "altered", "not_recorded", "never_marked", "worn", "number", "shown", "restored", "partial"}
    | {"frame", "receiver", "slide", "barrel", "without", "rest", "digit", "borne"}
)
"""Concepts whose words are recognised when misspelt or cut off: those that decide what a cell says."""

ONLY_LISTED: Final = frozenset({"calibre_number", "calibre_unit", "force", "country"})
"""Lists that patterns are made of; their entries are no words of a cell."""

LEAST_STEM: Final = 3
LEAST_MISSPELT: Final = 6
LEAST_CUT_OFF: Final = 4
LONGEST_WORD: Final = 40

_PIECE: Final = re.compile(r"[^\W_]+|[/&°№]")


def pieces(text: str) -> tuple[str, ...]:
    """The look-up keys of a phrase: its words, and the slash of abbreviations like s/n."""
    return tuple(word_key(piece) for piece in _PIECE.findall(plain(text).text.replace("'", "")))


class Lexicon:
    """Entries as written, and, each made when it is first asked for, what words are looked up in."""

    def __init__(self, written: dict[str, set[str]]) -> None:
        self.written = written

    @cached_property
    def _keyed(self) -> list[tuple[tuple[str, ...], bool, set[str]]]:
        """Look-up keys of each entry that can be a word of a cell, whether it is a stem, and its concepts."""
        kept = ((entry, concepts - ONLY_LISTED) for entry, concepts in self.written.items())
        keyed = ((pieces(entry), entry.endswith("-"), concepts) for entry, concepts in kept if len(concepts) > 0)
        return [(keys, stem and len(keys) == 1, concepts) for keys, stem, concepts in keyed if len(keys) > 0]

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], set[str]]:
        """Concepts of words and phrases, by their keys."""
        found: dict[tuple[str, ...], set[str]] = {}
        for keys, stem, concepts in self._keyed:
            if not stem:
                found.setdefault(keys, set()).update(concepts)
        return found

    @cached_property
    def stems(self) -> dict[str, set[str]]:
        """Concepts of words whose forms go on after them."""
        found: dict[str, set[str]] = {}
        for keys, stem, concepts in self._keyed:
            if stem:
                found.setdefault(keys[0], set()).update(concepts)
        return found

    @cached_property
    def longest(self) -> dict[str, int]:
        """How many words the longest phrase has that begins with a word."""
        found: dict[str, int] = {}
        for keys in self.phrases:
            found[keys[0]] = max(found.get(keys[0], 0), len(keys))
        return found

    @cached_property
    def beginnings(self) -> dict[str, set[str]]:
        """What a cut-off word may stand for."""
        found: dict[str, set[str]] = {}
        for key, stem, concepts in self._deciding():
            for length in range(LEAST_CUT_OFF, len(key) if not stem else len(key) + 1):
                found.setdefault(key[:length], set()).update(concepts)
        return found

    @cached_property
    def misspelt(self) -> dict[str, set[str]]:
        """The words that become this when one of their letters, or none, is left out."""
        found: dict[str, set[str]] = {}
        for key, stem, _ in self._deciding():
            if len(key) >= (LEAST_MISSPELT - 1 if stem else LEAST_MISSPELT):
                for variant in _one_less(key):
                    found.setdefault(variant, set()).add(key)
        return found

    def _deciding(self) -> Iterator[tuple[str, bool, set[str]]]:
        for keys, stem, concepts in self._keyed:
            if len(keys) == 1 and not concepts.isdisjoint(MISSPELT):
                yield keys[0], stem, concepts & MISSPELT

    def phrase(self, keys: Sequence[str], start: int) -> tuple[int, Concepts]:
        """The longest phrase of two or more words that begins at ``start``: its length and concepts."""
        for length in range(min(self.longest.get(keys[start], 0), len(keys) - start), 1, -1):
            concepts = self.phrases.get(tuple(keys[start : start + length]))
            if concepts is not None:
                return length, frozenset(concepts)
        return 0, NOTHING

    def listed(self, key: str) -> Concepts:
        """Concepts of a word as listed, or as a form of the longest listed stem."""
        concepts = self.phrases.get((key,))
        if concepts is not None:
            return frozenset(concepts)
        for length in range(len(key), LEAST_STEM - 1, -1):
            stem = self.stems.get(key[:length])
            if stem is not None:
                return frozenset(stem)
        return NOTHING

    def guessed(self, key: str, cut_off: bool) -> Concepts:
        """Concepts of a word that is not listed, if it is one edit from one that is, or its beginning."""
        if len(key) >= LEAST_MISSPELT - 1:
            near = {word for word in self._near(key) if _one_edit(key, word)}
            if len(near) > 0:
                return frozenset(c for word in near for c in self._concepts(word) if c in MISSPELT)
        if cut_off and len(key) >= LEAST_CUT_OFF and 1 <= len(self.beginnings.get(key, ())) <= 2:
            return frozenset(self.beginnings[key])
        return NOTHING

    def _concepts(self, word: str) -> set[str]:
        return self.phrases.get((word,), set()) | self.stems.get(word, set())

    def _near(self, key: str) -> Iterator[str]:
        # A form of a stem may go on after it, so every beginning of the word is tried.
        for length in range(LEAST_MISSPELT - 2, len(key) + 1):
            for variant in _one_less(key[:length]):
                for word in self.misspelt.get(variant, ()):
                    if word in self.stems or length == len(key):
                        yield word


@cache
def lexicon() -> Lexicon:
    """All languages, read once."""
    written: dict[str, set[str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for concept, entries in table.items():
            if concept != "language":
                for entry in entries.split(","):
                    written.setdefault(entry.strip(), set()).add(concept)
    return Lexicon(written)


@cache
def concepts_of(key: str, cut_off: bool = False) -> Concepts:
    """What one word stands for; Arabic words also without their article and joined particles."""
    if len(key) > LONGEST_WORD:
        return NOTHING
    words = lexicon()
    concepts = words.listed(key)
    if len(concepts) > 0:
        return concepts
    for bare in _without_arabic_particles(key):
        concepts = words.listed(bare)
        if len(concepts) > 0:
            return concepts
    return words.guessed(key, cut_off)


_PARTICLES: Final = ("وبال", "وال", "بال", "فال", "كال", "کال", "لل", "ال", "و", "ف", "ب", "ل", "ک")


_ENDINGS: Final = ("تین", "تان", "ین", "ان", "ات", "ون", "ها", "هم", "ه", "ت", "ا", "ی")


def _without_arabic_particles(key: str) -> Iterator[str]:
    """The word without article and joined particles, then without endings of gender, number and possession."""
    if not "\u0621" <= key[:1] <= "\u06d2":
        return
    bare = [key[len(p) :] for p in _PARTICLES if key.startswith(p) and len(key) - len(p) >= 3]
    yield from bare
    for word in (key, *bare):
        yield from (word[: -len(e)] for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 4)


def _one_less(word: str) -> Iterator[str]:
    """The word, and the word with each one of its letters left out."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_edit(key: str, word: str) -> bool:
    """Whether some beginning of ``key`` (all of it, unless ``word`` is a stem) is within one edit of ``word``.

    One letter more, less, other, or two neighbours swapped.
    """
    lengths = {len(word) - 1, len(word), len(word) + 1} if word in lexicon().stems else {len(key)}
    return any(_within_one(key[:length], word) for length in lengths if length <= len(key))


def _within_one(one: str, other: str) -> bool:
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest_one, rest_other = one[start:], other[start:]
    if len(one) == len(other):
        swapped = len(rest_one) > 1 and rest_one[1::-1] + rest_one[2:] == rest_other
        return swapped or rest_one[1:] == rest_other[1:]
    return rest_one[1:] == rest_other or rest_one == rest_other[1:]
