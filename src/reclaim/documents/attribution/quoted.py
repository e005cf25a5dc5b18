"""Attributions by quotation marks: the words between them, the verb of saying beside them, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import Frame, noun_phrase
from reclaim.documents.attribution.quotation import Quotation, is_speech
from reclaim.documents.attribution.verbs import cue_of, cue_tokens, speaker_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def extend_over_quotes(doc: Doc, frames: list[Frame], quotes: list[Quotation]) -> None:
    """A content that takes in part of a speech in quotation marks takes in all of it."""
    for frame in frames:
        held = set(frame.content)
        outside = set(frame.source) | set(frame.cue)
        for quote in quotes:
            span = range(quote.first, quote.last + 1)
            if any(quote.holds(i) for i in frame.cue) or not any(i in held for i in span):
                continue
            if is_speech(doc, quote) or _mostly(held, span):
                held |= set(span) - outside
        frame.content = sorted(held)


def _mostly(held: set[int], span: range) -> bool:
    return sum(i in held for i in span) * 2 >= len(span)


def quote_frames(doc: Doc, frames: list[Frame], quotes: list[Quotation]) -> list[Frame]:
    """A frame for each speech in quotation marks that no other rule has read; parted speeches are joined."""
    found: list[Frame] = []
    for quote in quotes:
        goes_on = is_speech(doc, quote) or _whole_sentence(doc, quote)
        if not goes_on or any(_covers(f, quote) for f in [*frames, *found]):
            continue
        inside = list(range(quote.first, quote.last + 1))
        verb = _saying_beside(doc, quote, quotes)
        if verb is None:
            earlier = _continued(doc, quote, [*frames, *found], quotes)
            if earlier is not None:
                earlier.content = sorted({*earlier.content, *inside})
            else:
                found.append(Frame(quote.first, [], [], inside, "quote:floating"))
            continue
        known = next((f for f in [*frames, *found] if f.anchor == verb.i), None)
        if known is not None:
            known.content = sorted(
                ({*known.content} if "around" in known.rule or known.rule.startswith("quote") else set()) | set(inside)
            )
            continue
        entry = cue_of(verb)
        assert entry is not None
        source = _source(verb, quotes)
        found.append(Frame(verb.i, cue_tokens(verb, entry[1]), source, inside, "quote:verb", entry[0]))
    return found


def _covers(frame: Frame, quote: Quotation) -> bool:
    held = set(frame.content)
    return all(i in held for i in range(quote.first + 1, quote.last))


def _saying_beside(doc: Doc, quote: Quotation, quotes: list[Quotation]) -> Token | None:
    """The verb of saying right after the quotation, else right before it."""
    after = [t for t in _outside_run(doc, quote.last + 1, 1, quotes) if _may_quote(t)]
    ends_open = doc[quote.last - 1].text in (",", "?", "!") or (
        quote.last + 1 < len(doc) and doc[quote.last + 1].text in (",", "—")
    )
    if len(after) > 0 and ends_open:
        return after[0]
    before = [t for t in _outside_run(doc, quote.first - 1, -1, quotes) if _may_quote(t)]
    leads = quote.first > 0 and doc[quote.first - 1].text in (",", ":", "that", "as", "—")
    if len(before) > 0 and (leads or (quote.first > 0 and before[0].i >= quote.first - 2)):
        return before[0]
    if len(after) > 0 and after[0].sent == doc[quote.last].sent:
        return after[0]
    return None


def _outside_run(doc: Doc, start: int, step: int, quotes: list[Quotation]) -> list[Token]:
    """Tokens from `start` on until the sentence or the next quotation ends the run."""
    run: list[Token] = []
    at = start
    while 0 <= at < len(doc) and len(run) < 30:
        token = doc[at]
        if any(q.holds(at) for q in quotes) or token.text in (".", "?", "!") or token.is_space:
            break
        run.append(token)
        at += step
    return run


def _may_quote(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX", "NOUN") and not token.tag_.startswith("VB"):
        return False
    found = cue_of(token)
    return found is not None and "q" in found[0].takes and (token.pos_ != "NOUN")


def _source(verb: Token, quotes: list[Quotation]) -> list[int]:
    """The verb's subject by the parse; if that lies in a quotation, the noun beside the verb."""
    source = [i for i in speaker_of(verb) if not any(q.holds(i) for q in quotes)]
    if len(source) > 0:
        return source
    for noun in _beside(verb):
        if not any(q.holds(noun.i) for q in quotes):
            return [i for i in noun_phrase(noun) if not any(q.holds(i) for q in quotes)]
    return []


def _beside(verb: Token) -> list[Token]:
    doc = verb.doc
    nouns = [doc[i] for i in range(verb.i - 1, max(verb.sent.start, verb.i - 8) - 1, -1)]
    nouns += [doc[i] for i in range(verb.i + 1, min(len(doc), verb.i + 4))]
    return [t for t in nouns if t.pos_ in ("PROPN", "PRON", "NOUN") and t.dep_ not in ("compound", "pobj", "poss")]


def _whole_sentence(doc: Doc, quote: Quotation) -> bool:
    """A short quotation that is a sentence of its own: "The chief." """
    ends = doc[quote.last - 1].text in (".", "!", "?")
    return len(quote) > 2 and ends and (quote.first == 0 or doc[quote.first - 1].text in (".", "!", "?", '"'))


def _continued(doc: Doc, quote: Quotation, frames: list[Frame], quotes: list[Quotation]) -> Frame | None:
    """'"A," X said. "B."': B belongs to the saying whose sentence ended right before it, if that was quoted too."""
    if quote.first == 0:
        return None
    before = [f for f in frames if len(f.cue) > 0 and f.anchor < quote.first and _quoted(f, quotes)]
    if len(before) == 0:
        return None
    last = max(before, key=lambda f: f.anchor)
    between = [t for t in doc[last.anchor + 1 : quote.first] if not any(q.holds(t.i) for q in quotes)]
    stops = sum(t.text in (".", "?", "!") for t in between)
    return last if stops <= 1 and last.anchor > min(last.content) else None


def _quoted(frame: Frame, quotes: list[Quotation]) -> bool:
    held = set(frame.content)
    return any(q.first in held for q in quotes)
