"""Columns that speak of private persons: known by their header or by what stands in them, and left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reclaim.store.registers.words import contents, personal, personal_words, phrase_in, plain, table

# Headers that are as often the name of a thing, or the French word for a number: the cells decide.
_UNSURE = frozenset({"name", "names", "nome", "nombre", "nombres", "nom", "noms", "имя", "الاسم", "اسم", "نام", "نوم",
                     "isim", "ad", "bi", "contact", "height", "cor", "grade"})
# Of a cell, so many characters are looked at: expressions may take the square of its length.
_LOOKED_AT = 400
PROSE = "persons in its text"
_SHARE_OF_COLUMN, _SHARE_OF_PROSE, _LEAST = 0.4, 0.0005, 2


def by_header(parts: tuple[str, ...]) -> str | None:
    """The class of personal column (`names`, `births` ...) that a header names, or None."""
    whole, within = personal()
    words = [plain(p) for p in parts]
    joined = plain(" ".join(parts))
    for text in [*reversed(words), joined]:
        if text in whole:
            return whole[text]
    for text in [joined, *words]:
        found = phrase_in(text, within)
        if found is not None:
            return found[1]
    return "names" if _names_somebody(joined) or _says_who(words) else None


def _names_somebody(header: str) -> bool:
    """Whether a header speaks of a name, and of no thing that has one."""
    words = set(header.split())
    return len(words & personal_words("naming", "words")) > 0 and len(words & personal_words("naming", "things")) == 0


def _says_who(parts: list[str]) -> bool:
    """Whether a header says who did something: `received by`."""
    return any(p == end or p.endswith(f" {end}") for p in parts for end in personal_words("doers", "ends"))


def unsure(parts: tuple[str, ...]) -> bool:
    """Whether the header alone does not say if it is of persons or of things."""
    words = [plain(p) for p in parts]
    return any(w in _UNSURE for w in words) or _says_who(words)


def organisations(cells: Sequence[str]) -> float:
    """The share of cells, of those that are not empty, that name an organisation."""
    filled = [plain(c) for c in cells if c.strip() != ""]
    known = personal_words("doers", "organisations")
    return sum(any(w in known for w in c.split()) for c in filled) / len(filled) if len(filled) > 0 else 0.0


def by_content(cells: Sequence[str]) -> str | None:
    """The class of personal column that the cells of a sample show, or None."""
    filled = [c.strip()[:_LOOKED_AT] for c in cells if c.strip() != ""]
    if len(filled) < _LEAST:
        return None
    nsn = contents()["nsn"]
    numbers = sum(_numbers().fullmatch(c) is not None and nsn.fullmatch(c) is None for c in filled)
    if numbers >= _SHARE_OF_COLUMN * len(filled):
        return "identity or telephone numbers"
    inside = sum(_prose().search(c) is not None and nsn.search(c) is None for c in filled)
    if in_prose(inside, len(filled)):
        return PROSE
    if sum(_streets().search(c) is not None and re.search(r"\d", c) is not None for c in filled) >= (
            _SHARE_OF_COLUMN * len(filled)):
        return "addresses"
    if sum(is_name(c) for c in filled) >= _SHARE_OF_COLUMN * len(filled):
        return "names"
    return None


def in_prose(hits: int, filled: int) -> bool:
    """Whether so many cells that name somebody, of so many that hold anything, make a column personal."""
    return hits >= max(_LEAST, _SHARE_OF_PROSE * filled)


def prose_pattern() -> str:
    """What names somebody inside a text, as one expression."""
    return _prose().pattern


def is_name(cell: str) -> bool:
    """Whether a cell reads like a person's name: two to five words without digits, one a common given name."""
    words = plain(cell).split()
    if not 2 <= len(words) <= 5 or re.search(r"\d", cell) is not None:
        return False
    things = contents()["types"] | contents()["makers"]
    return any(w in personal_words("given", "names") for w in words) and not any(w in things for w in words)


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in table("personal")["contents"]["whole"]))


@cache
def _prose() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in table("personal")["contents"]["within"]))


@cache
def _streets() -> re.Pattern[str]:
    return re.compile(table("personal")["contents"]["streets"])
