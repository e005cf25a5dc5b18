"""Random small systems, solved by counting through every whole point of a box: the oracle knows no solver."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.accounting.conflicts import conflict_sets, separate_conflicts
from reclaim.accounting.extremes import Ground, Solved
from reclaim.accounting.linking import System
from reclaim.accounting.pieces import Piece, pieces
from reclaim.accounting.program import Program
from reclaim.accounting.support import support
from reclaim.accounting.tighten import HIGH, LOW
from reclaim.model.bounds import Account, Row
from reclaim.model.quantity import CountKind

CAP = 5
NAMES = "abcd"


def account(name: str) -> Account:
    return Account("holder", name, (CountKind.ON_HAND,))


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Up to four accounts, all capped so that counting ends, and rows that rest on figures or on nothing."""
    size = draw(st.integers(2, 4))
    names = [account(n) for n in NAMES[:size]]
    rows = [Row(((a, 1),), None, Fraction(CAP), frozenset(), "cap") for a in names]
    for n in range(draw(st.integers(1, 7))):
        chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=size, unique=True))
        factors = [draw(st.sampled_from([-2, -1, 1, 1])) for _ in chosen]
        low, high = draw(st.integers(-4, 8)), draw(st.integers(-4, 8))
        ends = draw(st.sampled_from(["low", "high", "both"]))
        lower = Fraction(min(low, high) if ends == "both" else low) if ends != "high" else None
        upper = Fraction(max(low, high) if ends == "both" else high) if ends != "low" else None
        needs = frozenset({f"f{n}"} | ({f"f{max(0, n - 1)}"} if draw(st.booleans()) else set()))
        rows.append(Row(tuple(zip(chosen, factors, strict=True)), lower, upper, needs, ""))
    return System(tuple(names), tuple(rows))


def solved(piece: Piece) -> Solved:
    return Ground(piece).solved(frozenset(piece.figures))


def points(piece: Piece, figures: frozenset[str]) -> np.ndarray:
    """Every whole point of the box that satisfies all rows of the figures, one a row."""
    grid = np.indices((CAP + 1,) * len(piece.accounts)).reshape(len(piece.accounts), -1).T
    for line in (line for line in piece.lines if line.needs <= figures):
        total = grid[:, line.at] @ np.array(line.factors)
        low = -10**6 if line.lower is None else line.lower
        high = 10**6 if line.upper is None else line.upper
        grid = grid[(total >= low) & (total <= high)]
    return grid


@given(systems())
@settings(max_examples=100)
def test_bounds_are_those_of_enumeration(system: System) -> None:
    for piece in pieces(system):
        answer, there = solved(piece), points(piece, frozenset(piece.figures))
        assert answer.possible == (len(there) > 0)
        for i in range(len(piece.accounts)) if len(there) > 0 else ():
            assert answer.extreme(i, LOW).value == there[:, i].min()
            assert answer.extreme(i, HIGH).value == there[:, i].max()


@given(systems())
@settings(max_examples=50)
def test_the_program_alone_gives_the_same(system: System) -> None:
    """The solver is asked only where exact tightening leaves off; it must know the rest as well."""
    for piece in pieces(system):
        there = points(piece, frozenset(piece.figures))
        program = Program(piece, range(len(piece.lines)))
        assert program.possible() == (len(there) > 0)
        for i in range(len(piece.accounts)) if len(there) > 0 else ():
            assert program.extreme(i, greatest=False).value == there[:, i].min()
            assert program.extreme(i, greatest=True).value == there[:, i].max()


@given(systems())
@settings(max_examples=50)
def test_the_figures_that_bind_suffice(system: System) -> None:
    for piece in pieces(system):
        answer = solved(piece)
        for i in range(len(piece.accounts)) if answer.possible else ():
            for side, best in ((LOW, np.min), (HIGH, np.max)):
                found = answer.extreme(i, side)
                figures = support(piece, i, side, found).figures
                assert best(points(piece, figures)[:, i]) == found.value


@given(systems())
@settings(max_examples=50)
def test_conflict_sets_are_all_the_irreducible_ones_smallest_first(system: System) -> None:
    for piece in pieces(system):
        broken = [frozenset(c) for size in range(len(piece.figures) + 1) for c in combinations(piece.figures, size)
                  if len(points(piece, frozenset(c))) == 0]
        least = [b for b in broken if not any(other < b for other in broken)]
        found = conflict_sets(Ground(piece))
        assert [s for s, _ in found.sets] == sorted(least, key=lambda s: (len(s), sorted(s)))
        assert not found.more


@pytest.mark.parametrize("most", [1, 3])
def test_only_so_many_sets_are_given_and_that_there_are_more_is_said(most: int) -> None:
    one = account("a")
    rows = tuple(Row(((one, 1),), Fraction(n), Fraction(n), frozenset({f"f{n}"}), "") for n in range(5))
    found = conflict_sets(Ground(pieces(System((one,), rows))[0]), most)
    assert len(found.sets) == most
    assert all(len(s) == 2 for s, _ in found.sets)
    assert found.more


def test_a_bound_only_whole_things_can_have() -> None:
    """Three pairs of which each holds at most one: halves would allow one and a half, whole things one."""
    a, b, c, total = (account(n) for n in ("a", "b", "c", "t"))
    pairs = [Row(((x, 1), (y, 1)), None, Fraction(1), frozenset({"f"}), "") for x, y in ((a, b), (b, c), (a, c))]
    whole = Row(((total, 1), (a, -1), (b, -1), (c, -1)), Fraction(0), Fraction(0), frozenset({"g"}), "")
    piece = pieces(System((a, b, c, total), (*pairs, whole)))[0]
    assert solved(piece).extreme(piece.position(total), HIGH).value == 1


def test_no_end_is_no_end() -> None:
    a, b = account("a"), account("b")
    rows = (Row(((b, 1), (a, -1)), Fraction(0), None, frozenset(), "link"),
            Row(((a, 1),), Fraction(7), None, frozenset({"f"}), ""))
    piece = pieces(System((a, b), rows))[0]
    answer = solved(piece)
    assert [(answer.extreme(i, LOW).value, answer.extreme(i, HIGH).value) for i in (0, 1)] == [(7, None), (7, None)]
    assert Program(piece, [0, 1]).extreme(1, greatest=True).value is None


def test_a_bound_of_halves_is_rounded_inward_where_the_integer_program_does_not_end(
        monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c, total = (account(n) for n in ("a", "b", "c", "t"))
    pairs = [Row(((x, 1), (y, 1)), None, Fraction(1), frozenset({"f"}), "") for x, y in ((a, b), (b, c), (a, c))]
    whole = Row(((total, 1), (a, -1), (b, -1), (c, -1)), Fraction(0), Fraction(0), frozenset({"g"}), "")
    piece = pieces(System((a, b, c, total), (*pairs, whole)))[0]
    solve = Program._solve
    monkeypatch.setattr(Program, "_solve", lambda self, i, greatest, whole=False: (
        ("unsettled", 0.0, [], frozenset()) if whole else solve(self, i, greatest)))
    found = solved(piece).extreme(piece.position(total), HIGH)
    assert (found.value, found.sharp) == (1, False), "one and a half, rounded inward, and it says so"


def test_lines_that_interlock() -> None:
    """a + b is at least 3 and a no less than b: line by line nothing moves, together a is at least 2."""
    a, b = account("a"), account("b")
    rows = (Row(((a, 1), (b, 1)), Fraction(3), None, frozenset({"f"}), ""),
            Row(((a, 1), (b, -1)), Fraction(0), None, frozenset({"g"}), ""))
    piece = pieces(System((a, b), rows))[0]
    answer = solved(piece)
    assert answer.box.low == [0, 0]
    assert [answer.extreme(i, LOW).value for i in (0, 1)] == [2, 0]
    assert support(piece, 0, LOW, answer.extreme(0, LOW)).figures == {"f", "g"}


@given(systems())
@settings(max_examples=40)
def test_one_conflict_found_quickly_is_irreducible(system: System) -> None:
    for piece in pieces(system):
        ground = Ground(piece)
        for found in separate_conflicts(ground):
            assert len(points(piece, found)) == 0
            assert all(len(points(piece, found - {f})) > 0 for f in found)


def test_a_search_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any work allowed the pairs seen at once and the separate sets are still given."""
    a, b, c = account("a"), account("b"), account("c")
    rows = [Row(((x, 1),), Fraction(n), Fraction(n), frozenset({f"{x.type}{n}"}), "") for x in (a, b) for n in (1, 2)]
    rows += [Row(((c, 1), (a, -1), (b, -1)), Fraction(0), None, frozenset(), "sum"),
             Row(((c, 1),), None, Fraction(1), frozenset({"c1"}), "")]
    monkeypatch.setattr("reclaim.accounting.conflicts.MOST_WORK", -1)
    found = conflict_sets(Ground(pieces(System((a, b, c), tuple(rows)))[0]))
    assert found.more
    assert {frozenset({"a1", "a2"}), frozenset({"b1", "b2"})} <= {s for s, _ in found.sets}
