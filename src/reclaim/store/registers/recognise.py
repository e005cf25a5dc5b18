"""What each column of a grid is: by its header, by its cells, and by what the others are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reclaim.model.register import FIELDS, MARK, RECORD, Fate, RegisterKind
from reclaim.store.registers import dates, personal
from reclaim.store.registers.words import contents, names, phrase_in, plain

_MOSTLY = 0.7
_LOOKED_AT = 200
_WHOLE = re.compile(r"\d{1,3}(?:[, .]?\d{3})*|\d+(?:\.0+)?")
# Headers of mere line numbers: if such a column counts the rows, it is their position and no number of their own.
_POSITIONS = frozenset({
    "no", "nr", "num", "n", "s no", "sno", "sr no", "sl no", "srl", "line", "line no", "line number", "row", "row no",
    "seq", "seq no", "sequence", "index", "pos", "position", "item", "serial no", "serial", "ordem", "no de ordem",
    "ordre", "no d ordre", "orden", "no de orden", "sira", "sira no", "п п", "no п п", "з п", "no з п", "lfd nr", "م",
    "ت", "ر م", "ردیف", "شمار", "نمبر شمار"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a column is taken to be, and why. `position` says that it only counts the rows."""

    fate: Fate
    target: str
    why: str
    position: bool = False


@dataclass(frozen=True, slots=True)
class _Guess:
    target: str
    strength: float
    why: str


@dataclass(frozen=True, slots=True)
class Content:
    """What the cells of a sample look like: shares of the cells that are not empty, between 0 and 1."""

    count: int
    distinct: float
    nsn: float
    date: float
    calibre: float
    whole: float
    runs: bool
    maker: float
    type: float
    country: float
    serial: float
    word: float


def columns(parts: Sequence[tuple[str, ...]], cells: Sequence[Sequence[str]], kind: RegisterKind) -> list[Found]:
    """What each column is, from its header parts and a sample of its cells."""
    looks = [content(c) for c in cells]
    refused = [_refused(p, c, look) for p, c, look in zip(parts, cells, looks, strict=True)]
    guesses = [[] if no is not None else _guesses(p, look, kind)
               for p, look, no in zip(parts, looks, refused, strict=True)]
    chosen = _resolved(guesses, looks)
    return [Found(Fate.REFUSED, "", no) if no is not None else _settled(p, look, chosen.get(i))
            for i, (p, look, no) in enumerate(zip(parts, looks, refused, strict=True))]


def content(cells: Sequence[str]) -> Content:
    """Look at the cells of a sample."""
    filled = [c.strip()[:_LOOKED_AT] for c in cells if c.strip() != ""]
    count = len(filled)
    if count == 0:
        return Content(0, 0, 0, 0, 0, 0, False, 0, 0, 0, 0, 0)
    known, tally = contents(), Counter(filled)

    def share(fits: Callable[[str], object]) -> float:
        return sum(n for text, n in tally.items() if fits(text)) / count

    return Content(
        count, len(tally) / count, share(known["nsn"].fullmatch), share(lambda t: dates.forms(t) is not None),
        share(lambda t: known["calibre"].fullmatch(t) is not None and re.fullmatch(r"\d+", t) is None),
        share(_WHOLE.fullmatch), _runs(filled),
        share(lambda t: plain(t) in known["makers"]), share(lambda t: any(w in known["types"] for w in _phrases(t))),
        share(lambda t: plain(t) in known["countries"]),
        share(lambda t: known["serial"].fullmatch(t) is not None and sum(c.isdigit() for c in t) >= 3),
        share(lambda t: any(c.isalpha() for c in t)))


def _refused(parts: tuple[str, ...], cells: Sequence[str], look: Content) -> str | None:
    """Why a column is left out as personal, or None."""
    said, shown = personal.by_header(parts), personal.by_content(cells)
    known = _by_name(parts)
    things = max(look.type, look.maker, look.nsn, look.calibre) >= 0.3 or (
        look.whole >= _MOSTLY and look.word == 0) or personal.organisations(cells) >= 0.3
    if said is not None and (not personal.unsure(parts) or not things):
        if known is None or known.strength < 1 or said == known.target:
            return f"its header names {said}"
        if shown is not None or personal.unsure(parts):
            return f"its header names {said}"
        return None
    if shown is None or (known is not None and known.strength >= 0.6 and shown not in (personal.PROSE, "names")):
        return None
    if known is not None and known.target in ("make", "model", "type", "calibre", "country", "nsn", "serial", "date"):
        return None
    return f"its cells hold {shown}"


def _by_name(parts: tuple[str, ...]) -> _Guess | None:
    """What the header says; the lowest part of a header of several rows says most, the whole of it more."""
    joined = plain(" ".join(parts))
    if len(parts) > 1 and joined in names():
        return _Guess(names()[joined], 1.1, "header")
    for part in reversed(parts):
        if plain(part) in names():
            return _Guess(names()[plain(part)], 1.0, "header")
    for text in [joined, *(plain(p) for p in reversed(parts))]:
        found = phrase_in(text, names())
        if found is not None and _telling(*found):
            share = len(found[0].split()) / len(text.split())
            return _Guess(found[1], 0.5 + 0.4 * share, f"'{found[0]}' in the header")
    return None


def _telling(phrase: str, target: str) -> bool:
    """Whether a phrase inside a longer header says what the column is: `unit` in `unit price` does not."""
    return " " in phrase or (len(phrase) > 3 and target not in (RECORD, "from", "to", "holder")
                             and not target.startswith("date."))


def _guesses(parts: tuple[str, ...], look: Content, kind: RegisterKind) -> list[_Guess]:
    """What a column may be, the likeliest first."""
    named = _by_name(parts)
    if look.runs and (named is None or named.target in ("serial", RECORD, "type")) and look.whole == 1:
        return [_Guess(RECORD, 0.9, "its cells count 1, 2, 3 ...")]
    shown = [g for g in _by_content(look) if not _spoken_against(g, named, parts, look)]
    found = [g for g in (_as_date(named, kind), *shown) if g is not None]
    if named is not None and not named.target.startswith("date"):
        against = _against(named.target, look)
        found.append(_Guess(named.target, named.strength - against, named.why))
    return sorted(found, key=lambda g: -g.strength)


def _spoken_against(guess: _Guess, named: _Guess | None, parts: tuple[str, ...], look: Content) -> bool:
    """Whether the header says that a column is not what its cells look like: the date of something else, or a
    reference or plain numbers of another kind, which merely look like serials."""
    if guess.target == "date":
        return named is not None and named.target.startswith("date.")
    words = {w for p in parts for w in plain(p).split()}
    return guess.target == "serial" and len(words) > 0 and (
        look.word < 0.5 or any(names().get(w) == RECORD for w in words))


def _as_date(named: _Guess | None, kind: RegisterKind) -> _Guess | None:
    """A date is taken if it is the one of what the register's rows are, or says nothing else."""
    if named is None or not named.target.startswith("date"):
        return None
    event = named.target.partition(".")[2]
    if event == kind.value or (event == "found" and kind in (RegisterKind.SEIZED, RegisterKind.SURRENDERED)):
        return _Guess("date", named.strength + 0.3, f"{named.why}, the date of what the rows record")
    return _Guess("date", named.strength, named.why) if event == "" else None


def _by_content(look: Content) -> list[_Guess]:
    if look.count == 0:
        return []
    found = []
    for target, share in (("nsn", look.nsn), ("date", look.date), ("make", look.maker), ("type", look.type),
                          ("country", look.country)):
        if share >= _MOSTLY:
            found.append(_Guess(target, 0.55 * share, "what its cells look like"))
    if look.calibre >= _MOSTLY and look.distinct < 0.5:
        found.append(_Guess("calibre", 0.5 * look.calibre, "what its cells look like"))
    if look.serial >= _MOSTLY and look.distinct >= 0.6 and not look.runs and look.date < 0.5 and look.nsn < 0.5:
        found.append(_Guess("serial", 0.45 * look.serial, "what its cells look like"))
    return found


def _against(target: str, look: Content) -> float:
    """How much the cells speak against what the header says."""
    if look.count == 0:
        return 0.0
    if target == "quantity" and look.whole < 0.3 and look.word > 0.9:
        return 0.7
    if target == "serial" and (look.nsn >= _MOSTLY or look.date >= _MOSTLY):
        return 0.7
    if target == "nsn" and look.nsn < 0.1 and look.whole < 0.5 and look.word > 0.9:
        return 0.3
    return 0.5 if target in ("make", "from", "to", "holder") and look.whole >= _MOSTLY and look.word == 0 else 0.0


def _resolved(guesses: list[list[_Guess]], looks: list[Content]) -> dict[int, _Guess]:
    """One column for each field: the surest first; of equal ones the fuller, then the first."""
    order = sorted(((g.strength, looks[i].count, -i, g) for i, found in enumerate(guesses) for g in found),
                   key=lambda o: o[:3], reverse=True)
    chosen: dict[int, _Guess] = {}
    taken: Counter[str] = Counter()
    for _, _, place, guess in order:
        column = -place
        if column in chosen:
            continue
        if guess.target == MARK or (guess.target == "serial" and taken["serial"] > 0 and guess.strength >= 1):
            taken[MARK] += 1
            name = MARK if taken[MARK] == 1 else f"{MARK} {taken[MARK]}"
            chosen[column] = _Guess(name, guess.strength, guess.why)
        elif taken[guess.target] == 0 and guess.strength > 0.2:
            taken[guess.target] += 1
            chosen[column] = guess
    return _with_serial(chosen, guesses, looks)


def _with_serial(chosen: dict[int, _Guess], guesses: list[list[_Guess]], looks: list[Content]) -> dict[int, _Guess]:
    """If nothing became the serial, a column of plain numbers may be it: `Number` over weapons' numbers."""
    if any(g.target == "serial" for g in chosen.values()):
        return chosen
    likely = [i for i, g in chosen.items() if g.target == RECORD and not looks[i].runs and looks[i].serial >= _MOSTLY]
    return chosen | {likely[0]: _Guess("serial", 0.5, "no other column holds serials")} if len(likely) == 1 else chosen


def _settled(parts: tuple[str, ...], look: Content, guess: _Guess | None) -> Found:
    if guess is None or guess.target.split(" ")[0] not in (*FIELDS, RECORD, MARK):
        return Found(Fate.KEPT, "", "")
    position = guess.target == RECORD and look.runs and (
        len(parts) == 0 or any(plain(p) in _POSITIONS for p in parts))
    return Found(Fate.BECAME, guess.target, guess.why, position)


def _runs(filled: list[str]) -> bool:
    """Whether the cells rise as row numbers do: 1, 2, 3 ... from a small start, all different."""
    numbers = [int(c) for c in filled if re.fullmatch(r"\d{1,9}", c)]
    if len(numbers) != len(filled) or len(numbers) < 2:
        return False
    steps = Counter(b - a for a, b in pairwise(numbers))
    common = max(steps.values())
    return numbers[0] <= 1 and min(steps) > 0 and (common >= 0.8 * (len(numbers) - 1) or len(numbers) < 4)


def _phrases(text: str) -> list[str]:
    words = plain(text).split()[:8]
    return [*words, *(" ".join(pair) for pair in pairwise(words))]
