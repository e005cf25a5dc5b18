"""What can be said of the whole: for each account the tightest bounds, who sets them, and who cannot all be right.

    records -> figures (constraints) and minimum counts (sums) -> one system (gathering, linking) -> pieces
            -> extremes, or conflict sets where a piece cannot hold (answers) -> bounds

Pure and in a fixed order: the answer does not depend on the order of the records.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reclaim.accounting.answers import NOTHING, Answers
from reclaim.accounting.assemble import Assembly
from reclaim.accounting.gathering import Gathered, gather
from reclaim.accounting.pieces import pieces
from reclaim.accounting.questions import Question, fits
from reclaim.accounting.settling import settle
from reclaim.model.bounds import Account, Bounds, Range
from reclaim.model.quantity import Qualifier, Words


def accounts(assembly: Assembly, question: Question | None = None, *, words: Words | None = None,
             why: bool = False, gathered: Gathered | None = None) -> tuple[Bounds, ...]:
    """The bounds that a question asks for, in the order holder, type, kind, date, scope.

    `words` is the case's table of words; `why` adds what each bound is without each of its sources, and with "about"
    twice as wide; `gathered` is what `gather` makes of the question, if it was made already. A question that no account
    fits is answered by one vacuous bound; so is one for a holder, type, kind and date if all that fits is of earlier
    dates.
    """
    asked = question or Question()
    table = words or Words()
    gathered = gathered or gather(assembly, asked)
    wider = Wider(assembly, asked, table, gathered) if why else None
    stated = {f.account for f in gathered.figures.values()}
    found: list[Bounds] = []
    for piece in pieces(gathered.system):
        wanted = [a for a in piece.accounts if fits(a, asked, assembly)]
        if len(wanted) > 0:
            answers = Answers(piece, gathered, assembly)
            found += [b for a in wanted if not (b := answers.bounds(a, why)).range.vacuous or a in stated]
    if wider is not None:
        found = [replace(b, wide=wider.range(b.account) or b.range, settle=settle(b, stated)) for b in found]
    if len(found) == 0 or asked.unmet(b.account for b in found):
        found += [Bounds(asked.account(assembly), Range(Fraction(0), None), note=NOTHING)]
    return tuple(sorted(found, key=lambda b: b.account.sort_key))


def without(assembly: Assembly, source: str, gathered: Gathered | None = None) -> dict[Account, Range]:
    """What each account is bounded to if the figures of a source (by its short name) are dropped, and with them what
    repeats them; only accounts that its figures could bear on. `gathered` is what `gather` makes of all of the case."""
    gathered = gathered or gather(assembly, Question())
    found: dict[Account, Range] = {}
    for piece in pieces(gathered.system):
        if any(gathered.figures[f].source == source for f in piece.figures):
            answers = Answers(piece, gathered, assembly)
            found |= {account: answers.range_without(account, source) for account in piece.accounts}
    return found


class Wider:
    """The same case, gathered already with "about" as it is, with "about" twice as wide. Where nothing is "about" so
    much, nothing is wider."""

    def __init__(self, assembly: Assembly, question: Question, words: Words, gathered: Gathered) -> None:
        self.assembly = assembly
        about = any(line.quantity.qualifier is Qualifier.ABOUT for _, line in assembly.stock)
        self.gathered = gathered if not about else gather(
            assembly, question, replace(words, widen=2 * words.widen), gathered.events)
        self._pieces = {a: piece for piece in pieces(self.gathered.system) for a in piece.accounts}
        self._answers: dict[Account, Answers] = {}

    def range(self, account: Account) -> Range | None:
        """The wider range of an account; None if no "about" bears on it."""
        piece = self._pieces[account]
        if not any(self.gathered.figures[f].quantity.qualifier is Qualifier.ABOUT for f in piece.figures):
            return None
        first = piece.accounts[0]
        if first not in self._answers:
            self._answers[first] = Answers(piece, self.gathered, self.assembly)
        return self._answers[first].range(account)
