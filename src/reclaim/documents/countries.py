"""Countries in words: their names, adjectives and capitals, and whose make arms are said to be."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reclaim.documents.lexicon import rows

_MADE = r"(?:made|built|supplied|manufactured|produced|origin|provided|designed|funded|era|style|issued?|donated)"


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Every form with the country's name and what sort of form it is: name, adjective or capital."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows("countries.csv"):
        for column, sort in (
            ("capitals", "capital"),
            ("adjectives", "adjective"),
            ("other_names", "name"),
            ("name", "name"),
        ):
            for form in filter(None, row[column].split(";")):
                found[form] = (row["name"], sort)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_forms(), key=len, reverse=True)
    return re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(f) for f in forms) + r")(?![\w])")


@lru_cache(maxsize=4096)
def country_of(words: str) -> str:
    """The country that the words name, describe or mean by its capital; empty if none or more than one."""
    names = {_forms()[m[0]][0] for m in _pattern().finditer(words)}
    return names.pop() if len(names) == 1 else ""


def countries_in(words: str) -> list[tuple[int, int, str, str]]:
    """(start, end, country, sort) of each form in the words."""
    return [(m.start(), m.end(), *_forms()[m[0]]) for m in _pattern().finditer(words)]


def made_by(words: str, phrase_start: int, start: int, end: int) -> str:
    """Whose make or supply the words before or after a name say it is, as written; empty if they do not."""
    head = words[max(0, min(phrase_start, start) - 40) : start]
    near = re.search(r"(?:[^.;:,]|(?<=[A-Z])\.)*$", head)
    found = None if near is None else _before(near[0])
    if found is not None:
        return found
    after = re.match(
        rf"(?i)(?:\s+\w+)?\s+(?:(?:was|were)\s+)?(?:{_MADE}|of)\s+(?:in|by|from)?\s*(?:the\s+)?(?-i:([A-Z](?:\w|\.(?=[A-Z]))+(?:\s[A-Z]\w+)?))(?:\s+(?:make|origin|manufacture))?",
        words[end : end + 60],
    )
    if (
        after is not None
        and country_of(after[1]) != ""
        and re.search(rf"(?i){_MADE}|make|manufacture", after[0]) is not None
    ):
        return after[0].strip()
    return ""


def _before(head: str) -> str | None:
    """“American”, “US-made”, “of Chinese make” right before the name, with at most three words between."""
    for start, stop, _, sort in reversed(countries_in(head)):
        tail = head[stop:]
        made = re.match(rf"(?i)[-\s]{_MADE}\b", tail)
        rest = tail[made.end() :] if made is not None else tail
        if len(rest.split()) > 4 or re.search(
            r"(?i)\b(?:and|in|from|by|to|with|has|have|had|of|that|which|who|forces?|troops|soldiers|army|police|government|officials?)\b",
            rest,
        ):
            continue
        if made is None and (
            sort == "capital"
            or tail[:2] in ("'s", "’s")
            or (sort == "name" and head[start:stop] not in ("U.S.", "US", "UK", "U.K.", "UAE", "USSR"))
        ):
            continue
        return head[start : stop + (made.end() if made is not None else 0)]
    return None
