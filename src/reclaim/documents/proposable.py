"""Which attributions are worth a person's minute: those of somebody's words or stance, not every thought in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reclaim.documents.actors import role_in
from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.quotation import Quotation
from reclaim.documents.lexicon import any_of, listed, words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FIRST_PERSON = frozenset({"i", "we", "you"})
_NOBODY = frozenset(
    {"this", "that", "which", "there", "what", "these", "those", "everything", "nothing", "it all", "people", "anyone"}
)
_PAPERS = re.compile(rf"(?i)\b(?:{any_of('paper')})s?\b")


def proposable(doc: Doc, frame: Frame, quotes: list[Quotation], arms: set[int], nested: bool) -> bool:
    """Whether a frame becomes a proposal. `arms`: where arms stand; `nested`: it stands in another's content."""
    if len(frame.content) < 2 or frame.rule == "quote:floating":
        return len(frame.content) >= 4 and frame.rule == "quote:floating"
    if _source_says_nothing(doc, frame) or _in_own_quote(doc, frame, quotes):
        return False
    if _one_word(doc, frame) == "you" or (nested and _one_word(doc, frame) in _FIRST_PERSON):
        return False
    sort = "say" if frame.entry is None else frame.entry.sort
    checks = {"mind": _mind, "show": _show, "want": _want, "stance": _stance, "noun": _noun}
    check = checks.get(sort, _say)
    return check(doc, frame, arms)


def _source_says_nothing(doc: Doc, frame: Frame) -> bool:
    words = doc[frame.source[0] : frame.source[-1] + 1].text.casefold() if len(frame.source) > 0 else ""
    if len(frame.source) == 0:
        return frame.rule not in ("quote:verb", "verb:passive")
    root = doc[frame.source[0] : frame.source[-1] + 1].root
    return words in _NOBODY or root.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")


def _one_word(doc: Doc, frame: Frame) -> str:
    """The source if it is a single word, in small letters."""
    return doc[frame.source[0]].lower_ if len(frame.source) == 1 else ""


def _in_own_quote(doc: Doc, frame: Frame, quotes: list[Quotation]) -> bool:
    """“We have flagged it” inside X's own quotation is what X said, and is there already."""
    inside = any(q.holds(frame.anchor) for q in quotes)
    first = len(frame.source) > 0 and doc[frame.source[0]].lower_ in _FIRST_PERSON
    return inside and (first or len(frame.source) == 0)


def _say(doc: Doc, frame: Frame, arms: set[int]) -> bool:
    verb = doc[frame.anchor]
    if frame.rule == "verb:passive":
        return len(arms & set(frame.content)) > 0
    if frame.rule == "verb:object" and _head_is_person(doc, frame):
        return False
    return not (verb.dep_ == "relcl" and frame.rule == "verb:object" and len(arms & set(frame.content)) == 0)


def _mind(doc: Doc, frame: Frame, arms: set[int]) -> bool:
    """Beliefs: only with a finite "that" clause or "deem X essential", and only of somebody named."""
    verb = doc[frame.anchor]
    if frame.rule == "verb:passive":
        return len(arms & set(frame.content)) > 0 and verb.lemma_ not in ("see", "find", "feel", "know")
    if frame.rule in ("verb:relative", "verb:agent", "verb:predicate", "verb:as"):
        return len(arms & set(frame.content)) > 0 and verb.lemma_ not in ("see", "find", "feel", "know")
    return (
        frame.rule in ("verb:clause", "verb:around", "phrase:according") and _finite(doc, frame) and _named(doc, frame)
    )


def _show(doc: Doc, frame: Frame, arms: set[int]) -> bool:
    """A paper, a body or an official finds or shows something; that a fact shows something is nobody's word."""
    if len(frame.source) == 0:
        return False
    source = doc[frame.source[0] : frame.source[-1] + 1]
    paper = _PAPERS.search(source.text) is not None
    if frame.rule == "verb:object":
        return paper and len(arms & set(frame.content)) > 0
    speaks = (
        paper
        or source.root.pos_ == "PROPN"
        or role_in(source.text) != ""
        or source.root.lower_ in listed("group") | listed("body") | listed("finder")
    )
    return (
        frame.rule in ("verb:clause", "verb:around", "quote:verb", "verb:quoted-as") and _finite(doc, frame) and speaks
    )


def _want(doc: Doc, frame: Frame, arms: set[int]) -> bool:
    return len(arms & set(frame.content)) > 0 and frame.rule in ("verb:infinitive", "verb:clause", "verb:object")


def _stance(doc: Doc, frame: Frame, arms: set[int]) -> bool:
    if frame.rule != "verb:object":
        return frame.rule in ("verb:clause", "verb:as")
    inside = set(frame.content)
    head = next((doc[i] for i in frame.content if doc[i].head.i not in inside), doc[frame.content[0]])
    return head.lemma_.lower() in words_of("abstract_nouns.csv", "noun")


def _noun(doc: Doc, frame: Frame, arms: set[int]) -> bool:
    return len(frame.source) > 0 and len(arms & set(frame.content)) > 0


def _head_is_person(doc: Doc, frame: Frame) -> bool:
    inside = set(frame.content)
    head = next((doc[i] for i in frame.content if doc[i].head.i not in inside), doc[frame.content[0]])
    return head.pos_ in ("PROPN", "PRON")


def _finite(doc: Doc, frame: Frame) -> bool:
    return any(doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in frame.content)


def _named(doc: Doc, frame: Frame) -> bool:
    root: Token | None = doc[frame.source[0] : frame.source[-1] + 1].root if len(frame.source) > 0 else None
    return root is not None and (root.pos_ in ("PROPN", "NOUN") or root.lower_ in ("he", "she", "they", "it"))
