"""What the parts of a text without mark-up are: headline, byline, dateline, heading, caption, footnote, paragraph."""

from __future__ import annotations

import re

from reclaim.documents.text import Draft, Facts
from reclaim.model.proposal import SegmentRole

_BYLINE = re.compile(
    r"(?:by|von|par|por)\s+[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]*|and|&|,|in|for|of)){0,12}", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:file\s*(?:photo|picture|image)?\s*[-–—:]|photo(?:graph)?\s*[:/(-]|image\s*[:/(-]|caption\s*:|picture\s*:|fig(?:ure)?\.?\s*\d+"
    r"|\(?(?:[A-Z]{2,5}) Photo\)?)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\((?:AP|AFP|Reuters|Getty|EPA)[^)]{0,40}Photo[^)]{0,40}\)|\[[^\]]{0,40}/(?:AP|AFP|Reuters|Getty)[^\]]{0,20}\]\s*$"
)
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}(?:\.|\))?(?=\s+[A-Z“\"])|[*†‡§])\s*\S")
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’-]{2,}(?:[ ,/][A-Z][\w.'’-]*){0,5})"
    r"(?P<date>,?\s+(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,\s*\d{4})?)?"
    r"\s*(?P<agency>\([A-Za-z][\w .&/-]{1,40}\))?\s*(?:—|–|--|-|:)\s+"
)
_AGENCY = re.compile(
    r"(?P<place>[A-Z][\w.'’-]+(?:[ ,]+[A-Z][\w.'’-]*){0,4})"
    r"(?P<date>,?\s+(?:[A-Z][a-z]{2,8})\.?\s+\d{1,2}(?:,\s*\d{4})?)?"
    r"\s*(?P<agency>\([A-Za-z][\w .&/-]{1,40}\))\s*(?:—|–|--|-|:)\s+"
)
_DATE_LINE = re.compile(
    r"(?:(?:published|updated|posted|last updated|date)\s*:?\s*(?:on\s+)?)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}|[A-Z][a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[T ,]+\d{1,2}:\d{2}.{0,20})?",
    re.IGNORECASE,
)
_HEAD_LENGTH = 160


def lay_out(draft: Draft, blocks: list[str]) -> Facts:
    """Write `blocks` into `draft` with their roles; returns what the head of the document says of itself."""
    facts = Facts()
    for position, block in enumerate(blocks):
        for piece in _split_head(block) if position == 0 else [block]:
            facts = _place(draft, piece.strip(), facts)
    return facts


def role_of(words: str, *, first: bool, in_head: bool) -> SegmentRole:
    """The role of a part by its looks. `first`: nothing was written before; `in_head`: no paragraph yet."""
    if first and _titled(words):
        return SegmentRole.HEADLINE
    if in_head and _BYLINE.fullmatch(words) is not None:
        return SegmentRole.BYLINE
    if in_head and _DATE_LINE.fullmatch(words) is not None:
        return SegmentRole.DATELINE
    if len(words) < 400 and (_CAPTION.match(words) is not None or _CREDIT.search(words) is not None):
        return SegmentRole.CAPTION
    if not in_head and _FOOTNOTE.match(words) is not None and len(words) < 600:
        return SegmentRole.FOOTNOTE
    if _titled(words) and len(words) < 90:
        return SegmentRole.HEADING
    return SegmentRole.PARAGRAPH


def dateline_end(words: str) -> tuple[int, re.Match[str]] | None:
    """Where the dateline at the head of a paragraph ends ("SPRINGFIELD, March 6 (Reuters) - "), with its parts."""
    found = _DATELINE.match(words) or _AGENCY.match(words)
    if found is None or found.end() >= len(words) or len(found["place"]) > 60:
        return None
    return found.end(), found


def _place(draft: Draft, words: str, facts: Facts) -> Facts:
    in_head = all(s.role is not SegmentRole.PARAGRAPH for s in draft.segments)
    role = role_of(words, first=len(draft.segments) == 0, in_head=in_head)
    if role is SegmentRole.PARAGRAPH and in_head:
        cut = dateline_end(words)
        if cut is not None:
            draft.add(words[: cut[0]], SegmentRole.DATELINE)
            words = words[cut[0] :]
            draft.add(words, role, gap=" ")
            return _with_agency(facts, cut[1])
    draft.add(words, role)
    return _with_line(facts, words, role)


def _with_agency(facts: Facts, found: re.Match[str]) -> Facts:
    agency = (found["agency"] or "").strip("()")
    date = (found["date"] or "").strip(" ,")
    return Facts(facts.title, agency or facts.outlet, facts.published or date, facts.author, facts.language)


def _with_line(facts: Facts, words: str, role: SegmentRole) -> Facts:
    if role is SegmentRole.HEADLINE:
        return Facts(words, facts.outlet, facts.published, facts.author, facts.language)
    if role is SegmentRole.BYLINE:
        return Facts(facts.title, facts.outlet, facts.published, re.sub(r"(?i)^by\s+", "", words), facts.language)
    if role is SegmentRole.DATELINE and facts.published == "":
        return Facts(facts.title, facts.outlet, words, facts.author, facts.language)
    return facts


def _split_head(block: str) -> list[str]:
    """A headline set directly over its byline or text is still a line of its own."""
    first, _, rest = block.strip().partition("\n")
    if rest == "" or not _titled(first.strip()) or first.rstrip()[-1:] in ",;-":
        return [block]
    following = rest.strip()
    starts_new = following[:1].isupper() or following[:1] in "“\"'‘("
    title_case = _title_cased(first)
    if not starts_new or not (title_case or _BYLINE.match(following) or len(first) < len(rest.split("\n")[0]) * 0.7):
        return [block]
    return [first, *_split_head(rest)] if _BYLINE.fullmatch(rest.partition("\n")[0].strip()) else [first, rest]


def _title_cased(words: str) -> bool:
    long_words = [w for w in words.split() if len(w) > 3 and w[0].isalpha()]
    return len(long_words) > 1 and sum(w[0].isupper() for w in long_words) * 10 >= len(long_words) * 8


def _titled(words: str) -> bool:
    """One line, no full stop, some letters: a headline or a heading."""
    if "\n" in words or len(words) > _HEAD_LENGTH or len(words) < 3 or not any(c.isalpha() for c in words):
        return False
    return words[-1] not in '.!,;:"”' and len(words.split()) <= 24 and words[0] not in '“"-•*'
