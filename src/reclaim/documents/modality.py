"""Whether something is said to be so, or only planned, demanded, possible, conditional or denied."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import child
from reclaim.documents.attribution.verbs import cue_of
from reclaim.documents.lexicon import listed, rows
from reclaim.model.claim import Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_AUXILIARIES = {
    "could": Modality.POSSIBLE,
    "may": Modality.POSSIBLE,
    "might": Modality.POSSIBLE,
    "can": Modality.POSSIBLE,
    "would": Modality.CONDITIONAL,
    "will": Modality.PROPOSED,
    "shall": Modality.PROPOSED,
    "'ll": Modality.PROPOSED,
    "should": Modality.DEMANDED,
    "must": Modality.DEMANDED,
}
_UNLESS = frozenset({"if", "unless", "whether", "until", "should"})


def modality_of(token: Token) -> tuple[Modality, Polarity]:
    """How the clause of a verb, or a noun of action, is put forward."""
    if token.pos_ == "NOUN":
        return _of_noun(token)
    polarity = Polarity.DENIED if negated(token) else Polarity.AFFIRMED
    modality = _own(token) or _governed(token) or Modality.ASSERTED
    if token.head.lemma_.lower() in listed("not_done") and token.dep_ in ("xcomp", "ccomp", "dobj", "pcomp"):
        polarity = Polarity.AFFIRMED if polarity is Polarity.DENIED else Polarity.DENIED
        modality = Modality.ASSERTED if modality is Modality.PROPOSED else modality
    return modality, polarity


def negated(verb: Token) -> bool:
    """“not”, “never”, “no longer” on the verb, or “no” or “none” on its subject or object."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    return any(c.dep_ in ("nsubj", "nsubjpass", "dobj") and _none(c) for c in verb.children)


def _none(noun: Token) -> bool:
    """“none”, “no rifle”, “not one rifle”, “not a single rifle”."""
    first = noun.left_edge.lower_
    return noun.lower_ in ("none", "nothing", "nobody") or first in ("no", "not", "none", "neither")


def _own(verb: Token) -> Modality | None:
    for c in verb.children:
        if c.dep_ == "aux" and c.lower_ in _AUXILIARIES:
            if c.lower_ == "could" and any(g.dep_ == "neg" for g in verb.children):
                return None
            return _AUXILIARIES[c.lower_]
        if c.dep_ == "mark" and c.lower_ in _UNLESS:
            return Modality.CONDITIONAL
        if c.dep_ == "advmod" and c.lower_ in ("reportedly", "allegedly"):
            return Modality.REPORTED
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return _own(verb.head) or _governed(verb.head)
    return None


def _governed(verb: Token) -> Modality | None:
    head = verb.head
    if head == verb:
        return None
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if {"to", "have"} <= auxiliaries:
        return None  # "claimed to have captured": it is said to be done
    infinitive = "to" in auxiliaries
    if verb.dep_ in ("xcomp", "ccomp", "acl", "relcl", "advcl", "pcomp") and infinitive:
        if head.lemma_.lower() in listed("implicative"):
            return _own(head) or _governed(head)
        cue = cue_of(head) if head.pos_ in ("VERB", "AUX") else None
        return Modality.DEMANDED if cue is not None and cue[0].modality is Modality.DEMANDED else Modality.PROPOSED
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        return (
            None
            if head.lower_ in listed("factual_preposition") and head.head.lemma_.lower() not in listed("plan")
            else Modality.PROPOSED
        )
    if (
        verb.dep_ in ("advcl", "ccomp", "xcomp", "conj")
        and head.pos_ in ("VERB", "AUX")
        and verb.tag_ in ("VB", "VBN", "VBG")
        and child(verb, "nsubj", "nsubjpass") is None
    ):
        return _own(head)
    return None


def _of_noun(noun: Token) -> tuple[Modality, Polarity]:
    denied = any(c.lower_ == "no" for c in noun.children)
    polarity = Polarity.DENIED if denied else Polarity.AFFIRMED
    head = noun.head
    for _ in range(6):
        if (head.pos_ == "NOUN" and head.lemma_.lower() in listed("plan")) or head.lower_ in (
            "regarding",
            "concerning",
        ):
            return Modality.PROPOSED, polarity
        if head.pos_ in ("VERB", "AUX"):
            cue = cue_of(head)
            if head.lemma_.lower() in ("deny", "reject", "dismiss"):
                return Modality.ASSERTED, Polarity.DENIED
            if cue is not None and cue[0].modality in (Modality.DEMANDED, Modality.PROPOSED):
                return cue[0].modality, polarity
            if head.lemma_.lower() in (
                "want",
                "seek",
                "plan",
                "support",
                "back",
                "discuss",
                "propose",
                "oppose",
                "advocate",
            ):
                return Modality.PROPOSED, polarity
            return _own(head) or Modality.ASSERTED, polarity
        if head.head == head:
            break
        head = head.head
    return Modality.ASSERTED, polarity


@cache
def _hedges() -> tuple[re.Pattern[str], dict[str, str]]:
    effects = {r["phrase"]: r["effect"] for r in rows("hedges.csv")}
    phrases = "|".join(re.escape(p) for p in sorted(effects, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?i)(?<![\w-])(?:{phrases})(?![\w-])"), effects


def hedges_in(words: str) -> list[tuple[int, str, str]]:
    """(position, words as written, effect) of each hedge, in order; a longer one hides those inside it."""
    pattern, effects = _hedges()
    return [(m.start(), m[0], effects.get(" ".join(m[0].lower().split()), "")) for m in pattern.finditer(words)]
