"""Names of arms with what the words around them say: how many, whose make, which marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from reclaim.documents.countries import made_by
from reclaim.documents.items import Hit, Names
from reclaim.documents.lexicon import listed
from reclaim.documents.quantities.amounts import Amount, amounts
from reclaim.documents.quantities.numbers import quantity
from reclaim.model.proposal import Mention, Span
from reclaim.model.quantity import Counts, Qualifier, Quantity

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
_MEASURE = re.compile(
    r"(?i)[\s-]?(?:mm|cm|calib\w+|cal|gauge|bore|inch|inches|kg|km|tons?|tonnes?|metres?|meters?|x\s?\d)\b"
)
_ARMS_AFTER = re.compile(r"(?i)\s+(?:and|or)\s+(?:ammunition|munitions|ammo|explosives)\b")


@dataclass(frozen=True, slots=True)
class Company:
    """Whether a document speaks of arms for certain: then doubtful names are taken at their word."""

    armed: bool = False


def mentions(doc: Doc, names: Names, company: Company, offset: int, text: str) -> list[Mention]:
    """The mentions of one parsed paragraph that starts at `offset` of the canonical `text`."""
    words = text[offset : offset + len(doc.text)]
    hits = _joined(words, names.find(words))
    strong = any(h.name.strength in ("strong", "topic") for h in hits)
    taken = _packed(words, [h for h in hits if _stands(words, doc, h, company.armed, strong)])
    counted = _counted(words, doc, taken, amounts(words))
    found = [_mention(words, doc, h, a, offset, text) for h, a in counted]
    return _with_marks(words, found, offset)


def speaks_of_arms(text: str, names: Names) -> bool:
    """Whether a text has a name of arms that needs no company."""
    return any(h.name.strength in ("strong", "topic") for h in names.find(text))


def _joined(words: str, hits: list[Hit]) -> list[Hit]:
    """ "M4" + "carbines", "Kalashnikov" + "assault rifles": one mention."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if len(joined) > 0 else None
        gap = words[last.end : hit.start] if last is not None else ""
        close = re.fullmatch(
            r"[\s\-]{1,2}(?:(?:semi-?)?automatic |assault |service |tactical |military |sniper |combat )?", gap
        )
        if last is not None and close is not None and not _starts_list(last, hit):
            joined[-1] = _both(last, hit)
        else:
            joined.append(hit)
    return joined


def _packed(words: str, hits: list[Hit]) -> list[Hit]:
    """ "rounds of 5.56x45mm ammunition": the measure and what it measures are one mention."""
    kept: list[Hit] = []
    for hit in hits:
        last = kept[-1] if len(kept) > 0 else None
        packs = last is not None and last.name.category == hit.name.category == "ammunition"
        if (
            last is not None
            and packs
            and re.fullmatch(
                r"\s+of\s+(?:live |assorted |small[- ]arms |\w+[- ]calib\w+ )?", words[last.end : hit.start]
            )
            is not None
        ):
            kept[-1] = Hit(
                last.start, hit.end, hit.name if len(hit.name.types) > 0 else last.name, last.slip or hit.slip
            )
        else:
            kept.append(hit)
    return kept


def _starts_list(left: Hit, right: Hit) -> bool:
    return (
        right.name.designator
        and not left.name.designator
        and left.name.category == right.name.category
        and left.name.strength == "strong"
    )


def _both(left: Hit, right: Hit) -> Hit:
    name = left.name if left.name.designator or len(left.name.types) > 0 else right.name
    category = (
        right.name.category if right.name.category not in ("weapon", "equipment", "sight") else left.name.category
    )
    types = left.name.types or right.name.types
    slip = left.slip or right.slip or _class_slip(left, right)
    return Hit(left.start, right.end, replace(name, category=category, types=types, strength="strong"), slip)


def _class_slip(left: Hit, right: Hit) -> str:
    """ "M9 rifle": the name is of one class and the noun of another. Told, not mended."""
    alike = {
        "rifle",
        "sniper rifle",
        "weapon",
        "anti-tank weapon",
        "rocket",
        "grenade launcher",
        "machine gun",
        "heavy machine gun",
        "equipment",
    }
    a, b = left.name.category, right.name.category
    if (
        not left.name.designator
        or a == b
        or (a in alike and b in alike)
        or b in ("ammunition", "sight", "part")
        or a in ("ammunition", "")
    ):
        return ""
    return f"the name is of a {a}, the noun says {b}"


def _stands(words: str, doc: Doc, hit: Hit, armed: bool, strong: bool) -> bool:
    """Whether a name is a mention here: sure by itself, or by its company; and not what it only describes."""
    token = _head(doc, hit)
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


def _head(doc: Doc, hit: Hit) -> Token | None:
    span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
    return None if span is None else span.root if span.root.i == span.end - 1 else span[-1]


def _describes(token: Token, hit: Hit) -> bool:
    """ "gun battle", "weapons depot", "to arm", "rifle through": the word is no thing here."""
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


def _counted(
    words: str, doc: Doc, hits: list[Hit], numbers: list[Amount]
) -> list[tuple[Hit, tuple[Quantity, int, int] | None]]:
    counted: list[tuple[Hit, tuple[Quantity, int, int] | None]] = []
    used: set[int] = set()
    for position, hit in enumerate(hits):
        floor = hits[position - 1].end if position > 0 else 0
        counted.append((hit, _how_many(words, doc, hit, numbers, floor, used)))
    return _shared(words, doc, counted)


def _how_many(
    words: str, doc: Doc, hit: Hit, numbers: list[Amount], floor: int, used: set[int]
) -> tuple[Quantity, int, int] | None:
    before = [
        a
        for a in numbers
        if a.end <= hit.start
        and a.start >= floor
        and a.kind in ("count", "share")
        and a.money == ""
        and a.start not in used
        and _MEASURE.match(words, a.number_end) is None
    ]
    for amount in reversed(before):
        if _leads_to(doc, amount.end, hit) and not words[: amount.start].casefold().endswith("not "):
            used.add(amount.start)
            return _partitive(words, before, amount, used) or (_amount(words, amount), amount.start, amount.end)
    behind = re.match(r"\s*\((?:x\s?)?(\d[\d,]*)\)|\s*:\s*(\d[\d,]*)\b(?!\s*%)", words[hit.end : hit.end + 14])
    if behind is not None:
        number = behind[1] or behind[2]
        start = hit.end + behind.start(1 if behind[1] else 2)
        return Quantity.stated(number, Qualifier.EXACT, Counts.ITEMS), start, start + len(number)
    article = re.search(r"(?i)(?<!not )\b(an?|one|another)\s+(?:[\w.'’-]+\s+){0,4}$", words[floor : hit.start])
    head = _head(doc, hit)
    if (
        article is not None
        and head is not None
        and head.tag_ in ("NN", "NNP")
        and _leads_to(doc, floor + article.end(1), hit)
    ):
        return (
            Quantity(Fraction(1), Fraction(1), Counts.ITEMS, Qualifier.EXACT, "1"),
            floor + article.start(1),
            floor + article.end(1),
        )
    return None


def _leads_to(doc: Doc, end: int, hit: Hit) -> bool:
    """Only what belongs to the name lies between a number and the name."""
    between = [t for t in doc if t.idx >= end and t.idx + len(t) <= hit.start]
    if len(between) > 9:
        return False
    for position, token in enumerate(between):
        if (
            re.fullmatch(r"(?:\d+(?:\.\d+)?(?:[-x×]\d+)?-?(?:mm|cal)?|mm|-calibre|calibre|caliber)", token.lower_)
            is not None
            and "mm" in doc.text[end : hit.start]
        ):
            continue
        following = between[position + 1].lower_ if position + 1 < len(between) else ""
        if token.lower_ in (
            "of",
            "x",
            "×",
            "-",
            "the",
            "these",
            "those",
            "their",
            "its",
            "such",
            ",",
            "'s",
            "and",
        ) or token.pos_ in ("ADJ", "DET", "PART", "ADV"):
            if token.lower_ == "and" and not (position > 0 and between[position - 1].pos_ in ("ADJ", "PROPN")):
                return False
            if token.lower_ == "," and not (position > 0 and between[position - 1].pos_ in ("ADJ", "PROPN", "VERB")):
                return False
            continue
        if token.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "npadvmod", "punct") and token.pos_ not in (
            "PUNCT",
            "NUM",
        ):
            continue
        if token.tag_ in ("VBN", "JJ", "NNP") or (token.lemma_.lower() in listed("container") and following == "of"):
            continue
        return False
    return True


def _partitive(words: str, numbers: list[Amount], inner: Amount, used: set[int]) -> tuple[Quantity, int, int] | None:
    """ "7 of the 63", "at least half of the 63": a number out of a number."""
    outer = next(
        (
            a
            for a in numbers
            if a.end < inner.start
            and re.fullmatch(r"\s+(?:out )?of\s+(?:the |its |their |these |those |all )?", words[a.end : inner.start])
        ),
        None,
    )
    if outer is None or inner.upper is None:
        return None
    used.add(outer.start)
    if outer.kind == "share":
        half = outer.first == Fraction(1, 2)
        word = (
            Qualifier.AT_LEAST_HALF_OF
            if half and outer.qualifier is Qualifier.AT_LEAST
            else Qualifier.HALF_OF
            if half and outer.qualifier is Qualifier.EXACT
            else None
        )
        if word is not None:
            return Quantity.stated(str(int(inner.first)), word, Counts.ITEMS), outer.start, inner.end
        upper = None if outer.upper is None else outer.upper * inner.upper
        return (
            quantity(outer.lower * inner.lower, upper, outer.qualifier, words[outer.start : inner.end]),
            outer.start,
            inner.end,
        )
    return _amount(words, outer), outer.start, inner.end


def _amount(words: str, amount: Amount) -> Quantity:
    if amount.kind == "share":
        return Quantity(Fraction(0), None, Counts.ITEMS, Qualifier.UNKNOWN, "")
    if amount.second is None and amount.qualifier in (
        Qualifier.DOZENS,
        Qualifier.HUNDREDS,
        Qualifier.THOUSANDS,
        Qualifier.SEVERAL,
    ):
        return Quantity.stated("", amount.qualifier, Counts.ITEMS)
    written = str(amount.first) if amount.second is None else f"{amount.first}-{amount.second}"
    if amount.qualifier is Qualifier.UP_TO and amount.upper is not None:
        written = str(amount.upper)
    return quantity(amount.lower, amount.upper, amount.qualifier, written)


def _shared(
    words: str, doc: Doc, counted: list[tuple[Hit, tuple[Quantity, int, int] | None]]
) -> list[tuple[Hit, tuple[Quantity, int, int] | None]]:
    """ "20 rifles and pistols": twenty of both together, so at most twenty of each."""
    for position in range(len(counted) - 1):
        (left, number), (right, none) = counted[position], counted[position + 1]
        gap = words[left.end : right.start]
        if (
            number is None
            or none is not None
            or number[0].lower <= 1
            or re.fullmatch(r"\s+(?:and|or)\s+(?:[a-z-]+\s+)?", gap) is None
        ):
            continue
        heads = (_head(doc, left), _head(doc, right))
        if all(h is not None and h.tag_ in ("NNS", "NNPS") for h in heads) and number[0].upper is not None:
            most = Quantity(Fraction(0), number[0].upper, Counts.ITEMS, Qualifier.UP_TO, number[0].written)
            counted[position] = (left, (most, number[1], number[2]))
            counted[position + 1] = (right, (most, number[1], number[2]))
    return counted


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
    """ "these weapons": the last mention before that says more, within the document."""
    linked: list[Mention] = []
    for position, mention in enumerate(found):
        head = text[max(0, mention.span.start - 8) : mention.span.start].casefold()
        points_back = re.search(r"\b(?:these|those|such|this)\s+$", head) is not None and len(mention.types) == 0
        earlier = [
            m
            for m in linked[:position]
            if m.stands_for is None and (m.origin != "" or len(m.types) > 0 or m.quantity is not None)
        ]
        if points_back and len(earlier) > 0:
            linked.append(replace(mention, stands_for=earlier[-1].span, origin=mention.origin or earlier[-1].origin))
        else:
            linked.append(mention)
    return linked
