"""Which figures hold a bound where it is: a smallest set that suffices, and those that would do in a member's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reclaim.accounting.extremes import Solved
from reclaim.accounting.pieces import Line, Number, Piece
from reclaim.accounting.program import Extreme


@dataclass(frozen=True, slots=True)
class Support:
    """Ids of figures that set one side of a bound, and the names of the links that carry it there."""

    figures: frozenset[str] = frozenset()
    identities: frozenset[str] = frozenset()


def support(piece: Piece, i: int, side: int, found: Extreme) -> Support:
    """The figures and links that hold account i of a piece at `found`.

    Deletion filter in the order of the figures' ids over the lines that were found to bind: none of the figures can
    be left out of this reasoning. A figure on the same account that would do in the place of a member is counted in.
    """
    if found.value is None or len(found.lines) == 0:
        return Support()
    small, at = _cut(piece, found.lines, i)
    kept = frozenset(f for n in found.lines for f in piece.lines[n].needs)
    if not _reaches(small, kept, at, side, found.value):
        return Support(kept, _names(piece.lines[n] for n in found.lines))
    for figure in sorted(kept):
        if _reaches(small, kept - {figure}, at, side, found.value):
            kept -= {figure}
    spare = sorted({f for line in small.lines for f in line.needs} - kept)
    alike = {g for g in spare for f in sorted(kept) if _reaches(small, kept - {f} | {g}, at, side, found.value)}
    return Support(kept | alike, _links(small, kept, at, side, found.value))


def _cut(piece: Piece, lines: Iterable[int], i: int) -> tuple[Piece, int]:
    """The lines, with all figures on their accounts, as a piece of their own; and the place of account i in it."""
    own = set(lines)
    accounts = sorted({i} | {j for n in own for j in piece.lines[n].at})
    place = {j: k for k, j in enumerate(accounts)}
    own |= {n for j in accounts for n in piece.touching[j] if len(piece.lines[n].at) == 1}
    cut = [_moved(piece.lines[n], place) for n in sorted(own)]
    touching = tuple(tuple(n for n, line in enumerate(cut) if k in line.at) for k in range(len(accounts)))
    return Piece(tuple(piece.accounts[j] for j in accounts), tuple(cut), tuple(piece.whole[j] for j in accounts),
                 touching), place[i]


def _moved(line: Line, place: dict[int, int]) -> Line:
    return Line(tuple(place[j] for j in line.at), line.factors, line.lower, line.upper, line.needs, line.name)


def _reaches(piece: Piece, figures: frozenset[str], i: int, side: int, value: Number) -> bool:
    return Solved.only(piece, figures).reaches(i, side, value)


def _links(piece: Piece, figures: frozenset[str], i: int, side: int, value: Number) -> frozenset[str]:
    """Names of the links that the reasoning draws on, once no more figures are in it than it needs."""
    found = Solved.only(piece, figures).extreme(i, side)
    return _names(piece.lines[n] for n in found.lines)


def _names(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(line.name for line in lines if line.name != "")
