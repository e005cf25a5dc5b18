"""The shipped case: each public figure in its own kind and scope, which of them conflict, what would settle them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.accounting.bounds.written import folder

import reclaim
from reclaim.accounting.assemble import Assembly, assemble
from reclaim.accounting.bounds import accounts
from reclaim.accounting.minimum import minimum_recovered
from reclaim.accounting.questions import Question
from reclaim.model.bounds import Bounds
from reclaim.model.quantity import CountKind, Counts
from reclaim.model.when import When

CASE = Path(reclaim.__file__).parent / "data" / "cases" / "afghanistan-2021"


@cache
def assembly() -> Assembly:
    return assemble(folder(CASE))


@cache
def everything() -> tuple[Bounds, ...]:
    return accounts(assembly(), why=True)


def figure(key: str) -> Bounds:
    """The account of which the case's figure H... speaks."""
    (one,) = [b for b in everything() if any(f"stock#{key}" == f.key or f"stock#{key}" in f.echoes for f in b.figures)]
    return one


def ends(b: Bounds) -> tuple[int | None, int | None]:
    return tuple(None if end is None else int(end) for end in (b.range.lower, b.range.upper))  # type: ignore[return-value]


@pytest.mark.parametrize(("key", "kind", "holder", "type_", "lower", "upper"), [
    ("H016", "funded", "andsf", "weapon", 599_690, 599_690),
    ("H113", "delivered", "andsf", "weapon", 427_300, 427_300),
    ("H112", "on_hand", "andsf", "weapon", 316_260, 316_260),
    ("H148", "left", "", "weapon", 250_000, 350_000),
    ("H143", "captured", "taliban", "military-equipment", 500_000, 1_500_000),
    ("H144", "unaccounted", "taliban", "military-equipment", 500_000, 1_000_000),
    ("H109", "captured", "taliban", "aircraft", 0, 40),
    ("H161", "flown_abroad", "uzbekistan", "aircraft", 46, 46)])
def test_each_figure_stands_in_its_own_kind_and_scope(key: str, kind: str, holder: str, type_: str, lower: int,
                                                      upper: int | None) -> None:
    found = figure(key)
    assert (found.account.kind, found.account.holder, found.account.type) == (kind, holder, type_)
    assert ends(found) == (lower, upper)
    assert found.account.counts is Counts.ITEMS


def test_the_great_numbers_do_not_contradict_each_other() -> None:
    """599,690 funded, 427,300 delivered, 316,260 in stock, a million pieces taken over: kinds and scopes differ."""
    great = {f"stock#{key}" for key in ("H016", "H113", "H112", "H148", "H143", "H144")}
    assert all(great.isdisjoint(f.key for f in c.figures) for b in everything() for c in b.conflicts)


def test_the_public_figures_that_really_conflict() -> None:
    sets = {tuple(sorted(f.key.removeprefix("stock#") for f in c.figures)) for b in everything() for c in b.conflicts}
    assert ("H146", "H155") in sets, "about 250,000 firearms left, or more than 600,000"
    assert ("H081", "H123") in sets, "73 aircraft made unusable at the airport, or 78"
    assert ("H111", "H141") in sets, "equipment left worth 7.12 billion, or 71 billion dollars"
    assert figure("H146").note == figure("H155").note == "infeasible"
    assert {w.source: ends_of(w.range.lower, w.range.upper) for w in figure("H146").without} == {
        "src-brecorder-2025-04": (600_001, None), "src-indiandefensenews-2022-02": (237_500, 262_500)}


def ends_of(lower: object, upper: object) -> tuple[object, object]:
    return lower, upper


def test_at_least_63_were_recovered_from_others_and_none_is_shown_to_have_been_in_stock() -> None:
    found = minimum_recovered(assembly(), "andsf", When.parse("2021-08-15"))
    assert (found.number, found.confirmed, found.in_stock) == (63, 63, 0)
    assert {r.find for r in found.list} == {"event_lines#R039-1", "event_lines#R045-1"}, (
        "the one rifle with a public serial may be one of the 63, and is not added to them")


@pytest.mark.parametrize("kind", ["delivered", "on_hand", "left", "captured", "disabled", "recovered", "returned"])
def test_every_kind_that_is_asked_for_is_answered_by_type(kind: str) -> None:
    found = accounts(assembly(), Question(kind=CountKind(kind)))
    assert len(found) > 0
    assert all(CountKind(kind) in b.account.kinds for b in found)
    types = {b.account.type for b in found}
    assert len(types) > 1 or kind == "returned"
    assert all(b.range.lower is not None or b.note == "infeasible" for b in found)


def test_what_a_settled_inventory_would_have_to_contain() -> None:
    """For the left weapons: what was on hand in the same scope on the same day; for the delivered: every loss."""
    asked = accounts(assembly(), Question("andsf", "weapon", CountKind.LOST), why=True)
    delivered = next(b for b in asked if b.account.at == "2005-01-01/2021-08-31")
    assert ends(delivered) == (0, 427_300)
    assert delivered.settle[0].startswith("lost, destroyed, captured, transferred, returned, on_hand, each") or all(
        word in delivered.settle[0] for word in ("destroyed", "captured", "transferred", "returned", "on_hand"))
    assert any("all_parts_of" in s for s in delivered.settle)
    left = figure("H148")
    assert any("on_hand" in s for s in left.settle)


def test_no_party_supplies_its_own_second_source() -> None:
    """Three papers repeat one report on the stock of 2021: still one origin."""
    assert all(b.origins <= max(1, len({f.source for f in (*b.lower_by, *b.upper_by)})) for b in everything())
    assert figure("H112").origins == 1
