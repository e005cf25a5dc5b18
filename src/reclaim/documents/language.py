"""Which language a text is in: by its script, then by its commonest words. Only English is read."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from reclaim.documents.lexicon import rows

_SCRIPTS = (
    ("Arabic script", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("Cyrillic script", "\u0400-\u04ff"),
    ("Chinese", "\u4e00-\u9fff"),
    ("Japanese", "\u3040-\u30ff"),
    ("Korean", "\uac00-\ud7af"),
    ("Devanagari script", "\u0900-\u097f"),
    ("Hebrew", "\u0590-\u05ff"),
    ("Greek", "\u0370-\u03ff"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Georgian", "\u10a0-\u10ff"),
    ("Armenian", "\u0530-\u058f"),
    ("Ethiopic script", "\u1200-\u137f"),
    ("Bengali script", "\u0980-\u09ff"),
)
_LETTERS = {
    "Arabic script": (("Urdu", "ٹڈڑںےہ"), ("Pashto", "ټډړښږڼځڅې"), ("Persian", "پچژگ"), ("Arabic", "ةىإأ")),
    "Cyrillic script": (("Ukrainian", "їєґі"), ("Tajik", "ҷӯҳғқ"), ("Serbian", "ђћџљњ"), ("Russian", "ыэёъ")),
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def language_of(text: str) -> tuple[str, bool]:
    """The language and whether that is sure. A short text without a known word counts as English, unsure."""
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if len(letters) == 0:
        return "unknown", False
    for name, span in _SCRIPTS:
        inside = re.findall(f"[{span}]", sample)
        if len(inside) * 2 > len(letters):
            return _within(name, sample), True
    return _by_words(sample)


def _within(script: str, sample: str) -> str:
    """Letters that only one of the languages of a script uses."""
    for language, signs in _LETTERS.get(script, ()):
        if sum(sample.count(c) for c in signs) * 200 > len(sample):
            return language
    return {"Arabic script": "Arabic", "Cyrillic script": "Russian"}.get(script, script)


def _by_words(sample: str) -> tuple[str, bool]:
    counts = Counter(w.casefold() for w in _WORD.findall(sample))
    total = sum(counts.values())
    scores = {language: sum(counts[w] for w in words) for language, words in _common().items()}
    best = max(sorted(scores), key=lambda k: scores[k])
    if scores[best] == 0 or (total >= 20 and scores[best] * 12 < total):
        return ("English", False) if total < 20 or scores["English"] * 20 >= total else ("unknown", False)
    if best != "English" and scores["English"] * 10 >= scores[best] * 9:
        best = "English"
    return best, total >= 20


@cache
def _common() -> dict[str, frozenset[str]]:
    return {r["language"]: frozenset(r["words"].split()) for r in rows("common_words.csv")}
