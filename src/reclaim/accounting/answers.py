"""The bounds of the accounts of one piece: ends, binding figures, notes, and what remains where figures conflict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import RLock
from typing import TypeAlias

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.conflicts import MOST_SETS, binding_lines, conflict_sets, one_conflict
from reclaim.accounting.extremes import Ground, Solved, as_fraction
from reclaim.accounting.gathering import Gathered
from reclaim.accounting.origins import Origin
from reclaim.accounting.pieces import Piece
from reclaim.accounting.program import Extreme
from reclaim.accounting.sums import RECORDED
from reclaim.accounting.support import Support, support
from reclaim.accounting.tighten import HIGH, LOW
from reclaim.model.bounds import INFEASIBLE, Account, Bounds, ConflictSet, Figure, Range, Without
from reclaim.model.quantity import Counts

ROUNDED = "a linear program's bound, rounded inward"
LEFT_OUT = "figures that cannot all be true are left out"
NOTHING = "no figure bounds it"


# An end of an account with what holds it there.
_End: TypeAlias = tuple[Extreme, Support]


class Answers:
    """One piece, ready to answer for its accounts.

    Where its figures cannot all be true, the accounts that figures of a conflict set speak of have no answer, and the
    others are answered from the figures that are in none. What is worked out rests on the piece and its figures alone:
    it is taken over from `earlier` answers if these are equal.
    """

    ground: Ground
    sets: tuple[ConflictSet, ...]
    more: bool
    all: _Believed
    _without: dict[str, _Believed]
    _ends: dict[int, tuple[_End, _End]]
    _lock: RLock

    def __init__(self, piece: Piece, gathered: Gathered, assembly: Assembly, earlier: Answers | None = None) -> None:
        self.piece, self.gathered, self.assembly = piece, gathered, assembly
        self.number = {a: i for i, a in enumerate(piece.accounts)}
        self._counted: dict[frozenset[frozenset[Origin]], int] = {}
        if earlier is not None and earlier._rests_on(piece, gathered):
            self.ground, self.sets, self.more, self.all = earlier.ground, earlier.sets, earlier.more, earlier.all
            self._without, self._ends, self._lock = earlier._without, earlier._ends, earlier._lock
            return
        # Answers of two states of a case may share what was worked out, and be asked by two pages at once.
        self._lock = RLock()
        self._without, self._ends = {}, {}
        self.ground, self.sets, self.more = Ground(piece), (), False
        solved = self.ground.solved(frozenset(piece.figures))
        if not solved.possible:
            found = conflict_sets(self.ground)
            self.sets, self.more = tuple(self._set(*pair) for pair in found.sets), found.more
            self._complete()
        self.all = _Believed(frozenset(), solved) if solved.possible else self._believe(frozenset())

    def range(self, account: Account) -> Range:
        """The range of an account, of all figures that can be believed."""
        return self.all.range(account, self.number[account])

    def bounds(self, account: Account, why: bool) -> Bounds:
        """What can be said of one account."""
        figures = tuple(sorted(self.gathered.by_account.get(account, []), key=lambda f: (f.key, f.id)))
        slips = self.gathered.slips.get(account, ())
        touching = tuple(s for s in self.sets if account in {f.account for f in s.figures})[:MOST_SETS]
        plain = Bounds(account, Range.impossible(), self.gathered.scope(account), note=INFEASIBLE, figures=figures,
                       slips=slips, beside=self.gathered.beside(account) if why else (), conflicts=touching,
                       more_conflicts=self.more)
        if account in self.all.struck:
            sources = sorted({s for c in touching for s in c.sources})
            return replace(plain, without=self._without_each(account, sources) if why else ())
        (low, under), (high, over) = self._both_ends(self.number[account])
        lower_by, upper_by = self._figures(under), self._figures(over)
        sources = sorted({f.source for f in (*lower_by, *upper_by)})
        return replace(
            plain, range=Range(as_fraction(low.value), as_fraction(high.value)), lower_by=lower_by, upper_by=upper_by,
            identities=tuple(sorted(under.identities | over.identities)), origins=self._count({*lower_by, *upper_by}),
            note=self._note(plain, account, low, high, {*lower_by, *upper_by}),
            without=self._without_each(account, sources) if why else ())

    def _rests_on(self, piece: Piece, gathered: Gathered) -> bool:
        """Whether what was worked out here holds of a piece of another system: it is equal, and so are its figures."""
        return self.piece == piece and all(self.gathered.figures[f] == gathered.figures[f] for f in piece.figures)

    def _both_ends(self, i: int) -> tuple[_End, _End]:
        """The ends of account i, each with what holds it there."""
        with self._lock:
            if i not in self._ends:
                low, high = (self.all.solved.extreme(i, side) for side in (LOW, HIGH))
                self._ends[i] = ((low, support(self.piece, i, LOW, low)), (high, support(self.piece, i, HIGH, high)))
            return self._ends[i]

    def _set(self, figures: frozenset[str], lines: frozenset[int]) -> ConflictSet:
        members = sorted((self.gathered.figures[f] for f in figures), key=lambda f: (f.key, f.id))
        return ConflictSet(tuple(members), tuple(sorted({self.piece.lines[n].name for n in lines})))

    def _complete(self) -> None:
        """More sets, as long as what is in none cannot hold: no account is struck without a set that says why."""
        rest = frozenset(self.piece.figures) - {f.id for s in self.sets for f in s.figures}
        while not self.ground.possible(rest):
            again = one_conflict(self.ground, rest)
            self.sets += (self._set(again, binding_lines(self.ground, again)),)
            rest -= again

    def _believe(self, dropped: frozenset[str]) -> _Believed:
        """What can be believed if some figures are dropped: all that are in no conflict set that is left."""
        left = [ids for s in self.sets if (ids := {f.id for f in s.figures}).isdisjoint(dropped)]
        barred = frozenset().union(*left)
        rest = frozenset(self.piece.figures) - dropped - barred
        while not (solved := self.ground.solved(rest)).possible:
            again = one_conflict(self.ground, rest)
            barred |= again
            rest -= again
        return _Believed(frozenset(self.gathered.figures[f].account for f in barred), solved)

    def _figures(self, found: Support) -> tuple[Figure, ...]:
        return tuple(sorted((self.gathered.figures[f] for f in found.figures), key=lambda f: (f.key, f.id)))

    def _count(self, figures: Iterable[Figure]) -> int:
        origins = frozenset(self.gathered.origins[f.id] for f in figures)
        if origins not in self._counted:
            self._counted[origins] = self.assembly.origins.count(origins)
        return self._counted[origins]

    def _without_each(self, account: Account, sources: Iterable[str]) -> tuple[Without, ...]:
        return tuple(Without(source, self.range_without(account, source)) for source in sources)

    def range_without(self, account: Account, source: str) -> Range:
        """The range of an account if the figures of a source are dropped, and with them what repeats them."""
        with self._lock:
            if source not in self._without:
                own = frozenset(f for f in self.piece.figures if self.gathered.figures[f].source == source)
                self._without[source] = self._believe(own)
            return self._without[source].range(account, self.number[account])

    def _note(self, plain: Bounds, account: Account, low: Extreme, high: Extreme, by: set[Figure]) -> str:
        parts = [NOTHING if low.value == 0 and high.value is None else "",
                 f"in {account.unit}" if account.counts is Counts.MONEY and account.unit != "" else "",
                 f"percent of {account.unit}" if account.counts is Counts.SHARE and account.unit != "" else "",
                 _alone(account),
                 "a minimum count, not to be added to stock" if account.apart == RECORDED else "",
                 *sorted({f.note for f in (*plain.figures, *by) if f.note != ""}),
                 ROUNDED if not (low.sharp and high.sharp) else "",
                 _many(len(plain.slips), "repetition that differs sets no bound",
                       "repetitions that differ set no bound"),
                 LEFT_OUT if len(self.sets) > 0 else "",
                 _many(self.gathered.count_beside(account), "figure of another scope, place or date is not comparable",
                       "figures of other scopes, places or dates are not comparable")]
        return "; ".join(p for p in parts if p != "")


@dataclass(frozen=True, slots=True)
class _Believed:
    """A piece with the figures that can be believed, and the accounts that are struck by the others."""

    struck: frozenset[Account]
    solved: Solved

    def range(self, account: Account, i: int) -> Range:
        """The range of account i."""
        if account in self.struck:
            return Range.impossible()
        low, high = (self.solved.extreme(i, side) for side in (LOW, HIGH))
        return Range(as_fraction(low.value), as_fraction(high.value))


def _alone(account: Account) -> str:
    if account.apart in ("", RECORDED):
        return ""
    if account.counts is Counts.MONEY and account.unit == "":
        return "no currency is stated: comparable with nothing"
    if account.counts is Counts.SHARE and account.unit == "":
        return "a share of nothing stated: comparable with nothing"
    return "undated: comparable only with its own source"


def _many(count: int, one: str, several: str) -> str:
    return "" if count == 0 else f"1 {one}" if count == 1 else f"{count} {several}"
