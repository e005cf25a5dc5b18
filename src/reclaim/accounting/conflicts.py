"""Which figures cannot all be true: irreducible sets, smallest first.

A set is irreducible if dropping any member makes the rest possible. Sets are found by implicit hitting sets: every
conflict set must take something from every *correction* (what a largest possible set leaves out), so the smallest
choice that does so is either possible, and then shows a new correction, or is a smallest conflict set. Source:
A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS extraction with minimal hitting set dualization,
CP 2015. Where many conflicts have nothing to do with each other the search cannot end in time; so sets that share no
figure are collected first, and what the search adds until its work is done is given with the word that there may be
more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from reclaim.accounting.choosing import choose
from reclaim.accounting.extremes import Ground, Solved
from reclaim.accounting.pieces import Line
from reclaim.accounting.tighten import Box

MOST_SETS = 20
# The search ends after so many lines looked at (some seconds), or so many rounds, whatever is found by then.
MOST_WORK = 120_000
MOST_ROUNDS = 300


@dataclass(frozen=True, slots=True)
class Found:
    """Sets of figures with the lines that bring them together, and whether there may be more sets."""

    sets: tuple[tuple[frozenset[str], frozenset[int]], ...]
    more: bool


def conflict_sets(ground: Ground, most: int = MOST_SETS) -> Found:
    """The irreducible conflict sets of a piece, up to `most`, smallest first, equal ones by the figures' ids."""
    figures, sets, corrections = ground.piece.figures, list[frozenset[str]](), list[frozenset[str]]()
    apart = [*direct_conflicts(ground), *separate_conflicts(ground)]
    end = ground.work + MOST_WORK
    for _ in range(MOST_ROUNDS):
        chosen = smallest_choice(figures, corrections, sets)
        if chosen is None:
            return _found(ground, sets, more=False)
        if ground.work > end:
            break
        if ground.possible(chosen):
            corrections.append(frozenset(figures) - grow(ground, chosen))
        elif len(sets) == most:
            return _found(ground, sets, more=True)
        else:
            sets.append(chosen)
    everything = sorted({*sets, *apart}, key=_order)
    return _found(ground, everything[:most], more=True)


def direct_conflicts(ground: Ground) -> list[frozenset[str]]:
    """Pairs of figures that say of one account what cannot both be: all of them, for they are seen at once."""
    piece, found = ground.piece, list[frozenset[str]]()
    for lines in piece.touching:
        own = [line for line in (piece.lines[n] for n in lines) if len(line.terms) == 1 and len(line.needs) == 1]
        found += [a.needs | b.needs for a, b in combinations(own, 2) if _disjoint(a, b) or _disjoint(b, a)]
    return [pair for pair in found if all(ground.possible(frozenset({f})) for f in pair)]


def _disjoint(above: Line, below: Line) -> bool:
    return above.lower is not None and below.upper is not None and above.lower > below.upper


def separate_conflicts(ground: Ground) -> list[frozenset[str]]:
    """Irreducible conflict sets that share no figure, until the rest is possible."""
    rest, found = frozenset(ground.piece.figures), list[frozenset[str]]()
    while not ground.possible(rest):
        found.append(one_conflict(ground, rest))
        rest -= found[-1]
    return found


def one_conflict(ground: Ground, figures: frozenset[str]) -> frozenset[str]:
    """Some irreducible set among figures that cannot all be true: quick, not the smallest."""
    box = ground.box(figures)
    lines = box.why_broken() if box.broken >= 0 else {n for n, on in enumerate(box.active) if on}
    return shrink(ground, frozenset(f for n in lines for f in ground.piece.lines[n].needs))


def shrink(ground: Ground, figures: frozenset[str]) -> frozenset[str]:
    """An irreducible part of figures that cannot all be true (deletion filter, in the order of their ids)."""
    kept = figures
    for figure in sorted(figures):
        if not ground.possible(kept - {figure}):
            kept -= {figure}
    return kept


def grow(ground: Ground, figures: frozenset[str]) -> frozenset[str]:
    """A largest possible set that holds `figures`.

    All others are believed too, until those that break it are left out, one at a time; then each gets a second chance.
    """
    kept, out = frozenset(ground.piece.figures), list[str]()
    while True:
        box = ground.box(kept)
        if box.broken < 0:
            break
        blamed = {f for n in box.why_broken() for f in ground.piece.lines[n].needs} - figures
        out.append(max(blamed))
        kept -= {out[-1]}
    if not Solved(box).possible:
        return _grow_slowly(ground, figures)
    for figure in sorted(out):
        trial = box.copy()
        trial.switch_on(ground.lines([figure], kept | {figure}))
        ground.work += trial.work
        if trial.broken < 0 and Solved(trial).possible:
            box, kept = trial, kept | {figure}
    return kept


def _grow_slowly(ground: Ground, figures: frozenset[str]) -> frozenset[str]:
    """As `grow`, where only the solver sees what is impossible: one figure joins after the other."""
    kept = figures
    for figure in (f for f in ground.piece.figures if f not in figures):
        if ground.possible(kept | {figure}):
            kept |= {figure}
    return kept


def smallest_choice(figures: Sequence[str], corrections: Sequence[frozenset[str]],
                    blocked: Sequence[frozenset[str]]) -> frozenset[str] | None:
    """The fewest figures with something from each correction and without all of any blocked set; None if impossible."""
    if len(corrections) == 0:
        return frozenset()
    return choose(figures, corrections, blocked)


def binding_lines(ground: Ground, figures: frozenset[str]) -> frozenset[int]:
    """Links without which the figures of a conflict set could all be true (deletion filter over the identities)."""
    piece, box = ground.piece, ground.box(figures)
    lines = box.why_broken() if box.broken >= 0 else {n for n, on in enumerate(box.active) if on}
    links = sorted(n for n in lines if piece.lines[n].name != "")
    kept = set(lines)
    for n in links if len(links) <= 40 else ():
        if not Solved(Box.on(piece, sorted(kept - {n}))).possible:
            kept -= {n}
    return frozenset(n for n in kept if piece.lines[n].name != "")


def _found(ground: Ground, sets: list[frozenset[str]], more: bool) -> Found:
    return Found(tuple((s, binding_lines(ground, s)) for s in sorted(sets, key=_order)), more)


def _order(found: frozenset[str]) -> tuple[int, list[str]]:
    return len(found), sorted(found)
