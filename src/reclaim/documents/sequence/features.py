"""What the sequence model sees of a token: its word, its place in the parse, and what the rules made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.quotation import Quotation
from reclaim.documents.lexicon import cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A cue's source and content are sought within this many tokens of it, and in quotations that reach into them.
WINDOW = 70
_PATH = 4


def cue_features(doc: Doc, frames: Sequence[Frame], quotes: Sequence[Quotation]) -> list[list[str]]:
    """For each token of a paragraph, the features by which cues are found."""
    by_rule = _rule_marks(frames)
    inside = _inside(doc, quotes)
    lemmas = [t.lemma_.lower() for t in doc]
    return [_cue_token(doc, t, by_rule, inside, lemmas) for t in doc]


def _cue_token(doc: Doc, token: Token, by_rule: dict[int, set[str]], inside: list[str], lemmas: list[str]) -> list[str]:
    i = token.i
    lemma, head = lemmas[i], token.head
    children = list(token.children)
    deps = {c.dep_ for c in children}
    found = [
        "w=" + token.lower_,
        "l=" + lemma,
        "t=" + token.tag_,
        "d=" + token.dep_,
        "q=" + inside[i],
        "hl=" + lemmas[head.i],
        "hd=" + head.dep_,
        "lt=" + lemma + token.tag_,
        "ld=" + lemma + token.dep_,
        "hp=" + head.pos_ + token.dep_,
        "lq=" + lemma + inside[i],
    ]
    found += ["r=" + r for r in sorted(by_rule.get(i, ()))]
    found += [f"c={d}" for d in sorted(deps & _TELLING)]
    found += [f"lc={lemma}{d}" for d in sorted(deps & _TELLING)]
    found += _cue_class(token, lemma)
    found += _cue_class(head, lemmas[head.i], "h")
    found += [f"sub={_kind(c)}" for c in children if c.dep_ in ("nsubj", "nsubjpass", "poss", "agent")]
    found += [f"hr={r}" for r in sorted(by_rule.get(head.i, ()))]
    for step in (-2, -1, 1, 2):
        k = i + step
        if 0 <= k < len(doc):
            found += [f"{step}l={lemmas[k]}", f"{step}t={doc[k].tag_}", f"{step}q={inside[k]}"]
    for step in (-1, 1):
        k = i + step
        if 0 <= k < len(doc):
            found += [f"{step}b={lemmas[k]}|{lemma}", f"{step}d={doc[k].dep_}{doc[k].head.i == i}{head.i == k}"]
            found += [f"{step}r={r}" for r in sorted(by_rule.get(k, ()))]
            found += _cue_class(doc[k], lemmas[k], str(step))
    if i == 0:
        found.append("first")
    return found


_TELLING = frozenset(
    [
        "nsubj",
        "nsubjpass",
        "ccomp",
        "xcomp",
        "dobj",
        "dative",
        "prep",
        "agent",
        "poss",
        "advcl",
        "acl",
        "relcl",
        "parataxis",
        "mark",
        "neg",
        "oprd",
        "acomp",
        "attr",
        "auxpass",
        "aux",
        "det",
        "prt",
        "csubj",
    ]
)


def _cue_class(token: Token, lemma: str, where: str = "") -> list[str]:
    """What the word list says of a word."""
    pos = "noun" if token.pos_ in ("NOUN", "PROPN") else "verb"
    entry = cues().get((lemma, pos))
    return [f"{where}cue={entry.sort}", f"{where}cued={entry.sort}{token.dep_}"] if entry is not None else []


def _kind(token: Token) -> str:
    if token.pos_ == "PRON":
        return token.lower_
    return token.pos_


def _rule_marks(frames: Sequence[Frame]) -> dict[int, set[str]]:
    marks: dict[int, set[str]] = {}
    for frame in frames:
        for i in frame.cue:
            marks.setdefault(i, set()).add("cue:" + frame.rule)
        if len(frame.source) > 0:
            for i in frame.source:
                marks.setdefault(i, set()).add("src")
    return marks


def _inside(doc: Doc, quotes: Sequence[Quotation]) -> list[str]:
    """For each token: inside a quotation, at its edge, or outside."""
    found = ["O"] * len(doc)
    for quote in quotes:
        for i in range(quote.first, quote.last + 1):
            found[i] = "I"
        found[quote.first] = "("
        found[quote.last] = ")"
    return found


def window(doc: Doc, cue: Sequence[int], quotes: Sequence[Quotation]) -> tuple[int, int]:
    """First and last token that are looked at for a cue; a quotation that reaches in is taken whole."""
    first, last = max(0, cue[0] - WINDOW), min(len(doc) - 1, cue[-1] + WINDOW)
    for quote in quotes:
        if quote.first <= last and quote.last >= first and len(quote) <= 4 * WINDOW:
            first, last = min(first, quote.first), max(last, quote.last)
    return first, last


def role_features(
    doc: Doc, cue: Sequence[int], frames: Sequence[Frame], quotes: Sequence[Quotation], others: Sequence[Sequence[int]]
) -> tuple[int, list[list[str]]]:
    """For one cue: the first position looked at, and for each token from there the features of its role."""
    first, last = window(doc, cue, quotes)
    anchor = anchor_of(doc, cue)
    mine = _frame_of(cue, frames)
    held = {} if mine is None else dict.fromkeys(mine.source, "S") | dict.fromkeys(mine.content, "X")
    inside = _inside(doc, quotes)
    branch = _branches(doc, anchor)
    phrase = _phrases(doc)
    rival = {i for other in others for i in other}
    sentence = (anchor.sent.start, anchor.sent.end)
    cue_word = anchor.lemma_.lower()
    clause = _clause_marks(doc, anchor)
    rows = []
    for i in range(first, last + 1):
        rows.append(
            _role_token(doc, i, cue, anchor, cue_word, held, inside, branch, phrase, rival, sentence, clause, mine)
        )
    return first, rows


def _role_token(
    doc: Doc,
    i: int,
    cue: Sequence[int],
    anchor: Token,
    cue_word: str,
    held: dict[int, str],
    inside: list[str],
    branch: list[str],
    phrase: list[tuple[str, str]],
    rival: set[int],
    sentence: tuple[int, int],
    clause: list[int],
    mine: Frame | None,
) -> list[str]:
    token = doc[i]
    side = "C" if i in cue else "<" if i < cue[0] else ">"
    distance = 0 if i in cue else cue[0] - i if i < cue[0] else i - cue[-1]
    near = str(distance) if distance < 6 else "<12" if distance < 12 else "<25" if distance < 25 else "far"
    where = "in" if sentence[0] <= i < sentence[1] else "before" if i < sentence[0] else "after"
    rule = held.get(i, "O")
    tag, dep, word = token.tag_, token.dep_, token.lower_
    b = branch[i]
    found = [
        "s=" + side,
        "n=" + side + near,
        "b=" + b,
        "bw=" + b + "|" + cue_word,
        "bs=" + b + side,
        "r=" + rule,
        "rb=" + rule + b + side,
        "q=" + inside[i],
        "qs=" + inside[i] + side + where,
        "e=" + where + side,
        "t=" + tag,
        "d=" + dep,
        "w=" + word,
        "sd=" + side + dep,
        "st=" + side + tag,
        "rq=" + rule + inside[i] + side,
        "rr=" + ("" if mine is None else mine.rule) + rule,
        "cl=" + str(clause[i]),
        "bt=" + b + tag,
        "bd=" + b + dep,
        "rt=" + rule + tag,
    ]
    kind, phrase_word = phrase[i]
    found += [
        "ph=" + kind + phrase_word,
        "pb=" + kind + b,
        "pr=" + kind + rule + side,
        "pw=" + kind + phrase_word + "|" + cue_word,
    ]
    if i in rival and i not in cue:
        found.append("rival")
    if near.isdigit():
        found += ["nw=" + side + near + "|" + cue_word, "nt=" + side + near + tag, "wn=" + side + near + word]
    for step in (-1, 1):
        k = i + step
        if 0 <= k < len(doc):
            found += [
                f"{step}w={doc[k].lower_}",
                f"{step}t={doc[k].tag_}",
                f"{step}b={branch[k]}",
                f"{step}r={held.get(k, 'O')}",
                f"{step}q={inside[k]}",
            ]
            found += [f"{step}rr={held.get(k, 'O')}{rule}", f"{step}bb={branch[k]}|{b}", f"{step}cue={k in cue}"]
        else:
            found.append(f"{step}edge")
    for step in (-2, 2):
        k = i + step
        if 0 <= k < len(doc):
            found += [f"{step}t={doc[k].tag_}", f"{step}b={branch[k]}", f"{step}w={doc[k].lower_}"]
    return found


def anchor_of(doc: Doc, cue: Sequence[int]) -> Token:
    """The cue's head word: the verb or noun that the others hang on."""
    inside = set(cue)
    heads = [doc[i] for i in cue if doc[i].head.i not in inside or doc[i].head.i == i]
    verbs = [t for t in heads if t.pos_ in ("VERB", "NOUN", "AUX", "ADJ")]
    return (verbs or heads or [doc[cue[-1]]])[-1]


def _frame_of(cue: Sequence[int], frames: Sequence[Frame]) -> Frame | None:
    shared = [f for f in frames if f.anchor in cue or len(set(f.cue) & set(cue)) > 0]
    return max(shared, key=lambda f: (len(set(f.cue) & set(cue)), -f.anchor), default=None)


def _branches(doc: Doc, anchor: Token) -> list[str]:
    """For each token, by which branch of the parse it is reached from the anchor: up, then down."""
    found = ["none"] * len(doc)
    above, at = "", anchor
    seen = {anchor.i}
    found[anchor.i] = "self"
    for c in anchor.children:
        _spread(c, c.dep_, found, seen)
    for step in range(1, _PATH + 1):
        if at.head == at:
            break
        above = f"{above}^{at.dep_}"
        at = at.head
        seen.add(at.i)
        found[at.i] = above
        for c in at.children:
            if c.i not in seen:
                _spread(c, f"{above}>{c.dep_}" if step <= 2 else f"{above}>", found, seen)
    return found


def _spread(top: Token, name: str, found: list[str], seen: set[int]) -> None:
    for t in top.subtree:
        if t.i not in seen:
            seen.add(t.i)
            found[t.i] = name if t.i == top.i else name + "+"


def _phrases(doc: Doc) -> list[tuple[str, str]]:
    """For each token the loose phrase that it stands in (of a preposition, an adverbial, a relative clause ...): kind, word."""
    found = [("", "")] * len(doc)
    for token in doc:
        at = token
        for _ in range(12):
            if at.dep_ in _LOOSE:
                found[token.i] = (at.dep_, at.lemma_.lower())
                break
            if at.head == at:
                break
            at = at.head
    return found


_LOOSE = frozenset(["prep", "advcl", "relcl", "acl", "npadvmod", "advmod", "appos", "conj", "agent", "parataxis"])


def _clause_marks(doc: Doc, anchor: Token) -> list[int]:
    """Commas, dashes and clause words between the anchor and each token, up to three."""
    found = [0] * len(doc)
    for step, stop in ((-1, -1), (1, len(doc))):
        count, at = 0, anchor.i + step
        while at != stop:
            found[at] = count * step
            if doc[at].text in (",", "—", ";", ":", ".", '"') or doc[at].dep_ in ("mark", "cc"):
                count = min(3, count + 1)
            at += step
    return found
