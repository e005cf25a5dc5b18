"""What can be said of the whole: for each account the tightest bounds, who sets them, and who cannot all be right.

    records -> figures (constraints) and minimum counts (sums) -> one system (gathering, linking) -> pieces
            -> extremes, or conflict sets where a piece cannot hold (answers) -> bounds

Pure and in a fixed order: the answer does not depend on the order of the records.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reclaim.accounting.answering import Answering
from reclaim.accounting.answers import NOTHING
from reclaim.accounting.assemble import Assembly
from reclaim.accounting.gathering import gather
from reclaim.accounting.questions import Question, fits
from reclaim.accounting.settling import settle
from reclaim.model.bounds import Account, Bounds, Range
from reclaim.model.quantity import Qualifier, Words


def accounts(assembly: Assembly, question: Question | None = None, *, words: Words | None = None,
             why: bool = False, answering: Answering | None = None) -> tuple[Bounds, ...]:
    """The bounds that a question asks for, in the order holder, type, kind, date, scope.

    `words` is the case's table of words; `why` adds what each bound is without each of its sources, and with "about"
    twice as wide; `answering` is what `gather` makes of the question, ready to answer, if it was made already. A question
    that no account fits is answered by one vacuous bound; so is one for a holder, type, kind and date if all that fits is
    of earlier dates.
    """
    asked = question or Question()
    ready = answering or Answering(gather(assembly, asked), assembly)
    wider = Wider(ready, asked, words or Words()) if why else None
    stated = {f.account for f in ready.gathered.figures.values()}
    found: list[Bounds] = []
    for piece in ready.pieces:
        wanted = [a for a in piece.accounts if fits(a, asked, assembly)]
        if len(wanted) > 0:
            answers = ready.answers(piece)
            found += [b for a in wanted if not (b := answers.bounds(a, why)).range.vacuous or a in stated]
    if wider is not None:
        found = [replace(b, wide=wider.range(b.account) or b.range, settle=settle(b, stated)) for b in found]
    if len(found) == 0 or asked.unmet(b.account for b in found):
        found += [Bounds(asked.account(assembly), Range(Fraction(0), None), note=NOTHING)]
    return tuple(sorted(found, key=lambda b: b.account.sort_key))


class Wider:
    """The same case with "about" twice as wide. Where nothing is "about" so much, nothing is wider."""

    def __init__(self, answering: Answering, question: Question, words: Words) -> None:
        stock = answering.assembly.stock
        self._answering: Answering | None = None
        if any(line.quantity.qualifier is Qualifier.ABOUT for _, line in stock):
            self._answering = answering.wide(gather(answering.assembly, question, replace(words, widen=2 * words.widen),
                                                    answering.gathered.events))
            self._pieces = {a: piece for piece in self._answering.pieces for a in piece.accounts}

    def range(self, account: Account) -> Range | None:
        """The wider range of an account; None if no "about" bears on it."""
        if self._answering is None:
            return None
        piece, figures = self._pieces[account], self._answering.gathered.figures
        if not any(figures[f].quantity.qualifier is Qualifier.ABOUT for f in piece.figures):
            return None
        return self._answering.answers(piece).range(account)
