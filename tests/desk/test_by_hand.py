"""One weapon documented by hand becomes records like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.desk.by_hand import EVENT, LINE, by_hand
from reclaim.desk.case import Case
from reclaim.desk.verify import verify
from reclaim.model.errors import UsageError
from reclaim.model.form import FORM_OF
from reclaim.model.record import RecordKind

TOLD = {"type": "carbine", "serial": "AB12?4", "kind": "found", "date": "2025-03-01", "country": "Arvenia"}


def test_it_stands_on_the_authors_own_word(case: Case) -> None:
    added = by_hand(case, TOLD, "A. Coder")
    assert added.counts() == {"sources": 1, "events": 1, "event_lines": 1}
    source, event, line = case.records()
    assert (source.text("publisher"), source.text("rests_on")) == ("A. Coder", "self")
    assert (event.text("kind"), event.text("country"), line.text("serial")) == ("found", "Arvenia", "AB12?4")
    assert line.source == event.source == source.source
    assert verify(case.path).whole


def test_it_stands_on_a_source_of_the_case(case: Case, put: Callable[..., list[Path]]) -> None:
    case.add(put("sources"))
    assert by_hand(case, TOLD | {"source": "S1"}).counts() == {"events": 1, "event_lines": 1}
    assert by_hand(case, TOLD | {"source": "S9"}).waiting == 2


def test_telling_it_again_changes_nothing(case: Case) -> None:
    by_hand(case, TOLD)
    head = case.head()
    assert by_hand(case, TOLD).known == 3
    assert case.head() == head


def test_what_cannot_be_told(case: Case) -> None:
    with pytest.raises(UsageError, match="'colour' is not asked"):
        by_hand(case, {"colour": "black"})
    with pytest.raises(UsageError, match="control character"):
        by_hand(case, TOLD | {"make": "a\x00"})
    gone = TOLD | {"kind": "gone"}
    for told, missing in (({"kind": "found"}, "type"), ({"type": "carbine"}, "kind"), (gone, "kind")):
        with pytest.raises(UsageError, match=f"by hand, column {missing}"):
            by_hand(case, told)
    assert case.records() == []


def test_every_question_is_a_column() -> None:
    assert set(LINE) <= set(FORM_OF[RecordKind.LINE].columns)
    assert set(EVENT) <= set(FORM_OF[RecordKind.EVENT].columns)
