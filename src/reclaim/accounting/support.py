"""Which figures hold a bound where it is: a smallest set that suffices, and those that would do in a member's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reclaim.accounting.extremes import Ground
from reclaim.accounting.pieces import Line, Number, Piece
from reclaim.accounting.program import Extreme
from reclaim.accounting.tighten import LOW


@dataclass(frozen=True, slots=True)
class Support:
    """Ids of figures that set one side of a bound, and the names of the links that carry it there."""

    figures: frozenset[str] = frozenset()
    identities: frozenset[str] = frozenset()


def support(piece: Piece, i: int, side: int, found: Extreme) -> Support:
    """The figures and links that hold account i of a piece at `found`.

    None of the figures can be left out of this reasoning: exact tightening draws only on what it needs, and where the
    linear program decided, a deletion filter goes over its binding lines in the order of the figures' ids. Figures
    that say the same of the same account are counted in, for each would do in the other's place.
    """
    if found.value is None or len(found.lines) == 0:
        return Support()
    lines = frozenset(n for n, _ in found.lines)
    kept = frozenset(f for n in lines for f in piece.lines[n].needs)
    names = _names(piece.lines[n] for n in lines)
    if not found.least:
        kept, names = _least(piece, i, side, found.value, lines)
    return Support(kept | _alike(piece, found.lines, kept), names)


def _least(piece: Piece, i: int, side: int, value: Number, lines: frozenset[int]
           ) -> tuple[frozenset[str], frozenset[str]]:
    """Figures of some lines that suffice, none of them to spare, and the links that they then draw on."""
    small, at = _cut(piece, lines, i)
    ground = Ground(small)
    kept = frozenset(f for n in lines for f in piece.lines[n].needs)
    if not ground.solved(kept).reaches(at, side, value):
        return kept, _names(piece.lines[n] for n in lines)
    for figure in sorted(kept):
        if ground.solved(kept - {figure}).reaches(at, side, value):
            kept -= {figure}
    again = ground.solved(kept).extreme(at, side)
    return kept, _names(small.lines[n] for n, _ in again.lines)


def _alike(piece: Piece, lines: Iterable[tuple[int, int]], figures: frozenset[str]) -> set[str]:
    """Other figures whose own end is that by which one of `figures` binds its account."""
    binding = [(piece.lines[n], side) for n, side in lines if len(piece.lines[n].terms) == 1]
    ends = {(line.terms[0][0], side, _end(line, side)) for line, side in binding if line.needs <= figures}
    return {f for i, side, end in ends for n in piece.touching[i] if len(piece.lines[n].terms) == 1
            and end is not None and _end(piece.lines[n], side) == end for f in piece.lines[n].needs}


def _end(line: Line, side: int) -> Number | None:
    return line.lower if side == LOW else line.upper


def _cut(piece: Piece, lines: Iterable[int], i: int) -> tuple[Piece, int]:
    """The lines, with all figures on their accounts, as a piece of their own; and the place of account i in it."""
    own = set(lines)
    accounts = sorted({i} | {j for n in own for j in piece.lines[n].at})
    place = {j: k for k, j in enumerate(accounts)}
    own |= {n for j in accounts for n in piece.touching[j] if len(piece.lines[n].terms) == 1}
    cut = [_moved(piece.lines[n], place) for n in sorted(own)]
    touching = tuple(tuple(n for n, line in enumerate(cut) if k in line.at) for k in range(len(accounts)))
    return Piece(tuple(piece.accounts[j] for j in accounts), tuple(cut), tuple(piece.whole[j] for j in accounts),
                 touching), place[i]


def _moved(line: Line, place: dict[int, int]) -> Line:
    return replace(line, terms=tuple((place[j], f) for j, f in line.terms))


def _names(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(line.name for line in lines if line.name != "")
