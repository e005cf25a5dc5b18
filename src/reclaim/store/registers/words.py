"""Headers and labels as plain words, so that case, accents, punctuation and keyboards do not matter."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

# One letter, several code points by the keyboard: Arabic, Persian, Urdu.
_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ۀ": "ه", "ـ": "",
                         "ہ": "ه", "ھ": "ه", "ې": "ی"})
# `Serial number`, `Serial Nbr`, `Serial #`: one word.
_NUMBER = frozenset({"number", "nbr", "num", "nr", "numb"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z]+\b)")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Lower-case words with single spaces: `Serial_No.` -> `serial no`, `Nº de Série` -> `no de serie`, `#` -> `no`."""
    spread = _CAMEL.sub(" ", text[:400].replace("#", " no ").replace("№", " no "))
    folded = unicodedata.normalize("NFKD", spread.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).translate(_ARABIC)
    return " ".join("no" if word in _NUMBER else word for word in re.findall(r"[^\W_]+", bare))


def table(name: str) -> dict[str, Any]:
    """One of the files of `reclaim/data/columns`."""
    return tomllib.loads(files("reclaim").joinpath("data", "columns", f"{name}.toml").read_text("utf-8"))


@cache
def names() -> dict[str, str]:
    """Plain header -> what such a column becomes: a field, `record`, `mark`, or a date of an event (`date.shipped`)."""
    found: dict[str, str] = {}
    for target, languages in table("names").items():
        for language, words in languages.items():
            if isinstance(words, dict):  # [date.shipped] stands inside [date]
                _enter(found, f"{target}.{language}", [w for group in words.values() for w in group])
            else:
                _enter(found, target, words)
    return found


@cache
def personal() -> tuple[dict[str, str], dict[str, str]]:
    """Plain header -> class of personal column: those that are the whole header, and those that may be a part."""
    whole: dict[str, str] = {}
    within: dict[str, str] = {}
    for kind, lists in table("personal").items():
        if kind != "contents":
            _enter(whole, kind, lists.get("whole", []))
            _enter(within, kind, lists.get("within", []))
    return whole, within


@cache
def personal_words(part: str, kind: str) -> frozenset[str]:
    """Other plain words of `personal.toml`: names and things, doers and organisations, given names."""
    return frozenset(plain(w) for w in table("personal")[part][kind])


@cache
def contents() -> dict[str, Any]:
    """What content looks like: sets of plain words, and compiled expressions."""
    raw = table("contents")
    return {key: frozenset(plain(w) for w in value) if isinstance(value, list) else re.compile(value)
            for key, value in raw.items()}


@cache
def openings(kind: str) -> frozenset[str]:
    """First words of rows that are no rows: `totals` or `legends`."""
    return frozenset(plain(w) for w in table("rows")[kind]["starts"])


@cache
def months() -> dict[str, int]:
    """Plain name of a month, in any language -> its number."""
    return {plain(name): number for year in table("months").values()
            for number, forms in enumerate(year, start=1) for name in forms}


def phrase_in(header: str, phrases: dict[str, str]) -> tuple[str, str] | None:
    """The longest of `phrases` that stands in `header` as whole words, and what it means."""
    words = header.split()
    for length in range(min(len(words), 6), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start:start + length])
            if phrase in phrases:
                return phrase, phrases[phrase]
    return None


def _enter(found: dict[str, str], meaning: str, words: list[str]) -> None:
    for word in words:
        found.setdefault(plain(word), meaning)
