"""The reasons for an answer, in words and numbers that can be read aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa

from reclaim.model.candidate import Reasons
from reclaim.trace.agree import DIFFERENT, EQUAL, SIMILAR
from reclaim.trace.answer import Answers
from reclaim.trace.channel import KINDS
from reclaim.trace.evidence import Evidence
from reclaim.trace.fields import FIELDS, NEITHER, NOT_READ, NOT_REGISTERED
from reclaim.trace.kernels_align import OTHERS
from reclaim.trace.look import one_look
from reclaim.trace.weapons import TEXT_FIELDS, Weapons

SHARES: Final = (0.1, 0.5, 0.9)
"""For these shares the effect of the prior is told."""

_KIND_WORDS: Final = {
    "lost": "place {place} of the mark was not read ({mark})", "lost_first": "the first symbol was not read ({mark})",
    "lost_last": "the last symbol was not read ({mark})", "lost_twin": "one of two equal symbols was not read ({mark})",
    "doubled": "place {place} read twice", "extra": "place {place} is too many ({read})",
    "swapped": "places {place} and {next} swapped", "head_lost": "the first {run} symbols were not read",
    "tail_lost": "the last {run} symbols were not read",
    "head_glued": "the first {run} symbols are no part of the mark",
    "tail_glued": "the last {run} symbols are no part of the mark",
}
_GRADE_WORDS: Final = {
    EQUAL: "agrees", SIMILAR: "nearly agrees", DIFFERENT: "disagrees", NOT_READ: "not stated in the reading",
    NOT_REGISTERED: "not stated in the register", NEITHER: "stated in neither",
}


@dataclass(frozen=True)
class Listed:
    """The candidates of a part as plain values: what the words are made of. `found` and `at` are the misreadings (see
    `misreadings`), `fields` the bytes of `grade`, `word` and `bits` (tenths), by which what is said of fields is kept,
    for neighbours in a lot have all of it alike."""

    weapon: list[int]
    mark: list[str]
    read: list[str]
    found: Any
    at: Any
    fields: list[bytes]
    grade: Any
    word: Any
    bits: Any
    field_bits: list[float]
    mark_bits: list[float]
    chance: list[float]
    alike: list[int]
    rows: list[int]
    probability: list[float]


@dataclass(frozen=True)
class Words:
    """Explains the answers to one part of a batch. `searched` says in words what was searched, `prior` where the share
    comes from, `share` is that share."""

    evidence: Evidence
    answers: Answers
    weapons: Weapons
    searched: str
    prior: str
    share: float
    _said: dict[Any, str] = field(default_factory=dict)  # of misreadings and fields: what was said of the same before

    @cached_property
    def listed(self) -> Listed:
        """Everything that is said of the candidates, taken from the columns at once."""
        found, evidence, weapons = self.answers, self.evidence, self.weapons
        pair, weapon = found.pair, found.weapon
        texts = np.array(evidence.patterns.texts, object)
        word = np.stack([weapons.fields[name][weapon] for name in TEXT_FIELDS], axis=1).astype(np.int32)
        grade, bits = evidence.compared[pair], np.rint(found.field_bits * 10).astype(np.int32)
        whole = np.hstack([grade.astype(np.int32), word, bits])
        return Listed(
            weapon.tolist(), weapons.texts.take(pa.array(weapon)).to_pylist(),
            texts[evidence.pattern[pair]].tolist() if len(pair) > 0 else [],
            evidence.misreadings.found[pair], evidence.misreadings.at[pair],
            [row.tobytes() for row in whole], grade, word, bits, found.field_bits.sum(axis=1).tolist(),
            found.mark_bits.tolist(), found.chance.tolist(), weapons.alike(weapon).tolist(),
            (weapons.row_starts[weapon + 1] - weapons.row_starts[weapon]).tolist(), found.probability.tolist())

    @cached_property
    def candidates(self) -> list[str]:
        """Why each candidate has its probability."""
        own = self.listed
        crowds = self._kept(self._crowd, list(zip(own.alike, own.rows, strict=True)))
        searched = f"{self.evidence.weapons:,} searched"
        return [f"{mark}; {fields}{crowd}; weight {bits + more:+.1f} bits: mark {bits:+.1f}, fields {more:+.1f}, against a "
                f"weapon in no register; {number(chance)} registered weapons would match so well by chance, of {searched}"
                for mark, fields, crowd, bits, more, chance in
                zip(self._marks, self._all_fields(), crowds, own.mark_bits, own.field_bits, own.chance, strict=True)]

    def _kept(self, say: Callable[[Any], str], keys: Sequence[Any]) -> list[str]:
        """What is said of each key, said once."""
        said = {key: say(key) for key in set(keys)}
        return [said[key] for key in keys]

    def _crowd(self, counts: tuple[int, int]) -> str:
        alike, rows = counts
        return (f"; {alike} registered weapons bear this mark and do not agree in make, so they stand apart"
                if alike > 1 else "") + (f"; {rows} rows carry it and count as one weapon" if rows > 1 else "")

    def _all_fields(self) -> list[str]:
        own = self.listed
        first = dict(zip(reversed(own.fields), range(len(own.fields) - 1, -1, -1), strict=True))
        said = {key: self._fields(own.grade[n].tolist(), own.word[n].tolist(), own.bits[n].tolist())
                for key, n in first.items()}
        return [said[key] for key in own.fields]

    def reasons(self, place: int) -> Reasons:
        """The same, part by part."""
        own = self.listed
        grades, words, bits = own.grade[place].tolist(), own.word[place].tolist(), own.bits[place].tolist()
        fields = tuple((FIELDS[n], self._stated(n, grade, words), bits[n] / 10) for n, grade in enumerate(grades)
                       if grade not in (NOT_READ, NOT_REGISTERED, NEITHER))
        read, mark = own.read[place], own.mark[place]
        return Reasons(read, mark, (("mark", self._marks[place], own.mark_bits[place]), *fields), own.chance[place])

    def _stated(self, n: int, grade: int, words: list[int]) -> str:
        name = FIELDS[n]
        registered = self.weapons.vocabularies[name].word(words[n]) if name in TEXT_FIELDS else ""
        return f"{_GRADE_WORDS[grade]}, registered {registered}" if registered != "" else _GRADE_WORDS[grade]

    @cached_property
    def _marks(self) -> list[str]:
        """What was read for what, place by place. Substitutions name their symbols, so they are put in words once."""
        own = self.listed
        told = dict(zip(own.read, self._kept(_unread, own.read), strict=True))
        swaps = own.found.max(axis=1, initial=-1) < OTHERS if len(own.found) > 0 else []
        keys = [row.tobytes() for row in np.hstack([own.found, own.at.astype(np.int32)])]
        said: dict[bytes, str] = {}
        marks = []
        for n, (key, plain, read, mark) in enumerate(zip(keys, swaps, own.read, own.mark, strict=True)):
            words = said.get(key) if plain else None
            if words is None:
                words = said[key] = self._misreadings(n, read, mark)
            words += told[read]
            marks.append(f"{read} for {mark}: {words[2:]}, all else as registered" if words != "" else
                         f"{read}: every symbol read as registered")
        return marks

    def _misreadings(self, place: int, read: str, mark: str) -> str:
        pairs = zip(self.listed.found[place].tolist(), self.listed.at[place].tolist(), strict=True)
        return "".join([f", {self._misreading(code, at, read, mark)}" for code, at in pairs if code >= 0])

    def _misreading(self, code: int, at: int, read: str, mark: str) -> str:
        key = (code, at) if code < OTHERS else (code, at, mark[at : at + 1], read[at : at + 1])
        said = self._said.get(key)
        if said is None:
            letter = self.weapons.symbols.letter
            said = self._said[key] = (
                f"place {at + 1} read {letter(code % 64)}, registered {letter(code // 64)}" if code < OTHERS else
                _KIND_WORDS[KINDS[(code - OTHERS) // 64]].format(
                    place=at + 1, next=at + 2, run=(code - OTHERS) % 64, mark=mark[at : at + 1],
                    read=read[at : at + 1]))
        return said

    def _fields(self, grades: list[int], words: list[int], bits: list[int]) -> str:
        """What agrees, what does not, what is missing, each with its bits."""
        grouped: dict[int, list[str]] = {}
        for n, grade in enumerate(grades):
            key = ("field", n, grade, words[n] if n < len(words) else 0, bits[n])
            said = self._said.get(key)
            if said is None:
                said = self._said[key] = self._field(*key[1:])
            grouped.setdefault(grade, []).append(said)
        return "; ".join([f"{_GRADE_WORDS[grade]}: {', '.join(said)}" for grade, said in grouped.items()])

    def _field(self, n: int, grade: int, word: int, tenths: int) -> str:
        name = FIELDS[n]
        registered = self.weapons.vocabularies[name].word(word) if name in TEXT_FIELDS else ""
        if grade == EQUAL:
            return f"{name} {registered}".strip() + f" ({tenths / 10:+.1f} bits against its block)"
        if grade in (SIMILAR, DIFFERENT):
            weight = f"{tenths / 10:+.1f}"
            return f"{name}, registered {registered} ({weight})" if registered != "" else f"{name} ({weight})"
        return name

    def none(self, reading: int) -> str:
        """Why "in no register searched" has its probability, what the prior does, and what would decide it."""
        begin, end = int(self.answers.first[reading]), int(self.answers.first[reading + 1])
        parts = [f"in none of {self.searched}"]
        if end == begin:
            return "; ".join([*parts, "nothing registered lies near this reading", self.prior])
        none = float(self.answers.none[reading])
        part = self.listed.probability[begin] / max(1 - none, 1e-300)
        effect = ", ".join(f"{share:g} the best candidate has {percent(part * self._inside(none, share))}"
                           for share in SHARES)
        return "; ".join([*parts, self.prior, f"with a share of {effect}",
                          *one_look(self.listed, self.weapons, begin, end, none)])

    def _inside(self, none: float, share: float) -> float:
        """The probability of being registered, were the share another."""
        inside = (1 - none) * share / max(self.share, 1e-9)
        outside = none * (1 - share) / max(1 - self.share, 1e-9)
        return inside / max(inside + outside, 1e-300)

    def others(self, reading: int) -> str:
        """What the row of the others stands for."""
        count = int(self.answers.first[reading + 1] - self.answers.first[reading])
        return (f"registered weapons beside the {count} listed, together, none of them alone more probable than the last "
                "one listed")


def _unread(read: str) -> str:
    """What of a reading was not read at all, each after a comma."""
    said = ""
    if "?" in read:
        said += f", {_places([n + 1 for n, symbol in enumerate(read) if symbol == '?'])} not read"
    return said + (", a run of unknown length not read" if "*" in read else "")


def _places(places: Sequence[int]) -> str:
    return f"place {places[0]}" if len(places) == 1 else f"places {', '.join(map(str, places))}"


def number(value: float) -> str:
    """A count that may be far below one."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if value >= 0.01 else "fewer than 0.01"


def percent(probability: float) -> str:
    """A probability, never rounded to 0 or 1."""
    if probability >= 0.9995:
        return ">0.999"
    return "<0.001" if probability < 0.0005 else f"{probability:.3f}"


def searched_words(weapons: int, rows: int, registers: Sequence[Any]) -> str:
    """What was searched, in words."""
    names = ", ".join(str(r) for r in registers[:4]) + (f" and {len(registers) - 4} more" if len(registers) > 4 else "")
    one = "register" if len(registers) == 1 else "registers"
    return f"{len(registers)} {one} ({names}): {weapons:,} weapons in {rows:,} rows with a traceable mark"
