"""Events that befall arms: who did it, to whose, where and when, and whether it took place at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import child, noun_phrase
from reclaim.documents.attribution.verbs import cue_of
from reclaim.documents.lexicon import rows
from reclaim.documents.modality import modality_of
from reclaim.documents.places import place_of
from reclaim.model.claim import Modality, Polarity
from reclaim.model.event import EventKind
from reclaim.model.place import Place
from reclaim.model.proposal import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# With these verbs only what is their object itself was used, sent or shown; others take what the object holds too.
_ONLY_HEAD = frozenset(
    {EventKind.USED, EventKind.SHIPPED, EventKind.DISPLAYED, EventKind.OFFERED, EventKind.INVENTORIED, EventKind.LOST}
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event, and where in the sentence its sides stand."""

    word: str
    pos: str
    kind: EventKind
    arms: str
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the parse shows it: token positions of its trigger and sides, and the mentions on its lines."""

    kind: EventKind
    trigger: tuple[int, ...]
    lines: tuple[Mention, ...]
    by: tuple[int, ...]
    from_: tuple[int, ...]
    to: tuple[int, ...]
    place: Place
    modality: Modality
    polarity: Polarity


@cache
def triggers() -> dict[tuple[str, str], Trigger]:
    """By (word, part of speech)."""
    return {
        (r["word"], r["pos"]): Trigger(r["word"], r["pos"], EventKind(r["kind"]), r["arms"], r["from"], r["to"])
        for r in rows("events.csv")
    }


def happenings(doc: Doc, found: Sequence[Mention], offset: int) -> list[Happening]:
    """The events of one parsed paragraph whose arms are among `found`."""
    heads = _heads(doc, found, offset)
    events = []
    for token in doc:
        read = _trigger(token)
        if read is None or token.dep_ in ("amod", "compound", "auxpass"):
            continue
        event = _event(token, *read, heads)
        if event is not None:
            events.append(event)
    return events


def _heads(doc: Doc, found: Sequence[Mention], offset: int) -> dict[int, Mention]:
    heads: dict[int, Mention] = {}
    for mention in found:
        span = doc.char_span(mention.span.start - offset, mention.span.end - offset, alignment_mode="expand")
        if span is not None:
            heads |= {t.i: mention for t in span}
    return heads


def _trigger(token: Token) -> tuple[Trigger, tuple[int, ...]] | None:
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN":
        found = triggers().get((lemma, "noun"))
        return None if found is None else (found, (token.i,))
    if token.pos_ != "VERB":
        return None
    if token.lower_ == "missing" and child(token, "nsubj") is not None and child(token, "dobj") is None:
        return triggers()[("be missing", "verb")], (token.i,)
    for c in token.children:
        near = c.dep_ in ("prt", "advmod", "acomp", "oprd") or (c.dep_ in ("xcomp", "advcl") and c.i == token.i + 1)
        if near and (f"{lemma} {c.lower_}", "verb") in triggers():
            return triggers()[(f"{lemma} {c.lower_}", "verb")], (token.i, c.i)
    found = triggers().get((lemma, "verb"))
    return None if found is None else (found, (token.i,))


def _event(token: Token, trigger: Trigger, words: tuple[int, ...], heads: dict[int, Mention]) -> Happening | None:
    if any(
        c.dep_ in ("xcomp", "advcl", "ccomp") and c.tag_ in ("VBG", "VBN") and _trigger(c) is not None
        for c in token.children
    ) and trigger.word in ("find", "see"):
        return None
    if trigger.pos == "noun" and token.dep_ == "dobj" and _trigger(token.head) is not None:
        return None
    patients = _of_noun(token) if trigger.pos == "noun" else _gone(token) if trigger.arms == "subject" else _patients(token)
    lines = _lines(patients, heads, trigger.kind in _ONLY_HEAD)
    if len(lines) == 0:
        return None
    by = () if trigger.arms == "subject" else _by(token, trigger)
    from_ = by if trigger.from_ == "subject" else _side(token, patients, ("from", "off"))
    to = _side(token, patients, ("to", "into")) or _dative(token) if trigger.to == "to" else ()
    modality, polarity = modality_of(token)
    return Happening(trigger.kind, words, lines, by, from_, to, place_of(token), modality, polarity)


def _patients(verb: Token) -> list[Token]:
    """What the verb is done to: object, passive subject, the noun of a reduced clause, or the governor's subject."""
    direct = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ == "relcl" and any(c.lower_ in ("which", "that", "whom") for c in direct):
        return [verb.head]
    if len(direct) > 0:
        return direct
    subject = child(verb, "nsubj")
    if subject is not None and _reduced(verb):
        return [subject]
    if (
        verb.dep_ == "ccomp"
        and verb.tag_ in ("VBN", "VBG")
        and subject is not None
        and child(verb, "auxpass") is not None
    ):
        return [subject]
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and subject is None:
        return [verb.head]
    if verb.dep_ == "relcl" and subject is not None:
        return [verb.head]
    if verb.dep_ in ("xcomp", "advcl", "ccomp", "conj") and (child(verb, "auxpass") is not None or verb.dep_ == "conj"):
        governor = verb.head
        above = child(governor, "nsubjpass", "nsubj") if verb.dep_ != "conj" or verb.tag_ == "VBN" else None
        return [above] if above is not None else []
    return []


def _gone(verb: Token) -> list[Token]:
    """What went missing or disappeared: the subject, or the noun that a relative clause hangs on."""
    subject = child(verb, "nsubj")
    if subject is not None and subject.lower_ in ("which", "that") and verb.dep_ == "relcl":
        return [verb.head]
    if subject is None and verb.dep_ in ("conj", "xcomp"):
        subject = child(verb.head, "nsubj")
    return [] if subject is None else [subject]


def _reduced(verb: Token) -> bool:
    """A participle without auxiliary or object: "rifles seized last year", whatever the parser took it for."""
    return verb.tag_ == "VBN" and child(verb, "aux", "auxpass", "dobj") is None


def _of_noun(noun: Token) -> list[Token]:
    found = []
    for c in noun.children:
        if c.dep_ == "prep" and c.lower_ == "of":
            inner = child(c, "pobj")
            found += [] if inner is None else [inner]
        if c.dep_ == "compound":
            found.append(c)
    return found


def _lines(patients: list[Token], heads: dict[int, Mention], only_head: bool) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for patient in patients:
        for token in _reach(patient, only_head):
            mention = heads.get(token.i)
            if mention is not None and mention not in found:
                found.append(mention)
    return tuple(sorted(found, key=lambda m: m.span.start))


def _reach(patient: Token, only_head: bool) -> list[Token]:
    """The noun, what is joined to it by "and", and what a container holds."""
    seen, queue = [], [patient]
    while len(queue) > 0:
        token = queue.pop(0)
        seen.append(token)
        for c in token.children:
            if c.dep_ in ("conj", "appos") and c.pos_ in ("NOUN", "PROPN", "NUM"):
                queue.append(c)
            elif c.dep_ == "prep" and (
                c.lower_ in ("of", "including") or (not only_head and c.lower_ in ("with", "containing", "like"))
            ):
                queue += [g for g in c.children if g.dep_ == "pobj"]
            elif not only_head and c.dep_ == "acl" and c.lemma_ in ("contain", "include", "hold", "comprise", "carry"):
                queue += [g for g in c.children if g.dep_ == "dobj"]
    return seen


def _by(token: Token, trigger: Trigger) -> tuple[int, ...]:
    agent = next((c for c in token.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
    if agent is not None:
        inner = child(agent, "pobj")
        return () if inner is None else tuple(noun_phrase(inner))
    if trigger.pos == "noun":
        owner = child(token, "poss")
        return () if owner is None else tuple(i for i in noun_phrase(owner) if token.doc[i].dep_ != "case")
    if child(token, "auxpass") is not None or _reduced(token):
        return ()
    return tuple(_doer(token))


def _doer(verb: Token) -> list[int]:
    """Who does it: the subject, that of the governing verb, or whoever is told to do it ("urged X to return")."""
    subject = child(verb, "nsubj")
    if subject is not None:
        if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            return [i for i in noun_phrase(verb.head) if i < verb.left_edge.i]
        return noun_phrase(subject)
    if (
        verb.dep_ in ("conj", "xcomp", "advcl")
        and verb.head.pos_ in ("VERB", "AUX")
        and child(verb.head, "auxpass") is None
    ):
        told = _told(verb.head) if verb.dep_ == "xcomp" else None
        return noun_phrase(told) if told is not None else _doer(verb.head)
    return []


def _told(verb: Token) -> Token | None:
    """The one whom a verb of asking addresses, by its object or by "to X"."""
    cue = cue_of(verb)
    if cue is None or "d" not in cue[0].takes:
        return None
    direct = child(verb, "dobj")
    if direct is not None:
        return direct
    to = next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "on", "upon") and c.i > verb.i), None
    )
    return None if to is None else child(to, "pobj")


def _side(token: Token, patients: list[Token], words: tuple[str, ...]) -> tuple[int, ...]:
    for holder in (token, *patients):
        for c in holder.children:
            if c.dep_ in ("prep", "dative") and c.lower_ in words:
                inner = child(c, "pobj")
                if inner is not None and inner.pos_ in ("PROPN", "NOUN", "PRON") and inner.ent_type_ != "DATE":
                    return tuple(noun_phrase(inner))
    return ()


def _dative(token: Token) -> tuple[int, ...]:
    inner = child(token, "dative")
    if inner is None:
        return ()
    if inner.pos_ == "ADP":
        deeper = child(inner, "pobj")
        return () if deeper is None else tuple(noun_phrase(deeper))
    return tuple(noun_phrase(inner))
