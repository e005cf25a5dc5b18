"""A gathered system cut into pieces, each ready to answer: made once, for bounds and for what they are without a source.

What a piece answers rests on the piece and its figures alone. So a piece that an earlier system held just so takes over
what was worked out there, and only the others are solved.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from reclaim.accounting.answers import Answers
from reclaim.accounting.assemble import Assembly
from reclaim.accounting.gathering import Gathered
from reclaim.accounting.pieces import Piece, pieces
from reclaim.model.bounds import Account, Range


class Answering:
    """The pieces of a system in their order, with their answers, each made when it is first asked for."""

    def __init__(self, gathered: Gathered, assembly: Assembly, earlier: Answering | None = None) -> None:
        self.gathered, self.assembly = gathered, assembly
        self.pieces = pieces(gathered.system)
        # Pieces by their first accounts, for no two have one in common.
        self._made: dict[Account, Answers] = {}
        self._earlier = earlier
        self._wide: Answering | None = None

    def answers(self, piece: Piece) -> Answers:
        """A piece, ready to answer."""
        first = piece.accounts[0]
        if first not in self._made:
            earlier = None if self._earlier is None else self._earlier._made.get(first)
            self._made[first] = Answers(piece, self.gathered, self.assembly, earlier)
        return self._made[first]

    def wide(self, gathered: Gathered) -> Answering:
        """The same case gathered in another way, which later takes over from what was worked out so."""
        if self._wide is None:
            self._wide = Answering(gathered, self.assembly, None if self._earlier is None else self._earlier._wide)
        return self._wide

    def settle(self) -> Answering:
        """Let go of the earlier system: every piece has been asked. What no page should wait for is made."""
        self._earlier, _ = None, self._resting
        if self._wide is not None:
            self._wide.settle()
        return self

    def without(self, source: str) -> dict[Account, Range]:
        """What each account that figures of a source could bear on is bounded to if they are dropped, and with them what
        repeats them."""
        return {account: answers.range_without(account, source) for piece in self._resting.get(source, ())
                for answers in (self.answers(piece),) for account in piece.accounts}

    @cached_property
    def _resting(self) -> dict[str, list[Piece]]:
        """The pieces in which figures of each source stand."""
        found: dict[str, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            for source in sorted({self.gathered.figures[f].source for f in piece.figures}):
                found[source].append(piece)
        return dict(found)
