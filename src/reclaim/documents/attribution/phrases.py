"""Attributions without a verb of saying: "according to X", "X's claim that Y", "X: Y" in a headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import Frame, child, noun_phrase, subtree, trimmed
from reclaim.documents.lexicon import Cue, cues, listed
from reclaim.model.claim import Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_COLON = Cue(":", "mark", "c", Modality.ASSERTED, Polarity.AFFIRMED)


def according_frames(doc: Doc) -> list[Frame]:
    """“According to X, Y”, “Y, according to X”."""
    frames = (_according(t) for t in doc if t.lower_ == "according")
    return [f for f in frames if f is not None]


def _according(token: Token) -> Frame | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    inner = None if to is None else child(to, "pobj")
    if to is None or inner is None:
        return None
    head = token.head if token.head != token else None
    while head is not None and head.pos_ not in ("VERB", "AUX") and head.head != head:
        head = head.head
    source = noun_phrase(inner)
    if head is None:
        return None
    content = subtree(head, [token]) - set(source)
    return Frame(
        token.i,
        [token.i, to.i],
        source,
        trimmed(token.doc, content),
        "phrase:according",
        cues()[("according to", "preposition")],
    )


def noun_frames(doc: Doc) -> list[Frame]:
    """“X's claim that Y”, “the claim by X that Y”."""
    frames = (_noun(t) for t in doc if t.pos_ == "NOUN" and (t.lemma_.lower(), "noun") in cues())
    return [f for f in frames if f is not None]


def _noun(noun: Token) -> Frame | None:
    clause = next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i and _that_clause(c)), None
    )
    if clause is None:
        return None
    source = _owner(noun)
    cue = [noun.i]
    return Frame(
        noun.i,
        cue,
        source,
        trimmed(noun.doc, subtree(clause) - set(source)),
        "noun:that",
        cues()[(noun.lemma_.lower(), "noun")],
    )


def _that_clause(clause: Token) -> bool:
    mark = child(clause, "mark")
    return mark is not None and mark.lower_ == "that"


def _owner(noun: Token) -> list[int]:
    owner = child(noun, "poss")
    if owner is not None:
        return [i for i in noun_phrase(owner) if noun.doc[i].dep_ != "case"]
    for c in noun.children:
        if c.dep_ == "prep" and c.lower_ in ("by", "from", "of"):
            inner = child(c, "pobj")
            if inner is not None and inner.pos_ in ("NOUN", "PROPN"):
                return noun_phrase(inner)
    verb = noun.head
    if (
        verb.pos_ == "VERB"
        and noun.dep_ == "dobj"
        and verb.lemma_ in ("make", "repeat", "issue", "give", "voice", "express")
    ):
        subject = child(verb, "nsubj")
        return [] if subject is None else noun_phrase(subject)
    return []


def headline_frames(doc: Doc) -> list[Frame]:
    """“X: Y” and “Y: X” in a headline; its verbs are read like those of any sentence."""
    colon = next((t.i for t in doc if t.text == ":" and 0 < t.i < len(doc) - 1), None)
    if colon is None:
        return []
    left, right = list(range(colon)), list(range(colon + 1, len(doc)))
    if doc[:colon].text.strip().upper() in listed("kicker"):
        return []
    for source, content in ((left, right), (right, left)):
        if _names(doc, source) and _says(doc, content):
            return [Frame(colon, [colon], trimmed(doc, source), trimmed(doc, content), "headline:colon", _COLON)]
    return []


def _names(doc: Doc, positions: list[int]) -> bool:
    """A short run of names, without a verb."""
    fits = all(doc[i].pos_ in ("PROPN", "NOUN", "ADJ", "PART", "ADP", "DET") for i in positions)
    return len(positions) <= 4 and fits and any(doc[i].pos_ == "PROPN" or doc[i].text[0].isupper() for i in positions)


def _says(doc: Doc, positions: list[int]) -> bool:
    told = any(doc[i].pos_ in ("VERB", "AUX", "NUM") for i in positions)
    return len(positions) >= 3 and told
