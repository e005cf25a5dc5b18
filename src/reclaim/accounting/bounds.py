"""What can be said of the whole: for each account the tightest bounds, who sets them, and who cannot all be right.

    records -> figures (constraints) and minimum counts (sums) -> one system (linking) -> pieces
            -> extremes, or conflict sets where a piece cannot hold -> bounds

Pure and in a fixed order: the answer does not depend on the order of the records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.conflicts import conflict_sets, one_conflict
from reclaim.accounting.constraints import Book, book, by_account, normal
from reclaim.accounting.extremes import Ground, Solved, as_fraction
from reclaim.accounting.holders import Holders
from reclaim.accounting.linking import System, link
from reclaim.accounting.origins import Origin
from reclaim.accounting.pieces import Piece, pieces
from reclaim.accounting.program import Extreme
from reclaim.accounting.questions import Question, asked_accounts, fits
from reclaim.accounting.sums import RECORDED, event_sums
from reclaim.accounting.support import Support, support
from reclaim.accounting.tighten import HIGH, LOW
from reclaim.model.bounds import INFEASIBLE, Account, Bounds, ConflictSet, Figure, Range, Slip, Without
from reclaim.model.quantity import Counts, Qualifier, Words

ROUNDED = "a linear program's bound, rounded inward"
LEFT_OUT = "figures that cannot all be true are left out"
NOTHING = "no figure bounds it"


@dataclass(frozen=True, slots=True)
class Ledger:
    """All figures and minimum counts of a case, with the system that they make."""

    figures: dict[str, Figure]
    origins: dict[str, frozenset[Origin]]
    slips: dict[Account, tuple[Slip, ...]]
    scopes: dict[str, str]
    alike: dict[Account, list[Figure]]
    by_account: dict[Account, list[Figure]]
    system: System

    def shown(self, account: Account) -> Account:
        """The account with its scope in the words of its first record."""
        return replace(account, scope=self.scopes.get(account.scope, account.scope))


def accounts(assembly: Assembly, question: Question | None = None, *, words: Words | None = None,
             why: bool = False) -> tuple[Bounds, ...]:
    """The bounds that a question asks for, in the order holder, type, kind, date, scope.

    `words` is the case's table of words; `why` adds what each bound is without each of its sources, and with "about"
    twice as wide. A question that no account fits is answered by one vacuous bound.
    """
    asked = question or Question()
    table = words or Words()
    ledger = _ledger(assembly, asked, None)
    wide = _ledger(assembly, asked, replace(table, widen=2 * table.widen)) if why else None
    wide_pieces = {} if wide is None else {a: p for p in pieces(wide.system) for a in p.accounts}
    stated = {f.account for f in ledger.figures.values()}
    found: list[Bounds] = []
    for piece in pieces(ledger.system):
        wanted = [a for a in piece.accounts if fits(a, asked, assembly)]
        if len(wanted) > 0:
            answers = Answers(piece, ledger, assembly)
            found += [b for a in wanted if not (b := answers.bounds(a, why)).range.vacuous or a in stated]
    if why:
        found = [_widened(b, wide_pieces, ledger) for b in found]
    if len(found) == 0:
        found = [Bounds(asked.account(assembly), Range(Fraction(0), None), note=NOTHING)]
    return tuple(sorted(found, key=lambda b: b.account.sort_key))


def _ledger(assembly: Assembly, question: Question, words: Words | None) -> Ledger:
    holders = Holders(assembly.parties)
    figures: Book = book(assembly, words)
    asked = asked_accounts(question, assembly, [f.account for f in figures.figures])
    events = event_sums(assembly, holders, asked_accounts(question, assembly, (), recorded=True))
    system = link(figures, assembly.types, holders, asked)
    together = {*system.accounts, *(a for row in events.rows for a, _ in row.terms)}
    joined = System(tuple(sorted(together, key=lambda a: a.sort_key)), system.rows + events.rows)
    every = (*figures.figures, *events.figures)
    alike: dict[Account, list[Figure]] = defaultdict(list)
    for figure in every:
        alike[_bare(figure.account)].append(figure)
    return Ledger({f.id: f for f in every}, figures.origins | events.origins, figures.slips, figures.shown_scopes,
                  dict(alike), by_account(every), joined)


def _bare(account: Account) -> Account:
    """The account without what must be equal for figures to be compared: scope, date, unit."""
    return Account(account.holder, account.type, account.kinds, account.counts)


class Answers:
    """One piece, ready to answer for its accounts."""

    def __init__(self, piece: Piece, ledger: Ledger, assembly: Assembly) -> None:
        self.piece, self.ledger, self.assembly = piece, ledger, assembly
        self.number = {a: i for i, a in enumerate(piece.accounts)}
        self.ground = Ground(piece)
        self.solved = self.ground.solved(frozenset(piece.figures))
        self.sets, self.more = tuple[ConflictSet, ...](), False
        self.struck: frozenset[Account] = frozenset()
        self._without: dict[str, Solved] = {}
        self._counted: dict[frozenset[frozenset[Origin]], int] = {}
        if not self.solved.possible:
            self._disentangle()

    def bounds(self, account: Account, why: bool) -> Bounds:
        """What can be said of one account."""
        figures = tuple(sorted(self.ledger.by_account.get(account, []), key=lambda f: (f.key, f.id)))
        slips = self.ledger.slips.get(account, ())
        touching = tuple(s for s in self.sets if account in {f.account for f in s.figures})
        plain = Bounds(account, Range.impossible(), note=INFEASIBLE, figures=figures, slips=slips,
                       beside=self._beside(account), conflicts=touching, more_conflicts=self.more)
        plain = replace(plain, account=self.ledger.shown(account))
        if account in self.struck:
            sources = sorted({s for c in touching for s in c.sources})
            return replace(plain, without=self._without_each(account, sources) if why else ())
        low, high = (self.solved.extreme(self.number[account], side) for side in (LOW, HIGH))
        under, over = (support(self.piece, self.number[account], side, end)
                       for side, end in ((LOW, low), (HIGH, high)))
        lower_by, upper_by = self._figures(under), self._figures(over)
        sources = sorted({f.source for f in (*lower_by, *upper_by)})
        return replace(
            plain, range=Range(as_fraction(low.value), as_fraction(high.value)), lower_by=lower_by, upper_by=upper_by,
            identities=tuple(sorted(under.identities | over.identities)), origins=self._count({*lower_by, *upper_by}),
            note=self._note(plain, account, low, high, {*lower_by, *upper_by}),
            without=self._without_each(account, sources) if why else ())

    def _disentangle(self) -> None:
        """Find the conflict sets, and go on with the figures that are in none."""
        found = conflict_sets(self.ground)
        self.sets = tuple(
            ConflictSet(tuple(sorted((self.ledger.figures[f] for f in figures), key=lambda f: (f.key, f.id))),
                        tuple(sorted({self.piece.lines[n].name for n in lines})))
            for figures, lines in found.sets)
        self.more = found.more
        barred = {f for figures, _ in found.sets for f in figures}
        rest = frozenset(self.piece.figures) - barred
        while not self.ground.possible(rest):
            again = one_conflict(self.ground, rest)
            barred |= again
            rest -= again
        self.struck = frozenset(self.ledger.figures[f].account for f in barred)
        self.solved = self.ground.solved(rest)

    def _figures(self, found: Support) -> tuple[Figure, ...]:
        return tuple(sorted((self.ledger.figures[f] for f in found.figures), key=lambda f: (f.key, f.id)))

    def _count(self, figures: Iterable[Figure]) -> int:
        origins = frozenset(self.ledger.origins[f.id] for f in figures)
        if origins not in self._counted:
            self._counted[origins] = self.assembly.origins.count(origins)
        return self._counted[origins]

    def _without_each(self, account: Account, sources: Iterable[str]) -> tuple[Without, ...]:
        return tuple(Without(source, self._range_without(account, source)) for source in sources)

    def _range_without(self, account: Account, source: str) -> Range:
        if source not in self._without:
            rest = frozenset(f for f in self.piece.figures if self.ledger.figures[f].source != source)
            self._without[source] = self.ground.solved(rest)
        return range_of(self._without[source], self.number[account])

    def _beside(self, account: Account) -> tuple[Figure, ...]:
        """Figures of the same holder, type, kind and counts whose scope, date or unit differ."""
        same = [f for f in self.ledger.alike.get(_bare(account), ()) if f.account != account]
        return tuple(sorted(same, key=lambda f: (f.account.sort_key, f.key, f.id)))

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
                 _many(len(plain.beside), "figure of another scope or date is not comparable",
                       "figures of other scopes or dates are not comparable")]
        return "; ".join(p for p in parts if p != "")


def range_of(solved: Solved, i: int) -> Range:
    """The range of account i."""
    if not solved.possible:
        return Range.impossible()
    low, high = (solved.extreme(i, side) for side in (LOW, HIGH))
    return Range(as_fraction(low.value), as_fraction(high.value))


def _widened(bounds: Bounds, wide: dict[Account, Piece], ledger: Ledger) -> Bounds:
    """With the range that it becomes if "about" is twice as wide."""
    account = replace(bounds.account, scope=normal(bounds.account.scope))
    piece = wide.get(account)
    if piece is None or not any(ledger.figures[f].quantity.qualifier is Qualifier.ABOUT for f in piece.figures
                                if f in ledger.figures):
        return replace(bounds, wide=bounds.range)
    solved = Ground(piece).solved(frozenset(piece.figures))
    return replace(bounds, wide=range_of(solved, piece.position(account)))


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
