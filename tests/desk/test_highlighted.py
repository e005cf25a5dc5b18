"""A record by hand from words of a source, in a script that the reader does not read; and words found in sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from reclaim.desk.case import Case
from reclaim.desk.highlighted import find, highlighted
from reclaim.desk.new import new
from reclaim.desk.sourcetext import pieces, source_text, spans_of
from reclaim.desk.sourcewords import words_in_sources
from reclaim.model.errors import UsageError
from reclaim.model.record import RecordKind

ARABIC = "تم ضبط 12 بندقية من طراز M4\nفي 3 مايو 2024. قال الوزير: الأسلحة تحت السيطرة.\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    (tmp_path / "report.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Nothing was seized in Holtstad. 控制 枪支\n", encoding="utf-8")
    made.add([tmp_path / "report.txt", tmp_path / "other.txt"])
    return made


def report(case: Case) -> str:
    return next(f.sha256 for f in case.files() if f.name == "report.txt")


def test_words_of_a_source_become_an_event_anchored_at_them(case: Case) -> None:
    sha = report(case)
    text = source_text(case, sha[:10]).text
    span = find(text, "بندقية من طراز M4 في 3 مايو")
    made = highlighted(case, sha[:10], span, "event", {"event": "seized", "type": "rifle", "quantity": "12"})
    assert [r.kind for r in made] == [RecordKind.EVENT, RecordKind.LINE]
    assert {" ".join(text[slice(*r.anchor.span_ends() or ())].split()) for r in made} == {"بندقية من طراز M4 في 3 مايو"}
    head = case.head()
    again = highlighted(case, sha[:10], span, "event", {"event": "seized", "type": "rifle", "quantity": "12"})
    assert [r.id for r in again] == [r.id for r in made]
    assert len(case.records()) == 4
    assert case.head() == head


def test_what_was_said_is_the_quote_itself(case: Case) -> None:
    sha = report(case)
    text = source_text(case, sha).text
    span = find(text, "الأسلحة تحت السيطرة")
    (made,) = highlighted(case, sha, span, "statement", {"speaker": "الوزير"})
    assert made.cells()["quote"] == "الأسلحة تحت السيطرة"
    cut = pieces(text, spans_of(case, sha))
    assert [p.text for p in cut if len(p.keys) > 0] == ["الأسلحة تحت السيطرة"]
    assert "".join(p.text for p in cut) == text


@pytest.mark.parametrize(("words", "why"), [
    ("not there", "do not stand"), ("في", "do not stand|stand"), ("", "do not stand"), ("ال", "stand"),
])
def test_words_must_stand_there_once(words: str, why: str) -> None:
    if words == "في":
        assert find(ARABIC, words) == (ARABIC.index("في"), ARABIC.index("في") + 2)
        return
    with pytest.raises(UsageError, match=why):
        find(ARABIC, words)


@pytest.mark.parametrize("told", [{"event": "no such"}, {}, {"colour": "red"}])
def test_what_is_no_record_leaves_nothing(case: Case, told: dict[str, str]) -> None:
    head = case.head()
    with pytest.raises(UsageError):
        highlighted(case, report(case), (0, 5), "event", told)
    assert case.head() == head


def test_spans_may_overlap() -> None:
    cut = pieces("abcdefgh", [(1, 4, "x"), (3, 6, "y"), (7, 20, "z")])
    assert [(p.start, p.text, p.keys) for p in cut] == [
        (0, "a", ()), (1, "bc", ("x",)), (3, "d", ("x", "y")), (4, "ef", ("y",)), (6, "g", ()), (7, "h", ("z",))]
    assert [p.text for p in pieces("abcdefgh", [(1, 4, "x")], 2, 6)] == ["cd", "ef"]


def test_words_are_found_in_sources_of_any_script(case: Case, tmp_path: Path) -> None:
    def names(*words: str) -> list[str]:
        return [w.name for w in words_in_sources(case, words)]

    assert names("السيطرة") == ["report.txt"]
    assert names("holtstad", "seized") == ["other.txt"]
    assert names("holtstad", "السيطرة") == []
    assert names("控制") == ["other.txt"]
    assert names("m4", "مايو") == ["report.txt"]
    assert names('"', "*") == []
    (tmp_path / "late.txt").write_text("A late word: holtstad again", encoding="utf-8")
    case.add([tmp_path / "late.txt"])
    assert names("holtstad") == ["late.txt", "other.txt"]
    assert "late word: holtstad" in words_in_sources(case, ["holtstad"])[0].around
