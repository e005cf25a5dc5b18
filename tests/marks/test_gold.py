"""The gold list: cells made for the project, in all shapes and languages, with what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from gold import gold, wordings, written_down

from reclaim import marks

LANGUAGES = {"en", "pt", "es", "fr", "ar", "ur", "fa", "ps", "ru", "uk"}


def test_the_list_is_large_and_speaks_all_languages() -> None:
    cells = gold()
    assert len(cells) >= 400
    assert {cell.language for cell in cells} >= LANGUAGES
    assert len({cell.cell for cell in cells}) > 0.98 * len(cells)


@pytest.mark.parametrize("half", ["development", "held_out", "held_out_hard", "held_out_free", "held_out_last"])
def test_kind_and_hypotheses_are_right(half: str) -> None:
    cells = [cell for cell in gold() if cell.half == half]
    wrong = {
        cell.cell: (cell.kind, cell.hypotheses, *written_down(marks.parse(cell.cell)))
        for cell in cells
        if written_down(marks.parse(cell.cell)) != (cell.kind, cell.hypotheses)
    }
    assert len(wrong) <= 0.01 * len(cells), wrong


def test_wordings_without_a_mark_give_their_reason() -> None:
    wrong = [row for row in wordings() if marks.parse(row[2]).kind != row[1]]
    assert len(wrong) <= 0.005 * len(wordings()), wrong
    by_language = Counter(language for language, _, _ in wrong)
    assert all(count <= 3 for count in by_language.values()), by_language


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, " {}. ".format, "({})".format])
def test_case_and_punctuation_do_not_change_the_reason(change: Callable[[str], str]) -> None:
    rows = [row for row in wordings() if row[1] in ("obliterated", "not_recorded", "never_marked")]
    wrong = [(row, marks.parse(change(row[2])).kind) for row in rows if marks.parse(change(row[2])).kind != row[1]]
    assert len(wrong) <= 0.01 * len(rows), wrong
