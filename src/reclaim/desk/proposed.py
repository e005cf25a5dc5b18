"""A proposal as a person looks at it: in lines, beside the passage that it was read from, and what can be corrected."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from reclaim.desk.case import Case
from reclaim.desk.review import Group
from reclaim.desk.sourcetext import kept_text

CONTEXT: Final = 600
"""So many characters before the proposed ones are shown, and half as many after them."""


def passage(case: Case, group: Group) -> list[tuple[str, str]]:
    """The words around a proposal in pieces, each with `` (around it), `proposed` or `content` (what was said).

    Raises InputError if the document is not in the case.
    """
    body = group.body
    text = kept_text(case.path, group.first.source, str(body.get("document", "")))
    start, end = int(body.get("start") or 0), int(body.get("end") or 0)
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT // 2)
    said = [(int(a), int(b)) for a, b in body.get("content_spans") or []]
    edges = sorted({first, last, *(min(max(n, first), last) for pair in ((start, end), *said) for n in pair)})
    return [(text[a:b], "content" if any(c <= a and b <= d for c, d in said) else
             "proposed" if start <= a and b <= end else "") for a, b in pairwise(edges)]


def described(body: Mapping[str, Any]) -> list[str]:
    """A proposal in lines for a person."""
    kind = body.get("kind")
    if kind == "statement":
        lines = [_line(body, n) for n in ("speaker", "role", "party", "addressee", "content", "hedges", "modality",
                                          "polarity", "date", "left_open")]
        lines += [f"claim: {_claim(c)}" for c in body.get("claims", [])]
    elif kind == "event":
        lines = [_line(body, n) for n in ("event", "by", "from", "to", "place", "date", "modality", "polarity")]
        lines += [f"line: {_item(m)}" for m in body.get("items", [])]
        lines += [] if body.get("happened", True) else ["it is not said to have happened: accepting needs a correction"]
    elif kind == "record":
        lines = [f"form: {body.get('form')}", _line(body, "event")] + [f"{k}: {v}" for k, v in dict(body.get("cells", {})).items()]
    elif kind == "link":
        lines = [f"possible {body.get('relation')}: {body.get('to')}"]
        lines += [f"{s['slot']}: {s['here']} | {s['there']} | {s['compared']}" for s in body.get("slots", [])]
    else:
        lines = [_item(body)]
    return [x for x in [*lines, *map(str, body.get("notes", []))] if x != ""]


def _line(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return f"{name.replace('_', ' ')}: {words}" if words != "" else ""


def _item(mention: Mapping[str, Any]) -> str:
    words = f"{mention.get('quantity_words', '')} {mention.get('written', '')}".strip()
    known = ", ".join(mention.get("types", [])) or str(mention.get("category", ""))
    marks = f" serial {', '.join(mention['marks'])}" if mention.get("marks") else ""
    return f"{words} ({known}){marks}"


def _claim(claim: Mapping[str, Any]) -> str:
    no = "not: " if claim.get("polarity") == "denied" else ""
    return f"{no}{claim.get('subject', '')} {claim.get('form', '')} {', '.join(claim.get('scope_types', []))}".strip()
