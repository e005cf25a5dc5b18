"""Names of arms with what the words around them say: how many, whose make, which marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reclaim.documents.counting import counted, head_of
from reclaim.documents.countries import made_by
from reclaim.documents.items import Hit, Names
from reclaim.documents.joining import joined, packed
from reclaim.documents.lexicon import listed
from reclaim.documents.quantities.amounts import amounts
from reclaim.model.proposal import Mention, Span
from reclaim.model.quantity import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEEDS_COMPANY = frozenset({"equipment", "vehicle", "aircraft", "drone", "ammunition", "artillery", "communications"})
_NUMBERED_COMPANY = frozenset({"round", "magazine", "shell", "clip", "bullet"})
_SERIAL = re.compile(
    r"(?i)\b(?:serial(?:s)?|registration)\s*(?:numbers?|nos?\.?|#)?\s*(?:of|is|are|was|were|as|:|,)?\s*"
    r"(?P<marks>(?-i:[A-Z0-9А-Я][A-Z0-9А-Я/-]*\d[A-Z0-9А-Я/-]*)(?:\s*(?:,|and|;|&)\s*(?-i:[A-Z0-9А-Я][A-Z0-9А-Я/-]*\d[A-Z0-9А-Я/-]*))*)"
)
_ARMS_ADJECTIVE = re.compile(
    r"(?i)\b(?:small|light|heavy|illegal|illicit|smuggled|stolen|captured|seized|abandoned|looted|recovered|sophisticated|modern|advanced)\s+$"
)
_ARMS_AFTER = re.compile(r"(?i)\s+(?:and|or)\s+(?:ammunition|munitions|ammo|explosives)\b")


@dataclass(frozen=True, slots=True)
class Company:
    """Whether a document speaks of arms for certain: then doubtful names are taken at their word."""

    armed: bool = False


def mentions(doc: Doc, names: Names, company: Company, offset: int, text: str) -> list[Mention]:
    """The mentions of one parsed paragraph that starts at `offset` of the canonical `text`."""
    words = text[offset : offset + (doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) > 0 else 0)]
    hits = joined(words, names.find(words))
    strong = any(h.name.strength in ("strong", "topic") for h in hits)
    taken = packed(words, [h for h in hits if _stands(words, doc, h, company.armed, strong)])
    numbered = counted(words, doc, taken, amounts(words))
    found = [_mention(words, doc, h, a, offset, text) for h, a in numbered]
    return _with_marks(words, found, offset)


def speaks_of_arms(text: str, names: Names) -> bool:
    """Whether a text has a name of arms that needs no company."""
    return any(h.name.strength in ("strong", "topic") for h in names.find(text))


def _stands(words: str, doc: Doc, hit: Hit, armed: bool, strong: bool) -> bool:
    """Whether a name is a mention here: sure by itself, or by its company; and not what it only describes."""
    token = head_of(doc, hit)
    if token is None or _describes(token, hit):
        return False
    if hit.name.strength in ("strong", "topic"):
        return hit.name.strength == "strong"
    plain = words[hit.start : hit.end].casefold()
    if plain == "arms" and (_ARMS_ADJECTIVE.search(words[: hit.start]) or _ARMS_AFTER.match(words, hit.end)):
        return True
    if plain.rstrip("s") in _NUMBERED_COMPANY:
        return strong
    if hit.name.category in _NEEDS_COMPANY and not hit.name.designator:
        before = re.findall(r"[\w.]+", words[max(0, hit.start - 40) : hit.start])[-3:]
        return (armed or strong) and any(w in listed("military") or w.lower() in listed("military") for w in before)
    return armed or strong


def _describes(token: Token, hit: Hit) -> bool:
    """“gun battle”, “weapons depot”, “to arm”, “rifle through”: the word is no thing here."""
    if (
        token.pos_ == "VERB"
        and token.dep_ not in ("compound", "amod", "nmod")
        and token.tag_ in ("VB", "VBD", "VBP", "VBG", "VBZ")
        and not hit.name.designator
        and " " not in hit.name.written
    ):
        return token.dep_ in ("ROOT", "xcomp", "ccomp", "advcl", "conj", "relcl", "acl")
    head = token.head
    if token.dep_ in ("compound", "nmod") and head.i > token.i and head.i - token.i <= 2:
        return (
            head.lemma_.lower() not in listed("container_compound")
            and head.tag_ in ("NN", "NNS")
            and not head.text[0].isupper()
            and not head.text.endswith("ing")
        )
    return False


def _mention(
    words: str, doc: Doc, hit: Hit, number: tuple[Quantity, int, int] | None, offset: int, text: str
) -> Mention:
    span = Span.of(text, offset + hit.start, offset + hit.end)
    counted = None if number is None else Span.of(text, offset + number[1], offset + number[2])
    start = hit.start if number is None else min(number[1], hit.start)
    origin = made_by(words, start, hit.start, hit.end)
    return Mention(
        span, hit.name.types, hit.name.category, None if number is None else number[0], counted, origin, (), hit.slip
    )


def _with_marks(words: str, found: list[Mention], offset: int) -> list[Mention]:
    """Serial numbers belong to the last arms named before them in the sentence, else to the first after."""
    for serial in _SERIAL.finditer(words):
        marks = tuple(m for m in re.split(r"\s*(?:,|\band\b|;|&)\s*", serial["marks"]) if m != "")
        before = [k for k, m in enumerate(found) if m.span.end - offset <= serial.start()]
        after = [k for k, m in enumerate(found) if m.span.start - offset >= serial.end()]
        if len(before) + len(after) > 0:
            k = before[-1] if len(before) > 0 else after[0]
            found[k] = replace(found[k], marks=(*found[k].marks, *marks))
    return found


def standing_for(found: Sequence[Mention], text: str) -> list[Mention]:
    """“these weapons”: the last mention before that says more, within the document."""
    linked: list[Mention] = []
    last: Mention | None = None
    for mention in found:
        head = text[max(0, mention.span.start - 8) : mention.span.start].casefold()
        points_back = re.search(r"\b(?:these|those|such|this)\s+$", head) is not None and len(mention.types) == 0
        if points_back and last is not None:
            linked.append(replace(mention, stands_for=last.span, origin=mention.origin or last.origin))
            continue
        linked.append(mention)
        if mention.origin != "" or len(mention.types) > 0 or mention.quantity is not None:
            last = mention
    return linked
