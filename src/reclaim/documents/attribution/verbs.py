"""Attributions by verbs: "X said that Y", "Y, X said", "X vowed to Y", "X rejected Y", "Y, claimed by X to be Z"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import QUOTES, Frame, child, noun_phrase, subtree, trimmed
from reclaim.documents.lexicon import Cue, cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_NOT_A_SPEAKER = frozenset({"it", "there", "this", "that", "what", "which"})


def verb_frames(doc: Doc) -> list[Frame]:
    """One frame for each reporting verb that has a content and, as far as the sentence says, a source."""
    frames = (_frame(token) for token in doc if token.tag_.startswith(("VB", "MD")) or token.pos_ in ("VERB", "AUX"))
    return [f for f in frames if f is not None]


def cue_of(verb: Token) -> tuple[Cue, list[Token]] | None:
    """The cue that this verb is, with its particle or preposition if that belongs to it."""
    lemma = verb.lemma_.lower()
    for word in verb.children:
        if word.dep_ in ("prt", "prep", "advmod", "dative") and word.i > verb.i:
            entry = cues().get((f"{lemma} {word.lower_}", "verb"))
            if entry is not None:
                return entry, [word]
    entry = cues().get((lemma, "verb"))
    return None if entry is None else (entry, [])


def _frame(verb: Token) -> Frame | None:
    found = cue_of(verb)
    if found is None or verb.dep_ in ("amod", "compound", "nmod", "pobj", "auxpass", "aux"):
        return None
    entry, particles = found
    for rule in (_agentive, _relative_object, _passive_report, _quoted_as_saying, _active):
        frame = rule(verb, entry, particles)
        if frame is not None:
            frame.cue = cue_tokens(verb, particles)
            return frame if frame.whole else None
    return None


def cue_tokens(verb: Token, particles: list[Token]) -> list[int]:
    """The verb with its auxiliaries, negation and adverbs next to it, and its particle."""
    kept = {verb.i} | {p.i for p in particles if p.i - verb.i <= 2}
    for c in verb.children:
        if c.dep_ in ("aux", "auxpass", "neg") and c.i < verb.i:
            kept.add(c.i)
    first = min(kept)
    between = {c.i for c in verb.children if c.dep_ == "advmod" and first < c.i < verb.i}
    return sorted(kept | between)


def speaker_of(verb: Token) -> list[int]:
    """The subject of an active verb: its own, or that of the verb that governs it; empty if none is said."""
    subject = child(verb, "nsubj")
    if subject is not None:
        return _subject(subject, verb)
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return speaker_of(verb.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return noun_phrase_before(verb.head, verb)
    if verb.dep_ in ("advcl", "xcomp", "pcomp", "ccomp", "dep") and verb.tag_ in ("VBG", "VB", "VBN"):
        return _controlled(verb)
    return []


def _controlled(verb: Token) -> list[int]:
    governor = verb.head
    told = child(governor, "dobj", "dative") if verb.dep_ in ("xcomp", "ccomp") and verb.tag_ == "VB" else None
    cue = cue_of(governor) if told is not None and told.i < verb.i else None
    if told is not None and cue is not None and "d" in cue[0].takes:
        return noun_phrase(told)  # "asked X to confirm": X confirms
    for _ in range(6):
        if governor.pos_ in ("VERB", "AUX"):
            subject = child(governor, "nsubj", "nsubjpass")
            if subject is not None:
                return _subject(subject, governor)
        if governor.head == governor:
            return []
        governor = governor.head
    return []


def _subject(subject: Token, verb: Token) -> list[int]:
    if subject.lower_ in _RELATIVE and verb.dep_ in ("relcl", "ccomp", "acl"):
        return noun_phrase_before(verb.head, verb)
    return noun_phrase(subject)


def noun_phrase_before(noun: Token, clause: Token) -> list[int]:
    """The phrase of a noun up to the clause that hangs on it."""
    if noun.pos_ not in ("NOUN", "PROPN", "PRON", "NUM"):
        return []
    phrase = subtree(noun, [clause])
    return trimmed(noun.doc, {i for i in phrase if i < clause.left_edge.i})


def _active(verb: Token, entry: Cue, particles: list[Token]) -> Frame | None:
    source = speaker_of(verb)
    if len(source) == 1 and verb.doc[source[0]].lower_ in _NOT_A_SPEAKER and entry.takes.find("q") < 0:
        return None
    content, addressee, rule = content_of(verb, entry, particles)
    if len(content) == 0:
        return None
    content -= set(source) | set(cue_tokens(verb, particles)) | set(addressee)
    frame = Frame(verb.i, [], source, trimmed(verb.doc, content), rule, entry, addressee)
    subject = child(verb, "nsubj")
    if subject is not None and subject.lower_ in _RELATIVE:
        frame.pronoun = subject.i
    return frame


def content_of(verb: Token, entry: Cue, particles: list[Token]) -> tuple[set[int], list[int], str]:
    """What the verb takes as its content, who is addressed, and the rule that said so."""
    takes = entry.takes
    addressed = child(verb, "dative")
    clause = _clause(verb)
    if clause is None or clause.i < verb.i:
        around = _parenthetical(verb, entry)
        if len(around) > 0:
            return around, _addressee(verb, addressed), "verb:around"
    if clause is not None and clause.i > verb.i and "d" in takes and _is_infinitive(clause):
        who = child(clause, "nsubj")
        return subtree(clause, [] if who is None else [who]), _addressee(verb, who), "verb:infinitive"
    if clause is not None and any(t in takes for t in "cqr"):
        direct = child(verb, "dobj")
        who = addressed if addressed is not None else direct if "d" in takes else None
        return subtree(clause), _addressee(verb, who), "verb:clause"
    infinitive = child(verb, "xcomp")
    if infinitive is not None and "i" in takes and _is_infinitive(infinitive):
        direct = child(verb, "dobj") if "d" in takes else None
        return subtree(infinitive), _addressee(verb, direct), "verb:infinitive"
    return _object(verb, entry, particles, addressed)


def _object(
    verb: Token, entry: Cue, particles: list[Token], addressed: Token | None
) -> tuple[set[int], list[int], str]:
    takes = entry.takes
    direct = child(verb, "dobj")
    as_phrase = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > verb.i), None)
    if "a" in takes and direct is not None and as_phrase is not None:
        return subtree(direct) | subtree(as_phrase), [], "verb:as"
    predicate = child(verb, "oprd", "acomp")
    if "r" in takes and direct is not None and predicate is not None:
        return subtree(direct) | subtree(predicate), [], "verb:predicate"
    if particles and particles[0].dep_ == "prep" and "o" in takes:
        return subtree(particles[0]) - {particles[0].i}, [], "verb:preposition"
    if "o" in takes and direct is not None and "d" not in takes:
        tail = [
            c
            for c in verb.children
            if c.dep_ == "prep" and c.i > direct.i and c.lower_ in ("for", "over", "at", "about", "of")
        ]
        whole = subtree(direct)
        for t in tail[:1]:
            whole |= subtree(t)
        return whole, _addressee(verb, addressed), "verb:object"
    if direct is not None and "c" in takes and "d" not in takes and _participle(direct) and direct.i > verb.i:
        return subtree(direct), [], "verb:headline"
    if "g" in takes:
        gerund = child(verb, "xcomp", "pcomp")
        if gerund is not None and gerund.tag_ == "VBG":
            return subtree(gerund), [], "verb:gerund"
    return set(), [], ""


def _participle(noun: Token) -> bool:
    """“200 rifles stolen”: in a headline the participle stands for a clause."""
    return any(c.dep_ == "acl" and c.tag_ == "VBN" and child(c, "mark") is None for c in noun.children)


def _clause(verb: Token) -> Token | None:
    """The clause that the verb governs, before or after it."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    if len(clauses) == 0:
        return None
    after = [c for c in clauses if c.i > verb.i]
    return (after or clauses)[0]


def _is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _addressee(verb: Token, who: Token | None) -> list[int]:
    if who is not None:
        phrase = who
        if who.lower_ == "to" or who.dep_ == "prep":
            inner = child(who, "pobj")
            if inner is None:
                return []
            phrase = inner
        return noun_phrase(phrase)
    for c in verb.children:
        if c.dep_ == "prep" and c.lower_ in ("to", "with") and c.i > verb.i:
            inner = child(c, "pobj")
            if inner is not None and inner.pos_ in ("PROPN", "NOUN", "PRON"):
                return noun_phrase(inner)
    return []


def _parenthetical(verb: Token, entry: Cue) -> set[int]:
    """“Y, X said.” and “Y, X said, Z”: the saying stands apart from the rest, which is what is said."""
    if "c" not in entry.takes and "q" not in entry.takes:
        return set()
    subject = child(verb, "nsubj")
    direct = child(verb, "dobj")
    if subject is None or child(verb, "xcomp", "attr", "acomp", "mark", "neg") is not None:
        return set()
    if direct is not None and "d" not in entry.takes:
        return set()
    first, last = _saying(verb, subject)
    doc, sentence = verb.doc, verb.sent
    if first <= sentence.start or doc[first - 1].text not in (",", '"', "—", "''", "?", "!"):
        return set()
    if last + 1 < sentence.end and doc[last + 1].text not in (",", ".", '"', "—", ":", "''", "``"):
        return set()
    before = set(range(sentence.start, first))
    after = _rest(verb, last, quoted=doc[first - 1].text in QUOTES)
    if len(after) > 0 and doc[first - 1].text == ",":
        before -= {first - 1}
    return before | after if _has_verb(doc, before | after) else set()


def _rest(verb: Token, last: int, quoted: bool) -> set[int]:
    """What goes on after "X said,": not what the saying itself does next ("adding", "and left")."""
    doc, end = verb.doc, verb.sent.end
    if last + 1 >= end or doc[last + 1].text != ",":
        return set()
    if quoted and last + 2 < end and doc[last + 2].text not in QUOTES:
        return set()
    own = {
        t.i for c in verb.children if c.dep_ in ("advcl", "conj", "cc", "prep", "dep") and c.i > last for t in c.subtree
    }
    rest = set(range(last + 2, end))
    return set() if last + 2 in own else rest - own


def _saying(verb: Token, subject: Token) -> tuple[int, int]:
    """First and last position of subject, verb and the short adjuncts between and after them."""
    kept = {verb.i, *(t.i for t in subject.subtree)}
    for c in verb.children:
        if c.dep_ in ("aux", "advmod", "npadvmod", "dative", "prt", "dobj") or (c.dep_ == "prep" and c.i > verb.i):
            kept |= {t.i for t in c.subtree}
    last = verb.i
    while last + 1 in kept:
        last += 1
    return min(kept & set(range(min(subject.left_edge.i, verb.i), verb.i + 1))), max(last, subject.right_edge.i)


def _has_verb(doc: Doc, positions: set[int]) -> bool:
    return any(doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD", "VB", "VBN", "VBG") for i in positions)


def _agentive(verb: Token, entry: Cue, particles: list[Token]) -> Frame | None:
    """“weapons, claimed by X to be Z”: the agent is the source, what is spoken of belongs to the content."""
    agent = next((c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
    if agent is None or verb.tag_ != "VBN":
        return None
    who = child(agent, "pobj")
    if who is None or who.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    rest = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd", "acomp", "advcl", "acl") and c.i > verb.i]
    rest += [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > verb.i]
    inner = [c for c in who.children if c.dep_ in ("acl", "relcl") and _is_infinitive(c)]
    predicate = set().union(*(subtree(c) for c in rest + inner)) if rest or inner else set()
    source = [i for i in noun_phrase(who) if i not in predicate]
    predicate = _within_marks(verb, predicate)
    about = _spoken_of(verb)
    if len(predicate) == 0 and ("o" not in entry.takes and "c" not in entry.takes):
        return None
    if len(about) == 0 and len(predicate) == 0:
        return None
    return Frame(verb.i, [], source, trimmed(verb.doc, (predicate | about) - set(source)), "verb:agent", entry)


def _within_marks(verb: Token, positions: set[int]) -> set[int]:
    """A reduced clause set between dashes or brackets ends there, whatever the parser hangs on it."""
    doc, first = verb.doc, verb.left_edge.i
    closing = {"—": "—", "(": ")", "--": "--"}.get(doc[first - 1].text if first > 0 else "", "")
    if closing == "":
        return positions
    end = next((i for i in range(verb.i, verb.sent.end) if doc[i].text == closing), None)
    return positions if end is None else {i for i in positions if i < end}


def _spoken_of(verb: Token) -> set[int]:
    """What a reduced or passive clause speaks of: its subject, or the noun before it."""
    subject = child(verb, "nsubjpass", "nsubj")
    if subject is not None:
        if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
            return set(noun_phrase_before(verb.head, verb))
        return set() if subject.lower_ == "it" else subtree(subject)
    if verb.dep_ in ("acl", "relcl"):
        return set(noun_phrase_before(verb.head, verb))
    return _noun_before(verb)


def _noun_before(verb: Token) -> set[int]:
    """The parser may hang a reduced clause elsewhere: the noun right before its comma or dash is meant."""
    at = verb.left_edge.i - 1
    doc = verb.doc
    while at > verb.sent.start and (doc[at].is_punct or doc[at].pos_ == "ADV"):
        at -= 1
    noun = doc[at] if at >= 0 else verb
    while noun.dep_ in ("compound", "pobj", "prep", "poss", "case") and noun.head.i < verb.i and noun.dep_ != "pobj":
        noun = noun.head
    if noun.pos_ not in ("NOUN", "PROPN"):
        return set()
    return {i for i in noun_phrase_before(noun, verb) if i < verb.i} or {noun.i}


def _relative_object(verb: Token, entry: Cue, particles: list[Token]) -> Frame | None:
    """“stockpiles, which X deem essential”: the noun before is what is spoken of."""
    if verb.dep_ != "relcl" or not any(t in entry.takes for t in "ocr"):
        return None
    subject = child(verb, "nsubj")
    pronoun = next(
        (t for t in verb.subtree if t.lower_ in ("which", "that", "whom") and t.tag_ in ("WDT", "WP", "IN")), None
    )
    if subject is None or subject.lower_ in _RELATIVE or subject.i > verb.i:
        return None
    if pronoun is not None and pronoun.i > subject.i:
        return None
    source = noun_phrase(subject)
    taken = {t.i for t in verb.subtree if t.i > verb.i} - set(cue_tokens(verb, particles))
    about = set(noun_phrase_before(verb.head, verb))
    return Frame(verb.i, [], source, trimmed(verb.doc, (about | taken) - set(source)), "verb:relative", entry)


def _passive_report(verb: Token, entry: Cue, particles: list[Token]) -> Frame | None:
    """“It was announced that Y”, “X is said to be Y”: nobody is named."""
    passive = child(verb, "nsubjpass")
    if passive is None or child(verb, "auxpass") is None:
        return None
    clause = child(verb, "ccomp", "xcomp", "oprd")
    if (
        clause is None
        or clause.i < verb.i
        or verb.lemma_ == "suppose"
        or child(verb, "neg") is not None
        or not any(t in entry.takes for t in "cr")
    ):
        return None
    about = set() if passive.lower_ == "it" else subtree(passive)
    return Frame(verb.i, [], [], trimmed(verb.doc, about | subtree(clause)), "verb:passive", entry)


def _quoted_as_saying(verb: Token, entry: Cue, particles: list[Token]) -> Frame | None:
    """“X was quoted as saying Y”."""
    if verb.tag_ != "VBG" or verb.dep_ != "pcomp" or verb.head.lower_ != "as":
        return None
    content, _, _ = content_of(verb, entry, particles)
    if len(content) == 0:
        return None
    outer = verb.head.head
    subject = child(outer, "nsubjpass", "dobj", "nsubj")
    source = [] if subject is None else _subject(subject, outer)
    return Frame(verb.i, [], source, trimmed(verb.doc, content), "verb:quoted-as", entry)
