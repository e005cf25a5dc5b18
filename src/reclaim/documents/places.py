"""Where something is said to have happened: the place as written, and how precisely it is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import child, subtree
from reclaim.documents.countries import country_of
from reclaim.documents.lexicon import listed
from reclaim.model.place import Place, Precision

if TYPE_CHECKING:
    from spacy.tokens import Token

_AT = frozenset({"in", "at", "near", "inside", "within", "outside", "across", "throughout", "around"})
_LEVELS = (
    ("province", Precision.PROVINCE),
    ("state", Precision.PROVINCE),
    ("governorate", Precision.PROVINCE),
    ("region", Precision.PROVINCE),
    ("oblast", Precision.PROVINCE),
    ("district", Precision.DISTRICT),
    ("county", Precision.DISTRICT),
    ("tehsil", Precision.DISTRICT),
    ("agency", Precision.DISTRICT),
    ("division", Precision.DISTRICT),
    ("city", Precision.SETTLEMENT),
    ("town", Precision.SETTLEMENT),
    ("village", Precision.SETTLEMENT),
    ("airport", Precision.SETTLEMENT),
    ("base", Precision.SETTLEMENT),
    ("camp", Precision.SETTLEMENT),
    ("port", Precision.SETTLEMENT),
)


def place_of(verb: Token) -> Place:
    """The place that a verb or an event noun is given by "in", "at", "near" ...; unknown if none."""
    for token in _carriers(verb):
        inner = child(token, "pobj")
        if inner is not None and _is_place(inner):
            return read_place(_words(token, inner))
    return Place()


def read_place(words: str) -> Place:
    """A place phrase ("Tor village in North district, Westland") as a place."""
    country = country_of(words)
    parts = [p.strip() for p in re.split(r"\s*,\s*|\s+(?:in|of|near)\s+", words) if p.strip() != ""]
    province = next(
        (
            _bare(p, "province", "state", "governorate", "region", "oblast")
            for p in parts
            if _level(p) is Precision.PROVINCE
        ),
        "",
    )
    first = parts[0] if len(parts) > 0 else words
    precision = _level(first)
    if country != "" and re.sub(r"^(?i:the)\s+|['’]s$", "", first) == country:
        return Place(words, province, country, Precision.COUNTRY)
    if precision is Precision.UNKNOWN:
        precision = Precision.SETTLEMENT if len(parts) > 1 else Precision.UNKNOWN
    return Place(words, province, country, precision)


def _carriers(verb: Token) -> list[Token]:
    """Prepositions of place under the verb, its own first, not those of another clause about somebody else."""
    loose = {
        t.i
        for c in verb.subtree
        if c.i != verb.i and c.dep_ in ("relcl", "ccomp", "advcl", "conj") and c.pos_ == "VERB"
        for t in c.subtree
    }
    near = [t for t in verb.subtree if t.dep_ == "prep" and t.lower_ in _AT and t.i not in loose]
    return sorted(near, key=lambda t: (t.head.i != verb.i, t.i))


def _is_place(noun: Token) -> bool:
    words = {t.lemma_.lower() for t in noun.subtree}
    levels = {name for name, _ in _LEVELS}
    named = noun.pos_ == "PROPN" or any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in noun.children)
    dated = any(t.lower_ in listed("calendar") or t.like_num for t in noun.subtree)
    return (named and not dated) or (len(words & levels) > 0 and any(t.pos_ == "PROPN" for t in noun.subtree))


def _words(token: Token, inner: Token) -> str:
    loose = [c for c in inner.children if c.dep_ in ("relcl", "acl", "advcl")] + [
        c for c in inner.children if c.dep_ == "prep" and c.lower_ not in ("in", "of", "near")
    ]
    kept = sorted(subtree(inner, loose))
    words = inner.doc[kept[0] : kept[-1] + 1].text if len(kept) > 0 else inner.text
    return re.sub(r"^(?i:the)\s+|[\s,]+$", "", words)


def _level(words: str) -> Precision:
    for name, precision in _LEVELS:
        if re.search(rf"(?i)\b{name}\b", words) is not None:
            return precision
    return Precision.UNKNOWN


def _bare(words: str, *levels: str) -> str:
    return re.sub(rf"(?i)\b(?:{'|'.join(levels)})\b|['’]s\b|\bthe\b", "", words).strip()
