"""Search the registers of a case for marks, and say how sure each candidate is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reclaim.desk.readings import FIELDS, Readings, asked
from reclaim.model.candidate import Learned, Reasons
from reclaim.model.decision import Judgement, standing
from reclaim.model.errors import UsageError
from reclaim.model.progress import Progress, silent
from reclaim.model.register import Register, RegisterKind, Snapshot

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.desk.case import Case
    from reclaim.trace.ask import Ask
    from reclaim.trace.belief import Belief, Prior
    from reclaim.trace.channel import Channel
    from reclaim.trace.evidence import Searched
    from reclaim.trace.rows import Table
    from reclaim.trace.weapons import Row, Weapons

# What happens before a weapon turns up: a row of such a register that is dated after the find speaks against it.
BEFORE = frozenset({RegisterKind.MANUFACTURED, RegisterKind.EXPORTED, RegisterKind.IMPORTED, RegisterKind.SHIPPED,
                    RegisterKind.RECEIVED, RegisterKind.ISSUED, RegisterKind.INVENTORY, RegisterKind.TRANSFERRED,
                    RegisterKind.LOST, RegisterKind.STOLEN})


Decided: TypeAlias = "dict[Judgement, list[tuple[Row, Row]]]"

SEARCH = "search-"
KEPT_SEARCHES = 3
"""So many sets of searched registers are kept; ten million rows take 1.6 GB, and older ones can be made again."""


@dataclass(frozen=True)
class Tracing:
    """The registers of a case, ready to be searched."""

    registers: tuple[tuple[Register, Snapshot], ...]
    tables: Sequence[Table]
    searched: Searched
    coverage: str

    @property
    def names(self) -> list[str]:
        """The registers searched, each once."""
        return list(dict.fromkeys(r.name for r, _ in self.registers))


@dataclass
class Trace:
    """The answer to a batch: rows of `reclaim trace` in parts, and, after the first, what they were weighed with.
    `reasons` are kept, by row of the reading and rank, if they were asked for."""

    parts: Iterator[pa.Table]
    learned: Learned | None = None
    registers: list[str] = field(default_factory=list)
    reasons: dict[tuple[int, int], Reasons] = field(default_factory=dict)


def short_lived() -> None:
    """Say that this process answers one command and ends: what it would not use is not loaded."""
    from reclaim.trace.lean import lean_start

    lean_start()


def prepare(case: Case, registers: Sequence[str] = (), progress: Progress = silent, few: int | None = None) -> Tracing:
    """Get the registers ready: all of the case, or those named. `few` is how many readings will be asked, if known.

    Raises UsageError if there is no register, or none of a name.
    """
    from reclaim.model.errors import InputError
    from reclaim.trace.kept import kept

    chosen, channel = _chosen(case, registers), _channel(case)
    decided = _decided(case, chosen)
    place = _place(case, chosen, decided)
    try:
        searched, tables = kept(place, channel)
    except InputError:
        searched, tables = _made(case, chosen, decided, channel, place, few, progress)
    return Tracing(tuple(chosen), tables, searched, _coverage(chosen))


def _place(case: Case, chosen: Sequence[tuple[Register, Snapshot]], decided: Decided) -> Path:
    """Where what is searched is kept, by all that it is made from: a decision on a find changes nothing of it."""
    from reclaim.model.canonical import digest
    from reclaim.store import derived

    inputs = digest({"code": derived.code(), "snapshots": [s.id for _, s in chosen],
                     "decided": {str(word): [[*a, *b] for a, b in pairs] for word, pairs in decided.items()}})
    return case.folder.derived / f"{SEARCH}{inputs[:32]}"


def _made(case: Case, chosen: Sequence[tuple[Register, Snapshot]], decided: Decided, channel: Channel, place: Path,
          few: int | None, progress: Progress) -> tuple[Searched, list[Table]]:
    """A few weapons are compared one by one; many are searched by an index, made once for these registers and kept."""
    from reclaim.store import derived
    from reclaim.trace.evidence import Searched
    from reclaim.trace.few import MOST, Few
    from reclaim.trace.index import SerialIndex
    from reclaim.trace.kept import keep
    from reclaim.trace.weapons import weapons as grouped

    progress("reading registers", 0, len(chosen))
    tables = [_table(case, register, snapshot) for register, snapshot in chosen]
    weapons = grouped([t.rows for t in tables], decided[Judgement.SAME], decided[Judgement.DIFFERENT])
    progress("reading registers", len(chosen), len(chosen))
    if few is not None and few * weapons.count <= MOST:
        return Searched.of(weapons, Few(weapons, channel), channel), tables
    progress("indexing marks", 0, weapons.count)
    searched = Searched.of(weapons, SerialIndex.build(weapons.texts), channel)
    keep(place, searched, tables)
    derived.seal(place)
    derived.prune(case.folder.derived, SEARCH, KEPT_SEARCHES)
    progress("indexing marks", weapons.count, weapons.count)
    return searched, tables


def trace(tracing: Tracing, readings: Readings, *, top: int = 10, prior: float | None = None,
          progress: Progress = silent, reasons: bool = False) -> Trace:
    """Trace readings: a table of the schema `reclaim.columns.candidates`, part by part. `prior` sets the share of
    readings that are expected in the registers; `reasons` keeps what each candidate's weight is made of in the answer.
    Raises UsageError if `top` or `prior` cannot be meant."""
    if top < 1:
        raise UsageError(f"--top {top}", mend="ask for one candidate or more")
    if prior is not None and not 0 < prior < 1:
        raise UsageError(f"--prior {prior}",
                         mend="give the share of readings expected in the registers, between 0 and 1")
    answer = Trace(iter(()), registers=tracing.names)
    answer.parts = _answered(tracing, readings, top, prior, progress, answer, reasons)
    return answer


def whole(answer: Trace) -> pa.Table:
    """All rows in one table."""
    import pyarrow as pa

    from reclaim.columns.candidates import CANDIDATES

    return pa.concat_tables([CANDIDATES.empty_table(), *answer.parts])


def _answered(tracing: Tracing, readings: Readings, top: int, prior: float | None, progress: Progress,
              answer: Trace, explained: bool) -> Iterator[pa.Table]:
    from reclaim.trace import rows
    from reclaim.trace.batch import answers, best_weapons
    from reclaim.trace.reasons import Words, searched_words
    from reclaim.trace.repeats import repeats

    weapons = tracing.searched.weapons
    ask, reasons = _ask(readings, tracing.searched.channel)
    told: list[Belief] = []
    parts = list(answers(ask, tracing.searched, _prior(tracing, prior), top, progress, believed=told.append))
    belief = told[0]
    answer.learned = _learned(belief, weapons, len(tracing.registers))
    texts = [ways[0].text if len(ways) > 0 else "" for ways in ask.patterns]
    notes = repeats(best_weapons(parts), texts, readings.rows, ask.days)
    searched = searched_words(weapons.count, weapons.rows, tracing.names)
    finds = readings.finds if len(readings.finds) > 0 else [None] * len(readings)
    cells = [rows.Reading(row, written, why, find)
             for row, written, why, find in zip(readings.rows, readings.written, reasons, finds, strict=True)]
    for part in parts:
        words = Words(part.evidence, part.answers, weapons, searched, prior_words(belief), belief.share)
        own = {n - part.first: note for n, note in notes.items() if part.first <= n < part.first + part.answers.count}
        if explained:
            answer.reasons |= {(readings.rows[part.first + n], place - begin + 1): words.reasons(place)
                               for n, (begin, end) in enumerate(pairwise(part.answers.first.tolist()))
                               for place in range(begin, end)}
        yield rows.rows(part, cells, weapons, tracing.tables, words, own, tracing.coverage)


def prior_words(belief: Belief) -> str:
    """Where the share comes from."""
    if belief.prior.fixed is not None:
        return f"{belief.share:.2g} of readings were expected in the registers (set by the user)"
    if belief.readings >= 20:
        return (f"{belief.share:.2g} of readings are expected in the registers (estimated from the batch of "
                f"{belief.readings:,.0f})")
    return (f"{belief.share:.2g} of readings were expected in the registers ({belief.prior.ground}, "
            f"and too few readings to estimate it)")


def _learned(belief: Belief, weapons: Weapons, registers: int) -> Learned:
    length = len(weapons.codes) / weapons.count if weapons.count > 0 else 1.0
    return Learned(belief.share, prior_words(belief), belief.channel.error_rate(length),
                   tuple(float(x) for x in belief.channel.law), belief.readings, weapons.count, weapons.rows, registers)


def _ask(readings: Readings, channel: Channel) -> tuple[Ask, Sequence[str]]:
    import numpy as np

    from reclaim.trace.ask import Ask, ways
    from reclaim.trace.weapons import NO_DATE

    found = asked(readings.written)
    patterns = [ways(own, others, channel) if why == "" else ()
                for own, others, why in zip(found.alternatives, found.others, found.reasons, strict=True)]
    days = np.array([NO_DATE if d is None else d for d in readings.days], np.int32)
    return Ask(patterns, {name: readings.fields[name] for name in FIELDS}, days), found.reasons


def _prior(tracing: Tracing, fixed: float | None) -> Prior:
    """As the user set it; else from what the registers state of their share; else flat."""
    from reclaim.trace.belief import Prior

    if fixed is not None:
        return Prior.of_user(fixed)
    shares = [s.coverage.share for _, s in tracing.registers]
    stated = [(float(s[0]), float(s[1])) for s in shares if s is not None]
    if len(stated) == 0:
        return Prior.default()
    high = min(sum(s[1] for s in stated), 1.0) if len(stated) == len(shares) else 1.0
    return Prior.stated(max(s[0] for s in stated), high)


def _chosen(case: Case, names: Sequence[str]) -> list[tuple[Register, Snapshot]]:
    from reclaim.store.registers import folder

    registers = [folder.load(case.folder.registers, name) for name in dict.fromkeys(names)]
    if len(names) == 0:
        registers = folder.load_all(case.folder.registers)
    chosen = [(register, snapshot) for register in registers for snapshot in register.current()]
    if len(chosen) == 0:
        raise UsageError("the case has no register to search",
                         mend=f"add one with: reclaim register add {case.path} FILE --name N --kind K")
    return chosen


def _table(case: Case, register: Register, snapshot: Snapshot) -> Table:
    from reclaim.columns.rows import own_number
    from reclaim.store.registers import folder
    from reclaim.trace.rows import Table

    names = ["row", "serial", "make", "model", "calibre", "country", "canonical", "traceable"]
    names += ["date_lo"] if register.kind in BEFORE else []
    rows = folder.rows(case.folder.registers, snapshot, names)
    if len(register.mapping.became("record")) > 0:
        extra = folder.rows(case.folder.registers, snapshot, ["extra"])
        rows = rows.append_column("record", own_number(extra))
    return Table(register.name, snapshot.id, rows)


def _decided(case: Case, chosen: Sequence[tuple[Register, Snapshot]]) -> Decided:
    """Pairs of rows that people decided to be of one weapon, or of two."""
    decided: Decided = {Judgement.SAME: [], Judgement.DIFFERENT: []}
    for decision in standing(case.decisions()):
        if decision.judgement in decided:
            found = [row for row in (_row(subject, chosen) for subject in decision.subjects) if row is not None]
            decided[decision.judgement] += [(found[0], other) for other in found[1:]]
    return decided


def _row(subject: str, chosen: Sequence[tuple[Register, Snapshot]]) -> Row | None:
    """The row that a subject SNAPSHOT:ROW names, if it is of one of the snapshots."""
    from reclaim.trace.weapons import Row

    ident, _, row = subject.rpartition(":")
    for number, (_, snapshot) in enumerate(chosen):
        if ident == snapshot.id and row.isdigit() and 1 <= int(row) <= snapshot.rows:
            return Row(number, int(row) - 1)
    return None


def _channel(case: Case) -> Channel:
    """The shipped channel, moved by the case's decided pairs."""
    from reclaim.desk.pairs import decided_pairs
    from reclaim.trace.channel import default
    from reclaim.trace.train import from_pairs

    return from_pairs(decided_pairs(case), default())


def _coverage(chosen: Sequence[tuple[Register, Snapshot]]) -> str:
    told = ", ".join(f"{register.name} {snapshot.coverage}".replace(", ", " ") for register, snapshot in chosen[:4])
    return f"absence is a finding only inside a register's stated coverage ({told})"


def write(answer: Trace, case: Case, out: Path) -> int:
    """Write the rows to a file in the format of its ending, part by part; how many rows. Raises UsageError, WriteError,
    NotCleared."""
    from reclaim.desk.tracefile import write as write_parts

    return write_parts(answer.parts, case, out)
