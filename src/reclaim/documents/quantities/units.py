"""What an amount is an amount of: a unit by its sign or name, else the noun that is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from reclaim.documents.lexicon import any_of, rows
from reclaim.documents.quantities.amounts import Amount

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PER = re.compile(rf"\s*(?:/\s?|(?:per|an?|each|every)[\s-]+)(?P<unit>{any_of('per')}|square inch)s?\b")


@cache
def _units() -> dict[str, str]:
    return {r["written"]: r["unit"] for r in rows("units.csv")}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted((f for f in _units() if f not in ("$", "€", "£", "¥", "₹")), key=len, reverse=True)
    return re.compile(r"[\s-]?(?P<unit>" + "|".join(re.escape(f) for f in forms) + r")(?![\w°])")


def unit_of(doc: Doc, amount: Amount) -> str:
    """The unit by its normalised name, "x per y" included; else the counted noun with its modifiers; else empty."""
    text = doc.text
    if amount.kind == "percent":
        return "percentage" + _per(text, amount.end)
    if amount.money != "":
        return _money(text, amount) + _per(text, amount.end)
    after = text[amount.number_end : amount.number_end + 40]
    found = _pattern().match(after)
    if re.match(r"['′](?!\w)", after) is not None:
        return "foot"
    if re.match(r"\s?m\.?p\.?h\b", after) is not None:
        return "mile per hour"
    if found is not None and not _plain_word(after, found):
        name = _units()[found["unit"]]
        return name + _per(text, amount.number_end + found.end())
    return counted_noun(doc, amount)


def _money(text: str, amount: Amount) -> str:
    sign = re.sub(r"\s", "", amount.money).replace("$US", "$")
    after = re.match(
        r"\s?(?:US|U\.S\.|Canadian|Australian|New Zealand|Hong Kong|Singapore)\b", text[amount.number_end :]
    )
    if after is not None and sign == "$":
        return _units().get(f"{after[0].strip()} dollars", "dollar")
    return _units().get(sign.rstrip("."), _units().get(sign, sign))


def _per(text: str, end: int) -> str:
    found = _PER.match(text, end)
    return "" if found is None else f" per {_units().get(found['unit'], found['unit'])}"


def _plain_word(after: str, found: re.Match[str]) -> bool:
    """A sign of one letter counts only right after the digits or alone: "5 m" but not "5 A grades"."""
    unit = found["unit"]
    if len(unit) > 1 or not unit.isalpha():
        return False
    return after[0] in " -" and (unit.isupper() or unit in "spxthg")


def counted_noun(doc: Doc, amount: Amount) -> str:
    """The noun that the number counts, with its adjectives, as lemmas; of a range, either end may stand by it."""
    span = doc.char_span(amount.number_start, amount.number_end, alignment_mode="expand")
    if span is None:
        return ""
    return _counted(span, span.root) or (_counted(span, span[-1]) if amount.second is not None else "")


def _counted(span: Span, root: Token) -> str:
    head = root.head if root.dep_ in ("nummod", "quantmod", "compound", "amod", "det", "npadvmod") else root
    if head.i in range(span.start, span.end):
        inner = next(
            (g for c in head.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj"),
            None,
        )
        if inner is None:
            return ""
        head = inner
    if head.pos_ not in ("NOUN", "PROPN", "SYM"):
        return ""
    return _named(head, span.end)


def _named(head: Token, after: int) -> str:
    """The noun in its dictionary form after its adjectives and nouns, without participles, articles and adverbs."""
    first = min((t.left_edge.i for t in head.lefts if t.dep_ in ("amod", "compound", "nmod", "poss")), default=head.i)
    kept = [t for t in head.doc[first : head.i] if (t.i >= after or t.dep_ == "amod") and _describing(t)]
    known = _units().get(head.text)
    if known is not None and len(kept) == 0:
        return known
    words = "".join((t.lemma_ if t.tag_ in ("JJR", "JJS") else t.text) + ("" if _hyphen_next(t) else " ") for t in kept)
    return f"{words}{head.lemma_.lower()}".strip()


def _describing(token: Token) -> bool:
    if token.text == "-":
        return True
    hyphened = _hyphen_next(token) or (token.i > 0 and token.nbor(-1).text == "-" and token.nbor(-1).whitespace_ == "")
    return hyphened or (
        token.pos_ in ("ADJ", "NOUN", "PROPN") and token.tag_ not in ("VBN", "VBG") and token.dep_ != "nummod"
    )


def _hyphen_next(token: Token) -> bool:
    if token.text == "-":
        return True
    return token.i + 1 < len(token.doc) and token.nbor().text == "-" and token.whitespace_ == ""


_OR_NEXT = re.compile(r"-?\s*(?:or|and|to)\s+$|\s*/\s*$")


def units_in(doc: Doc, amounts: Sequence[Amount]) -> list[str]:
    """The unit of each amount; one without any takes that of the next if only "or" stands between ("a 7- or 8-inch
    barrel"), else the last before ("435 homes by sale and 187 by tender")."""
    found: list[str] = []
    own = [unit_of(doc, amount) for amount in amounts]
    for place, amount in enumerate(amounts):
        unit = own[place]
        following = amounts[place + 1] if place + 1 < len(amounts) else None
        if unit == "" and following is not None and _OR_NEXT.match(doc.text[amount.number_end : following.start]):
            unit = own[place + 1]
        earlier = [u for u in found if u != "" and not u.startswith("percentage")]
        alone = re.match(
            r"\s*(?:[,.;)]|(?:in|by|who|that|for|of|on|to|at|during|from|per)\b|$)", doc.text[amount.number_end :]
        )
        if unit == "" and alone is not None and len(earlier) > 0 and amount.digits:
            unit = earlier[-1]
        found.append(unit)
    return found
