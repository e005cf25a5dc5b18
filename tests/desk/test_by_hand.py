"""One weapon documented by hand becomes records like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.desk.assembled import assembled
from reclaim.desk.by_hand import EVENT, LINE, by_hand
from reclaim.desk.case import Case, open_case
from reclaim.desk.verify import verify
from reclaim.model.errors import InputError, UsageError
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


def test_two_marks_are_one_weapon_and_its_pictures_are_kept(case: Case) -> None:
    told = TOLD | {"serial 2": "9981", "part 2": "barrel", "circumstances": "in a pit"}
    added = by_hand(case, told, "A. Coder", [("left.jpg", b"left"), ("right.jpg", b"right")])
    assert added.counts() == {"sources": 3, "events": 1, "event_lines": 2}
    (item,) = assembled(case).items
    assert item.serials == ("9981", "AB12?4")
    event = item.entries[0].event
    assert len(event.rests_on) == 2
    # Word and pictures of one person are one origin.
    assert len(assembled(case).origin(item.entries[0].record, event.rests_on)) == 1
    assert verify(case.path).whole


def test_a_filled_template_needs_no_mapping(case: Case, tmp_path: Path) -> None:
    from reclaim.desk.by_hand import several
    from reclaim.desk.weapon_sheet import COLUMNS, read, template

    (tmp_path / "empty.xlsx").write_bytes(template())
    with pytest.raises(InputError, match="no weapon"):
        read(tmp_path / "empty.xlsx")
    lines = [",".join(COLUMNS), *(",".join((TOLD | {"serial": f"00{n}7", "serial 2": "x"}).get(c, "") for c in COLUMNS)
                                  for n in range(12, 15))]
    (tmp_path / "weapons.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert several(case, read(tmp_path / "weapons.csv"), "A. Coder").counts()["event_lines"] == 6
    assert {r.text("serial") for r in case.records()} >= {"00127", "00137", "00147"}
    (tmp_path / "other.csv").write_text("type,kind,colour\nrifle,found,black\n", encoding="utf-8")
    with pytest.raises(InputError, match="'colour' is not asked"):
        read(tmp_path / "other.csv")


def test_a_draft_is_kept_word_by_word_and_is_no_record(case: Case) -> None:
    from reclaim.desk import drafts

    draft = drafts.begin(case, {"serial": "AB"})
    drafts.fill(case, draft.id, TOLD)
    assert drafts.draft_of(open_case(case.path), draft.id).cells == TOLD
    assert case.records() == []
    with pytest.raises(UsageError, match="no picture"):
        drafts.add_picture(case, draft.id, "x.jpg", b"<script>")
    with pytest.raises(UsageError, match="no draft"):
        drafts.draft_of(case, "../case")
    assert verify(case.path).whole
    assert drafts.put_in(case, draft.id, "A. Coder").counts()["event_lines"] == 1
    assert drafts.every(case) == []


def test_every_question_is_a_column() -> None:
    assert set(LINE) <= set(FORM_OF[RecordKind.LINE].columns)
    assert set(EVENT) <= set(FORM_OF[RecordKind.EVENT].columns)
