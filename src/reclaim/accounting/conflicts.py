"""Which figures cannot all be true: irreducible sets, smallest first.

A set is irreducible if dropping any member makes the rest possible. Sets are found by implicit hitting sets: every
conflict set must take something from every *correction* (what a largest possible set leaves out), so the smallest
choice that does so is either possible, and then shows a new correction, or is a smallest conflict set. Source:
A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS extraction with minimal hitting set dualization,
CP 2015.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.accounting.extremes import Solved
from reclaim.accounting.pieces import Piece
from reclaim.accounting.tighten import Box

MOST_SETS = 20
# Rounds of the search after which what was found is given, with the word that there may be more.
MOST_ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """Sets of figures with the lines that bring them together, and whether there may be more sets."""

    sets: tuple[tuple[frozenset[str], frozenset[int]], ...]
    more: bool


def conflict_sets(piece: Piece, most: int = MOST_SETS) -> Found:
    """The irreducible conflict sets of a piece, up to `most`, smallest first, equal ones by the figures' ids."""
    figures, sets, corrections = piece.figures, list[frozenset[str]](), list[frozenset[str]]()
    for _ in range(MOST_ROUNDS):
        chosen = smallest_choice(figures, corrections, sets)
        if chosen is None:
            return _found(piece, sets, more=False)
        if _possible(piece, chosen):
            corrections.append(frozenset(figures) - grow(piece, chosen))
        elif len(sets) == most:
            return _found(piece, sets, more=True)
        else:
            sets.append(chosen)
    return _found(piece, sets, more=True)


def one_conflict(piece: Piece, figures: frozenset[str]) -> frozenset[str]:
    """Some irreducible set among figures that cannot all be true: quick, not the smallest."""
    box = Box.of(piece, lambda line: line.needs <= figures)
    lines = box.why_broken() if box.broken >= 0 else {n for n, on in enumerate(box.active) if on}
    return shrink(piece, frozenset(f for n in lines for f in piece.lines[n].needs))


def shrink(piece: Piece, figures: frozenset[str]) -> frozenset[str]:
    """An irreducible part of figures that cannot all be true (deletion filter, in the order of their ids)."""
    kept = figures
    for figure in sorted(figures):
        if not _possible(piece, kept - {figure}):
            kept -= {figure}
    return kept


def grow(piece: Piece, figures: frozenset[str]) -> frozenset[str]:
    """A largest possible set that holds `figures`, which are possible: further ones join in order while they can."""
    box, kept = Box.of(piece, lambda line: line.needs <= figures), set(figures)
    resting = {f: [n for n, line in enumerate(piece.lines) if f in line.needs] for f in piece.figures}
    for figure in (f for f in piece.figures if f not in figures):
        trial = box.copy()
        trial.switch_on(n for n in resting[figure] if piece.lines[n].needs <= kept | {figure})
        if trial.broken < 0:
            box = trial
            kept.add(figure)
    if _possible(piece, frozenset(kept)):
        return frozenset(kept)
    slow = set(figures)
    for figure in (f for f in piece.figures if f not in figures):
        if _possible(piece, frozenset(slow | {figure})):
            slow.add(figure)
    return frozenset(slow)


def smallest_choice(figures: Sequence[str], corrections: Sequence[frozenset[str]],
                    blocked: Sequence[frozenset[str]]) -> frozenset[str] | None:
    """The fewest figures with something from each correction and without all of any blocked set; None if impossible."""
    if len(corrections) == 0 and all(len(b) > 0 for b in blocked):
        return frozenset()
    from reclaim.accounting.choosing import choose

    return choose(figures, corrections, blocked)


def _possible(piece: Piece, figures: frozenset[str]) -> bool:
    return Solved.only(piece, figures).possible


def _found(piece: Piece, sets: list[frozenset[str]], more: bool) -> Found:
    ordered = sorted(sets, key=lambda s: (len(s), sorted(s)))
    return Found(tuple((s, binding_lines(piece, s)) for s in ordered), more)


def binding_lines(piece: Piece, figures: frozenset[str]) -> frozenset[int]:
    """Links without which the figures of a conflict set could all be true (deletion filter over the identities)."""
    box = Box.of(piece, lambda line: line.needs <= figures)
    lines = box.why_broken() if box.broken >= 0 else {n for n, on in enumerate(box.active) if on}
    links = sorted(n for n in lines if piece.lines[n].name != "")
    kept = set(lines)
    for n in links if len(links) <= 40 else ():
        without = kept - {n}
        chosen = {piece.lines[m] for m in without}
        if not Solved(piece, lambda line, chosen=chosen: line in chosen).possible:
            kept = without
    return frozenset(n for n in kept if piece.lines[n].name != "")
