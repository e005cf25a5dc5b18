"""The values: a cell has marks or a reason; the principal mark; what is traceable."""

from __future__ import annotations

import pytest

from reclaim.model.mark import Character, Legibility, Mark, MarkCell, MarkKind, MarkReading, Part, Reason


def mark(text: str, kind: MarkKind = MarkKind.MAKER_SERIAL, *parts: Part) -> Mark:
    places = (Character(c, Legibility.UNREAD if c in "?…" else Legibility.CLEAR, i) for i, c in enumerate(text))
    return Mark(kind, (MarkReading(tuple(places)),), parts)


def test_a_cell_has_marks_or_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        MarkCell("x")
    with pytest.raises(ValueError, match="reason"):
        MarkCell("x", (mark("441"),), Reason.OBLITERATED)


def test_the_principal_mark_is_the_one_that_laws_ask_for() -> None:
    frame, barrel = mark("441", MarkKind.MAKER_SERIAL, Part.FRAME), mark("44128", MarkKind.MAKER_SERIAL, Part.BARREL)
    rack, unread = mark("12", MarkKind.RACK_OR_OWNERSHIP), mark("4????", MarkKind.MAKER_SERIAL, Part.FRAME)
    assert MarkCell("", (barrel, frame)).principal is frame
    assert MarkCell("", (rack, barrel)).principal is barrel
    assert MarkCell("", (unread, barrel)).principal is barrel
    assert MarkCell("", (rack,)).why_not_traceable is Reason.NOT_A_SERIAL


def test_canonical_and_pattern_differ_only_in_the_run() -> None:
    one = mark("KT…")
    assert (one.canonical, one.pattern) == ("KT…", "KT*")
    assert one.why_not_traceable is Reason.TOO_LITTLE_READ
    assert mark("KT1…").why_not_traceable is None
