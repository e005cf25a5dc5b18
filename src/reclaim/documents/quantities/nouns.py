"""The noun that a number counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reclaim.documents.quantities.amounts import Amount
from reclaim.documents.quantities.unitnames import unit_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


def counted_noun(doc: Doc, amount: Amount) -> tuple[str, int]:
    """The noun that the number counts, with its adjectives, as lemmas, and where it ends; of a range, either end may
    stand by it."""
    span = doc.char_span(amount.number_start, amount.number_end, alignment_mode="expand")
    if span is None:
        return "", 0
    found = _counted(span, span.root) or (_counted(span, span[-1]) if len(span) > 1 else None) or _next_noun(span)
    return ("", 0) if found is None else (_named(found, span.end), found.idx + len(found))


def _counted(span: Span, root: Token) -> Token | None:
    head = root.head if root.dep_ in ("nummod", "quantmod", "compound", "amod", "det", "npadvmod") else root
    if head.i in range(span.start, span.end):
        inner = next(
            (
                g
                for of in span.doc[head.i : span.end + 1]
                if of.lower_ == "of" and of.dep_ == "prep" and of.head.i in range(span.start, span.end)
                for g in of.children
                if g.dep_ == "pobj" and g.i >= span.end
            ),
            None,
        )
        if inner is None:
            return None
        head = inner
    return head if head.pos_ in ("NOUN", "PROPN", "SYM") and any(c.isalpha() for c in head.text) else None


def _next_noun(span: Span) -> Token | None:
    """“one of the most distant objects ever seen”: where the parse links nothing, the noun that the words lead to."""
    at = span.end
    if at < len(span.doc) and span.doc[at].lower_ == "of":
        at += 1
    elif span.doc[span.start].lower_ in ("one", "both"):
        return None
    found = None
    for token in span.doc[at : at + 8]:
        if token.pos_ in ("NOUN", "PROPN") and token.text[:1].isalpha():
            found = token
        elif (
            found is not None
            or token.pos_ not in ("ADJ", "ADV", "DET", "PRON", "PART", "NUM")
            or token.tag_ in ("PRP", "WDT", "WP", "RP", "EX")
        ):
            break
    return found


def _named(head: Token, after: int) -> str:
    """The noun in its dictionary form after its adjectives and nouns, without participles, articles and adverbs."""
    first = min((t.left_edge.i for t in head.lefts if t.dep_ in ("amod", "compound", "nmod", "poss")), default=head.i)
    kept = [
        t
        for t in head.doc[first : head.i]
        if (t.i >= after or t.dep_ == "amod") and _describing(t) and not _size(t, after)
    ]
    known = unit_at(head.text, 0)
    if known is not None and known.end == len(head) and len(kept) == 0 and len(head) > 2:
        return known.name
    words = "".join((t.lemma_ if t.tag_ in ("JJR", "JJS") else t.text) + ("" if _hyphen_next(t) else " ") for t in kept)
    return f"{words}{head.lemma_.lower()}".strip(" -")


def _size(token: Token, after: int) -> bool:
    """“mm” of “300 9mm pistols”: the size of the thing is a quantity of its own."""
    unit = unit_at(token.text, 0)
    return unit is not None and unit.end == len(token) and token.i > after and token.nbor(-1).like_num


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
