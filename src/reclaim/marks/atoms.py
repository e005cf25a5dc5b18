"""Atoms: a cell cut into words, codes and punctuation, each word with the concepts that it stands for.

A *code* holds a digit or a sign for an unread character and may be a piece of a mark; a *word* is letters only;
a *run* is an ellipsis. Calibres, dates and characters with two readings (``A(8/B)12``) are seen first, since
their punctuation would mislead. All patterns are linear in the length of the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from reclaim.marks.plain import LOST, word_key
from reclaim.marks.words import LEAST_MISSPELT, MISSPELT, NOTHING, Concepts, concepts_of, lexicon

SIGNS: Final = "?*#_" + LOST
"""Signs set for one character that could not be read (the last by a program)."""

FILLER: Final = "\x00"
"""Takes the place of a bracket that was dropped, so that indexes stay true."""

_FIRST_OPTION: Final = 0xE000
"""Private characters from here on stand for a place with two readings."""


class Shape(Enum):
    WORD = "word"
    CODE = "code"
    RUN = "run"
    PUNCTUATION = "punctuation"


@dataclass(slots=True)
class Atom:
    """A stretch of the plain text, ``start`` to ``end``. ``gap``: white space stands before it."""

    shape: Shape
    text: str
    start: int
    end: int
    gap: bool
    concepts: Concepts = NOTHING

    def has(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)

    @property
    def is_word(self) -> bool:
        return self.shape is Shape.WORD

    @property
    def is_code(self) -> bool:
        return self.shape is Shape.CODE


@dataclass(frozen=True, slots=True)
class Atoms:
    """All atoms of a cell, the text they index, and the readings of places that have two."""

    text: str
    atoms: list[Atom]
    options: dict[str, str]


def atoms_of(text: str) -> Atoms:
    """Cut a plain text into atoms; phrases that the lexicon knows become one word."""
    prepared, options = _with_options(_without_brackets_around_signs(text))
    claimed = {match.start(): (match.end(), concept) for concept, match in _ahead(prepared)}
    atoms = _joined_phrases(list(_cut(prepared, claimed)))
    return Atoms(prepared, atoms, options)


# What is seen before the cut


_BRACKETED_SIGNS: Final = re.compile(r"[(\[{]([?*#]{1,8})[)\]}]|(?:(?<=\w)|(?<!\w)(?=.{3}\w))[(\[]([xX])[)\]]")
_ONE_LAST_QUERY: Final = re.compile(r"[^?]*\w\s+\(\?\)[^\w?]*")
_BRACKETED_WORDS: Final = re.compile(r"[(\[]([^()\[\]]{2,30})[)\]]")
LONGEST_COUNTED: Final = 6
"""More dashes in a row than this were not counted out place by place."""
_DASHES_FOR_PLACES: Final = re.compile(r"(?<=\w)-{2,40}(?![\w-])|(?<![\w-])-{2,40}(?=\w)|(?<=\d)(?: -){2,9} ?(?=\d)")
_DOTS_FOR_PLACES: Final = re.compile(r"(?<=\w)\.\.(?=\w)|(?<![\w.])\.\.(?=\w)")
_BETWEEN: Final = r"\s?(?:[/|,]|\b(?:or|ou|o|или|або|أو|یا)\b)\s?"
_OPTIONS: Final = re.compile(
    rf"(?<=[\w?*])[(\[{{](\w){_BETWEEN}(\w)[)\]}}]|[(\[{{](\w){_BETWEEN}(\w)[)\]}}](?=[\w?*])"
    r"|(?<=\w)\[(\w)(\w)\](?=[\w?*]|$)"
    # One reading that is not sure: ``12(3?)45``.
    r"|(?<=[\w?*)])[(\[{](\w)\?[)\]}]|[(\[{](\w)\?[)\]}](?=[\w?*(])",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?<![\w/.-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?![\w/-])"
)


@cache
def _calibre() -> re.Pattern[str]:
    """Numbers that are calibres by their form; those known by a word beside them are left to the grammar."""

    def listed(concept: str) -> str:
        keys = (entry for entry, concepts in lexicon().written.items() if concept in concepts)
        return "|".join(sorted(map(re.escape, keys), key=lambda key: (-len(key), key)))

    unit = rf"(?:\s?(?:{listed('calibre_unit')})\b)"
    number = listed("calibre_number").replace(r"\.", "[.,]")
    return re.compile(
        rf"(?<![\w.,-])(?:\d{{1,2}}(?:[.,]\d{{1,2}})?\s?[xх]\s?\d{{2}}(?:[.,]\d)?r?{unit}?"
        rf"|(?:{number}){unit}?|\d{{1,2}}(?:[.,]\d{{1,2}})?{unit})(?![\w.,-]*\d)(?!\w)",
        re.IGNORECASE,
    )


def _ahead(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _DATE.finditer(text):
        yield "date", match
    for match in _calibre().finditer(text):
        yield "calibre", match


def _without_brackets_around_signs(text: str) -> str:
    """``51(?)7`` as ``51?7`` and dashes for places as ``?``, at the same length.

    One query in brackets after the whole (``35298 (?)``) doubts the reading and stays.
    """
    if ("(" in text or "[" in text or "{" in text) and _ONE_LAST_QUERY.fullmatch(text) is None:
        text = _BRACKETED_SIGNS.sub(lambda match: FILLER + (match[1] or "?") + FILLER, text)
        text = _BRACKETED_WORDS.sub(_unread_in_brackets, text)
    if ".." in text:
        text = _DOTS_FOR_PLACES.sub("??", text)
    if "--" in text or "- -" in text:
        text = _DASHES_FOR_PLACES.sub(_unread_dashes, text)
    return text


def _unread_dashes(match: re.Match[str]) -> str:
    if len(match[0]) > LONGEST_COUNTED and " " not in match[0]:
        return "…" + FILLER * (len(match[0]) - 1)
    return match[0].replace("-", "?")


def _unread_in_brackets(match: re.Match[str]) -> str:
    """``KP(illegible)714``: the words stand in the place of one character, with characters behind them."""
    behind = match.string[match.end() : match.end() + 1]
    if not (behind.isalnum() or (behind in "([" and behind != "")):
        return match[0]
    words = [concepts_of(word_key(word)) for word in re.findall(r"[^\W\d_]+", match[1])]
    if len(words) in (1, 2) and all(words) and "not_recorded" in frozenset().union(*words):
        return "?" + FILLER * (len(match[0]) - 1)
    return match[0]


def _with_options(text: str) -> tuple[str, dict[str, str]]:
    """``A(8/B)12`` as A, one private character, 12; and what that character may be."""
    options: dict[str, str] = {}

    def keep(match: re.Match[str]) -> str:
        stand_in = chr(_FIRST_OPTION + len(options))
        options[stand_in] = "".join(filter(None, match.groups())).upper()
        return stand_in + FILLER * (len(match[0]) - 1)

    if "(" in text or "[" in text or "{" in text:
        text = _OPTIONS.sub(keep, text)
    return text, options


# The cut


_PIECE: Final = re.compile(
    rf"(?P<space>\s+)|(?P<run>…|\.{{3,}})|(?P<code>[^\W\d_]{{2,}}'[st](?!\w)|[\w?*#{LOST}{FILLER}\ue000-\uf8ff]+)|(?P<other>.)",
    re.DOTALL,
)
_LEADING_ZERO: Final = re.compile(r"(?<!\w)0*&[0-9A-Za-z]*\d[\w?*]*")
_NUMBER_SIGN: Final = re.compile(r"(?P<label>[^\W\d_]{1,6})#(?P<rest>\w.*)")
_LETTER_FOR_DIGIT: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "8": None})


def _cut(text: str, claimed: dict[int, tuple[int, str]]) -> Iterator[Atom]:
    place, gap = 0, False
    while place < len(text):
        if place in claimed:
            end, concept = claimed[place]
            yield Atom(Shape.WORD, text[place:end], place, end, gap, frozenset((concept,)))
            place, gap = end, False
            continue
        zero = _LEADING_ZERO.match(text, place) if text[place] in "0&" else None
        match = zero or _PIECE.match(text, place)
        assert match is not None  # the last alternative takes any character
        place = match.end()
        if zero is not None:
            yield Atom(Shape.CODE, match[0], match.start(), place, gap)
        elif match.lastgroup == "space":
            if "\n" in match[0] or "\r" in match[0]:
                yield Atom(Shape.PUNCTUATION, "\n", match.start(), place, gap)
            gap = True
            continue
        elif match.lastgroup == "code":
            yield from _word_or_code(text, match[0], match.start(), gap)
        else:
            shape = Shape.RUN if match.lastgroup == "run" else Shape.PUNCTUATION
            yield Atom(shape, match[0], match.start(), place, gap)
        gap = False


_GLUED_WORD: Final = re.compile(r"([\u0370-\u06ff]{3,20})([^\u0370-\u06ff]+.*)$")
_GLUED_WORD_BEHIND: Final = re.compile(r"(.*[^\u0370-\u06ff])([\u0370-\u06ff]{3,20})$")
"""Words of the other scripts are often written without a space beside a number."""


def _word_or_code(text: str, piece: str, start: int, gap: bool) -> Iterator[Atom]:
    """One piece of letters, digits and signs as a word, a code, or a label with its code."""
    end = start + len(piece)
    last = not any(char.isalnum() for char in text[end : end + 80])
    if piece.isalpha() or "'" in piece:
        yield _word_or_crosses(piece, start, gap, last)
        return
    if LOST in piece and piece.replace(LOST, "").isalpha():
        yield _word(piece, start, gap, last)
        return
    glued = _GLUED_WORD.match(piece) or _GLUED_WORD_BEHIND.match(piece)
    if glued is not None and any(concepts_of(word_key(word)) for word in glued.groups() if not word[0].isascii()):
        for part in (1, 2):
            yield from _word_or_code(text, glued[part], start + glued.start(part), gap and part == 1)
        return
    core = piece.strip(SIGNS + FILLER)
    least = 4 if piece[0].isalpha() else 3
    if core.isalpha() and len(core) >= least and len(concepts_of(word_key(core), False)) > 0:
        offset = piece.index(core)
        yield _word(core, start + offset, gap, last)
        if piece.endswith("?"):
            yield Atom(Shape.PUNCTUATION, "?", end - 1, end, False)
        return
    if "_" in piece and all(part.isalpha() for part in piece.split("_")):
        yield from _parts_of(piece, start, gap)
        return
    labelled = _NUMBER_SIGN.fullmatch(piece)
    if labelled is not None and concepts_of(word_key(labelled["label"])) & {"number", "number_sign"}:
        yield _word(labelled["label"], start, gap, False)
        yield from _word_or_code(text, labelled["rest"], start + labelled.start("rest"), False)
        return
    if piece.startswith("#") and text.count("#") == 1:
        yield Atom(Shape.WORD, "#", start, start + 1, gap, frozenset({"number"}))
        if len(core) > 0:
            yield from _word_or_code(text, piece[1:], start + 1, False)
        return
    misspelt = _digits_for_letters(piece)
    if len(misspelt) > 0:
        yield Atom(Shape.WORD, piece, start, end, gap, misspelt)
        return
    known = lexicon().phrases.get((word_key(piece),), set()) & {"model"}
    yield Atom(Shape.CODE, piece, start, end, gap, frozenset(known))


_CROSSES_BEHIND: Final = re.compile(r"[A-Z]{1,5}(?:x{2,12}|X{3,12})")


def _word_or_crosses(piece: str, start: int, gap: bool, last: bool) -> Atom:
    """A word, unless it is letters with crosses for unread places behind (``KVJXXXXX``)."""
    if piece[-1] in "xX" and _CROSSES_BEHIND.fullmatch(piece) is not None and set(piece) != {"X"}:
        return Atom(Shape.CODE, piece, start, start + len(piece), gap)
    return _word(piece, start, gap, last)


def _word(text: str, start: int, gap: bool, last: bool) -> Atom:
    concepts = concepts_of(_key(text), last)
    return Atom(Shape.WORD, text, start, start + len(text), gap, concepts)


def _parts_of(piece: str, start: int, gap: bool) -> Iterator[Atom]:
    """``SEM_NUMERO``: words held together by underscores."""
    for part in piece.split("_"):
        if len(part) > 0:
            yield _word(part, start, gap, False)
        start += len(part) + 1
        gap = True


def _digits_for_letters(piece: str) -> Concepts:
    """Concepts of a word typed with one or two digits in it (``0BLITERADO``)."""
    digits = sum(char.isdigit() for char in piece)
    if digits == 1 and len(piece) == 4 and "0" in piece[1:]:
        return lexicon().listed(word_key(piece).translate(_LETTER_FOR_DIGIT)) & MISSPELT
    if not 1 <= digits <= 2 or len(piece) - digits < LEAST_MISSPELT - 1 or not piece.isalnum():
        return NOTHING
    return concepts_of(word_key(piece).translate(_LETTER_FOR_DIGIT)) & MISSPELT


# Phrases


_UNHEARD: Final = frozenset((".", "-", "'"))


def _joined_phrases(atoms: list[Atom]) -> list[Atom]:
    """Each longest phrase of the lexicon as one word; dots and dashes inside a phrase do not count."""
    joined: list[Atom] = []
    places = [place for place, atom in enumerate(atoms) if atom.text not in _UNHEARD or atom.gap]
    keys = [_phrase_key(atoms[place]) for place in places]
    rank = {place: order for order, place in enumerate(places)}
    place = 0
    while place < len(atoms):
        order = rank.get(place)
        length, concepts = (0, NOTHING) if order is None else lexicon().phrase(keys, order)
        if length == 0 or order is None:
            joined.append(atoms[place])
            place += 1
            continue
        last = places[order + length - 1]
        first = atoms[place]
        if (concepts == _MODEL and not _stands_alone(atoms, place, last)) or _are_initials(atoms, place, last):
            joined.append(first)
            place += 1
            continue
        text = " ".join(atom.text for atom in atoms[place : last + 1])
        joined.append(Atom(Shape.WORD, text, first.start, atoms[last].end, first.gap, concepts))
        place = last + 1
    return joined


def _are_initials(atoms: list[Atom], first: int, last: int) -> bool:
    """Single letters in front of a code (``N A 123``) open a serial; they are no abbreviation."""
    inside = atoms[first : last + 1]
    if not all(len(atom.text) == 1 and atom.text not in "/&" for atom in inside):
        return False
    return any(atom.text == "'" for atom in inside) or (last + 1 < len(atoms) and atoms[last + 1].is_code)


_MODEL: Final = frozenset({"model"})


def _stands_alone(atoms: list[Atom], first: int, last: int) -> bool:
    """Whether white space, a bracket or the end sets these atoms off: ``AK-47 123`` but not ``AK-47-123``."""
    before = atoms[first].gap or first == 0 or atoms[first - 1].text in "(["
    return before and (last + 1 == len(atoms) or atoms[last + 1].gap or atoms[last + 1].text in ",;:)]")


def _phrase_key(atom: Atom) -> str:
    if atom.shape in (Shape.WORD, Shape.CODE):
        return _key(atom.text)
    return atom.text


def _key(text: str) -> str:
    """The look-up key of a word, without what a decoder lost and without apostrophes."""
    return word_key(text.replace(LOST, "").replace("'", ""))
