"""Random stock records, answered by counting through every way the world may be: the oracle restates the rules.

It knows the identities as plain inequalities over all accounts of a small grid, whether anybody states them or not, so
it also finds a link that the fold forgot to draw between two stated accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.accounting.bounds.written import case

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.bounds import accounts
from reclaim.model.bounds import Bounds, Figure

TREE = "id | name | parent\nweapon | weapon |\nrifle | rifle | weapon"
PARTIES = "id | name | part_of\narmy | Army |\nguard | Guard | army"
ENDS: dict[str, Callable[[int], tuple[int, int | None]]] = {
    "exact": lambda n: (n, n), "at_least": lambda n: (n, None), "up_to": lambda n: (0, n),
    "more_than": lambda n: (n + 1, None)}
Cell = tuple[str, str, str]
Said = tuple[Cell, str, int]

GRID = [(h, t, k) for h in ("army", "guard") for t in ("weapon", "rifle") for k in ("delivered", "on_hand")]
STOCK = [("army", "weapon", k) for k in ("delivered", "on_hand", "usable", "destroyed")]
LOSSES = [("army", "weapon", k) for k in ("delivered", "on_hand", "destroyed", "captured", "any_of")]


def worlds(cells: Sequence[Cell], said: Sequence[Said], cap: int) -> np.ndarray:
    """Every way the accounts may be, one a row, that satisfies what is said and the rules."""
    # What is delivered must have room for all that is left of it and lost.
    caps = {c: cap if c[2] != "delivered" or len({k for _, _, k in cells}) < 3 else 2 * cap for c in cells}
    low, high = dict.fromkeys(cells, 0), dict(caps)
    for cell, qualifier, n in said:
        least, most = ENDS[qualifier](n)
        low[cell] = max(low[cell], least)
        high[cell] = min(high[cell], caps[cell] if most is None else most)
    ranges = [range(low[c], high[c] + 1) for c in cells]
    grid = np.stack(np.meshgrid(*ranges, indexing="ij"), -1).reshape(-1, len(cells))
    at = {c: grid[:, i] for i, c in enumerate(cells)}
    keep = np.ones(len(grid), dtype=bool)
    for h, t, k in cells:
        if h == "guard":
            keep &= at["army", t, k] >= at[h, t, k]
        if t == "rifle":
            keep &= at[h, "weapon", k] >= at[h, t, k]
        if k == "delivered":
            gone = [at[h, t, other] for other in ("destroyed", "captured", "on_hand") if (h, t, other) in at]
            keep &= at[h, t, k] >= sum(gone)
        if k == "usable":
            keep &= at[h, t, k] <= at[h, t, "on_hand"]
        if k == "any_of":
            lost, taken = at[h, t, "destroyed"], at[h, t, "captured"]
            keep &= (at[h, t, k] >= np.maximum(lost, taken)) & (at[h, t, k] <= lost + taken)
    return grid[keep]


def written(said: Sequence[Said]) -> Assembly:
    rows = [f"H{n} | S{n} | 2020-01-01 | {h} | {t} | {number} | {qualifier} | {k} | "
            f"{'destroyed;captured' if k == 'any_of' else ''} | all"
            for n, ((h, t, k), qualifier, number) in enumerate(said)]
    return case("id | source | as_of | holder | type | quantity | qualifier | kind | any_of | scope_words\n"
                + "\n".join(rows), TREE, PARTIES)


def cell_of(bounds: Bounds | Figure) -> Cell:
    a = bounds.account
    return a.holder, a.type, "any_of" if len(a.kinds) > 1 else a.kind


def sayings(cells: Sequence[Cell], most: int) -> st.SearchStrategy[list[Said]]:
    return st.lists(st.tuples(st.sampled_from(cells), st.sampled_from(sorted(ENDS)), st.integers(0, most)),
                    min_size=1, max_size=5)


def check(cells: Sequence[Cell], said: list[Said], cap: int, largest: int) -> None:
    """`largest` is the largest number that can be an upper bound here: what lies above it goes on to the cap."""
    found, there = accounts(written(said)), worlds(cells, said, cap)
    conflicts = [[f.key for f in c.figures] for b in found for c in b.conflicts]
    assert (len(conflicts) > 0) == (len(there) == 0)
    for bounds in found if len(there) > 0 else ():
        i = cells.index(cell_of(bounds))
        least, most = int(there[:, i].min()), int(there[:, i].max())
        assert (bounds.range.lower, bounds.range.upper) == (least, None if most > largest else most), cells[i]
        binding = [said[int(f.key.removeprefix("stock#H"))] for f in (*bounds.lower_by, *bounds.upper_by)]
        alone = worlds(cells, binding, cap)[:, i]
        assert alone.min() == least, "the binding figures alone do not give the lower bound"
        assert alone.max() == most or min(alone.max(), most) > largest, "nor the upper bound"
    for keys in conflicts:
        members = [said[int(k.removeprefix("stock#H"))] for k in keys]
        assert len(worlds(cells, members, cap)) == 0
        assert all(len(worlds(cells, [m for m in members if m is not out], cap)) > 0 for out in members)


@given(sayings(GRID, 2))
@settings(max_examples=60)
def test_types_and_holders(said: list[Said]) -> None:
    check(GRID, said, cap=3, largest=2)


@given(sayings(STOCK, 2))
@settings(max_examples=60)
def test_what_is_part_of_stock(said: list[Said]) -> None:
    check(STOCK, said, cap=8, largest=2)


@given(sayings(LOSSES, 2))
@settings(max_examples=60)
def test_losses(said: list[Said]) -> None:
    check(LOSSES, said, cap=8, largest=4)


@given(sayings(GRID, 3), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_the_records_does_not_matter(said: list[Said], random: object) -> None:
    """Written in any order, as if by another hand: the answer is the same to the last word."""
    assembly = written(said)
    stock = list(assembly.stock)
    random.shuffle(stock)  # type: ignore[attr-defined]
    other = Assembly(**{**{n: getattr(assembly, n) for n in assembly.__slots__}, "stock": tuple(stock)})
    assert accounts(other, why=True) == accounts(assembly, why=True)


@pytest.mark.parametrize("scope", ["all", "ALL ", "in the north"])
def test_only_equal_scopes_are_compared(scope: str) -> None:
    found = accounts(case(
        "id | source | as_of | holder | type | quantity | kind | scope_words\n"
        "H1 | S1 | 2020-01-01 | army | rifle | 5 | on_hand | all\n"
        f"H2 | S2 | 2020-01-01 | army | rifle | 7 | on_hand | {scope}"))
    assert [len(b.conflicts) for b in found] == ([1] if scope.strip().lower() == "all" else [0, 0])
