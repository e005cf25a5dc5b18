"""Cells that would break a careless reader: a clear word each, quickly."""

from __future__ import annotations

import time

import pytest

from reclaim import marks
from reclaim.marks.parse import LONGEST
from reclaim.model.mark import Reason

MILLION = 1_000_000


PIECES = ["A", "1", "?", "*", " ", "(", "(?)", "(a", "A-", "A1 ", "A1-", "A1/", "1.", "- ", "#", "_", "/", "x", "X1"]
PIECES += ["not ", "or ", "12 or ", "12 ", "&1", "AB12 (", "é", "ЖЯ 1 ", "…", "\u0301", "1E", "رقم", "رقم1", "AB1234 "]


@pytest.mark.parametrize("piece", PIECES)
def test_a_million_characters_return_at_once_with_a_reason(piece: str) -> None:
    started = time.perf_counter()
    cell = marks.parse(piece * (MILLION // len(piece)))
    assert time.perf_counter() - started < 0.5
    assert cell.reason in (Reason.OTHER_TEXT, Reason.NOT_RECORDED)


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_runs_away_on_the_longest_cell_that_is_read(piece: str) -> None:
    started = time.perf_counter()
    marks.parse((piece * LONGEST)[:LONGEST])
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("cell", [*list("\ufeff\u200f\x00.-—…� "), "", "\t\n", "()", "«»"])
def test_cells_without_anything(cell: str) -> None:
    assert marks.parse(cell).reason in (Reason.NOT_RECORDED, Reason.OTHER_TEXT)


def test_marks_between_stray_signs() -> None:
    around = ("\ufeff{}", "\u200f{}\u200e", "«{}»", "'{}", '="{}"', "{}\n", "{};", "[{}]")
    for cell in (signs.format("KX20814") for signs in around):
        assert marks.parse(cell).marks[0].canonical == "KX20814", cell


def test_words_in_a_wrong_encoding() -> None:
    assert marks.parse("NÃƒO CONSTA").reason is Reason.NOT_RECORDED
    assert marks.parse("N\ufffdO CONSTA").reason is Reason.NOT_RECORDED
    assert marks.parse("sÃ©rie KX20814").marks[0].canonical == "KX20814"
