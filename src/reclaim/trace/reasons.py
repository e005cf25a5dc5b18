"""The reasons for an answer, in words and numbers that can be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reclaim.trace.agree import DIFFERENT, EQUAL, SIMILAR
from reclaim.trace.answer import Answers
from reclaim.trace.channel import KINDS
from reclaim.trace.evidence import Evidence
from reclaim.trace.fields import FIELDS, NEITHER, NOT_READ, NOT_REGISTERED
from reclaim.trace.kernels_align import OTHERS
from reclaim.trace.weapons import Weapons

SMALL: Final = 0.02
"""Candidates of less probability are not what a look at the weapon has to decide between."""

SHARES: Final = (0.1, 0.5, 0.9)
"""For these shares the effect of the prior is told."""

_KIND_WORDS: Final = {
    "lost": "place {place} of the mark was not read ({mark})", "lost_first": "the first symbol was not read ({mark})",
    "lost_last": "the last symbol was not read ({mark})", "lost_twin": "one of two equal symbols was not read ({mark})",
    "doubled": "place {at} read twice", "extra": "place {at} is too many ({read})",
    "swapped": "places {at} and {next} swapped", "head_lost": "the first {run} symbols were not read",
    "tail_lost": "the last {run} symbols were not read",
    "head_glued": "the first {run} symbols are no part of the mark",
    "tail_glued": "the last {run} symbols are no part of the mark",
}


@dataclass(frozen=True)
class Words:
    """Explains the answers to one batch. `searched` says in words what was searched."""

    evidence: Evidence
    answers: Answers
    weapons: Weapons
    searched: str
    prior: str
    share: float

    def candidate(self, place: int) -> str:
        """Why a candidate has its probability."""
        found, evidence = self.answers, self.evidence
        pair = int(found.pair[place])
        weapon = int(found.weapon[place])
        parts = [self._mark(pair, weapon), *self._fields(pair, weapon, place)]
        alike = self.weapons.same_mark(weapon)
        if len(alike) > 1:
            parts.append(f"{len(alike)} registered weapons bear this mark and do not agree in make, so they stand "
                         "apart")
        rows = int(self.weapons.row_starts[weapon + 1] - self.weapons.row_starts[weapon])
        if rows > 1:
            parts.append(f"{rows} rows carry it and count as one weapon")
        fields = float(found.field_bits[place].sum())
        parts.append(f"weight {found.mark_bits[place] + fields:+.1f} bits: mark {found.mark_bits[place]:+.1f}, "
                     f"fields {fields:+.1f}, against a weapon in no register")
        parts.append(f"{number(found.chance[place])} registered weapons would match so well by chance, of "
                     f"{evidence.weapons:,} searched")
        return "; ".join(parts)

    def _mark(self, pair: int, weapon: int) -> str:
        read = self.evidence.patterns.texts[self.evidence.pattern[pair]]
        mark = self.weapons.mark(weapon)
        misread = self.evidence.misreadings
        told = [self._misreading(int(code), int(at), read, mark)
                for code, at in zip(misread.found[pair], misread.at[pair], strict=True) if code >= 0]
        unread = [n + 1 for n, symbol in enumerate(read) if symbol == "?"]
        if len(unread) > 0:
            told.append(f"{_places(unread)} not read")
        if "*" in read:
            told.append("a run of unknown length not read")
        if len(told) == 0:
            return f"{read}: every symbol read as registered"
        return f"{read} for {mark}: {', '.join(told)}, all else as registered"

    def _misreading(self, code: int, at: int, read: str, mark: str) -> str:
        if code < OTHERS:
            symbols = self.weapons.symbols
            return f"place {at + 1} read {symbols.letter(code % 64)}, registered {symbols.letter(code // 64)}"
        kind = KINDS[(code - OTHERS) // 64]
        cell = {"place": at + 1, "at": at + 1, "next": at + 2, "run": (code - OTHERS) % 64,
                "mark": mark[at] if at < len(mark) else "", "read": read[at] if at < len(read) else ""}
        return _KIND_WORDS[kind].format(**cell)

    def _fields(self, pair: int, weapon: int, place: int) -> list[str]:
        grouped: dict[str, list[str]] = {}
        for field, name in enumerate(FIELDS):
            found = int(self.evidence.compared[pair, field])
            bits = float(self.answers.field_bits[place, field])
            own = self._word(weapon, name)
            match found:
                case _ if found == EQUAL:
                    named = f"{name} {own}".strip()
                    grouped.setdefault("agrees", []).append(f"{named} ({bits:+.1f} bits against its block)")
                case _ if found == SIMILAR:
                    grouped.setdefault("nearly agrees", []).append(f"{name}, registered {own} ({bits:+.1f})")
                case _ if found == DIFFERENT:
                    grouped.setdefault("disagrees", []).append(f"{name}, registered {own} ({bits:+.1f})")
                case _ if found == NOT_READ:
                    grouped.setdefault("not stated in the reading", []).append(name)
                case _ if found == NOT_REGISTERED:
                    grouped.setdefault("not stated in the register", []).append(name)
                case _ if found == NEITHER:
                    grouped.setdefault("stated in neither", []).append(name)
        return [f"{how}: {', '.join(names)}" for how, names in grouped.items()]

    def _word(self, weapon: int, name: str) -> str:
        if name == "date":
            return ""
        return self.weapons.vocabularies[name].word(int(self.weapons.fields[name][weapon]))

    def none(self, reading: int) -> str:
        """Why "in no register searched" has its probability, what the prior does, and what would decide it."""
        found = self.answers
        begin, end = int(found.first[reading]), int(found.first[reading + 1])
        parts = [f"in none of {self.searched}"]
        if end == begin:
            parts.append("nothing registered lies near this reading")
        parts.append(self.prior)
        if end > begin:
            parts.append("with a share of " + ", ".join(
                f"{share:g} the best candidate has {percent(self._with_share(reading, begin, share))}"
                for share in SHARES))
        look = self.look(reading)
        if look != "":
            parts.append(look)
        return "; ".join(parts)

    def _with_share(self, reading: int, best: int, share: float) -> float:
        """The probability of the best candidate, were the share another."""
        none = float(self.answers.none[reading])
        inside = (1 - none) * share / max(self.share, 1e-9)
        outside = none * (1 - share) / max(1 - self.share, 1e-9)
        part = float(self.answers.probability[best]) / max(1 - none, 1e-300)
        return part * inside / max(inside + outside, 1e-300)

    def others(self, reading: int) -> str:
        """What the row of the others stands for."""
        found = self.answers
        listed = int(found.first[reading + 1] - found.first[reading])
        return (f"registered weapons beside the {listed} listed, together; none of them alone is more probable than "
                "the last one listed")

    def look(self, reading: int) -> str:
        """The one look at the weapon that would decide most."""
        found = self.answers
        begin, end = int(found.first[reading]), int(found.first[reading + 1])
        shown = [n for n in range(begin, end) if found.probability[n] >= SMALL]
        if len(shown) == 0:
            return ""
        best = shown[0]
        rivals = [n for n in shown[1:] if found.probability[n] >= found.none[reading] / 4]
        if len(rivals) > 0:
            return self._between(best, rivals)
        return self._alone(best)

    def _between(self, best: int, rivals: Sequence[int]) -> str:
        weapons = [int(self.answers.weapon[n]) for n in (best, *rivals)]
        marks = [self.weapons.mark(w) for w in weapons]
        weight = [float(self.answers.probability[n]) for n in rivals]
        if len(set(marks)) == 1:
            for name in ("make", "model", "calibre", "country"):
                words = list(dict.fromkeys(w for w in (self._word(weapon, name) for weapon in weapons) if w != ""))
                if len(words) > 1:
                    return f"one look decides: the {name} on the weapon ({' or '.join(words)})"
            return "the mark alone cannot decide between weapons that bear it"
        if len({len(m) for m in marks}) > 1:
            same = sum(w for w, m in zip(weight, marks[1:], strict=True) if len(m) == len(marks[0]))
            if same < sum(weight) / 2:
                lengths = sorted({len(m) for m in marks})
                return f"one look decides: count the symbols ({' or '.join(map(str, lengths))})"
        return self._place(marks, weight)

    def _place(self, marks: Sequence[str], weight: Sequence[float]) -> str:
        split = [sum(w for w, m in zip(weight, marks[1:], strict=True) if len(m) == len(marks[0]) and m[n] != symbol)
                 for n, symbol in enumerate(marks[0])]
        place = max(range(len(split)), key=lambda n: (split[n], -n))
        symbols = list(dict.fromkeys(m[place] for m in marks if len(m) == len(marks[0])))
        return f"one look decides most: place {place + 1} of the mark, {' or '.join(symbols)}"

    def _alone(self, best: int) -> str:
        pair, weapon = int(self.answers.pair[best]), int(self.answers.weapon[best])
        misread = self.evidence.misreadings
        code, at = int(misread.found[pair, 0]), int(misread.at[pair, 0])
        if 0 <= code < OTHERS:
            symbols = self.weapons.symbols
            return (f"one look decides: place {at + 1} of the reading, whether it is {symbols.letter(code // 64)} and "
                    f"not {symbols.letter(code % 64)}")
        if code >= OTHERS:
            return f"one look decides: whether the whole mark is {self.weapons.mark(weapon)}"
        for field, name in enumerate(FIELDS[:-1]):
            if self.evidence.compared[pair, field] in (NOT_READ, DIFFERENT) and self._word(weapon, name) != "":
                return f"one look helps most: the {name} on the weapon, registered as {self._word(weapon, name)}"
        return "the record holder's own check of this row would settle it"


def _places(places: Sequence[int]) -> str:
    return f"place {places[0]}" if len(places) == 1 else f"places {', '.join(map(str, places))}"


def number(value: float) -> str:
    """A count that may be far below one."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 0.01:
        return f"{value:.2g}"
    return "fewer than 0.01"


def percent(probability: float) -> str:
    """A probability, never rounded to 0 or 1."""
    if probability >= 0.9995:
        return ">0.999"
    if probability < 0.0005:
        return "<0.001"
    return f"{probability:.3f}"


def searched_words(weapons: int, rows: int, registers: Sequence[Any]) -> str:
    """What was searched, in words."""
    names = ", ".join(str(r) for r in registers[:4]) + (f" and {len(registers) - 4} more" if len(registers) > 4 else "")
    one = "register" if len(registers) == 1 else "registers"
    return f"{len(registers)} {one} ({names}): {weapons:,} weapons in {rows:,} rows with a traceable mark"
