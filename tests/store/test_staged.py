"""A text that takes its place after the transaction: whole before, whole after, and finished by whoever comes next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.desk.case import Case, open_case
from reclaim.desk.new import new
from reclaim.desk.verify import verify
from reclaim.store import staged


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new(tmp_path / "case", owner="I")


@pytest.fixture
def place(case: Case) -> Path:
    (case.folder.registers / "arms").mkdir()
    return case.folder.registers / "arms/register.toml"


def test_a_text_takes_its_place_and_is_recorded(case: Case, place: Path) -> None:
    for text in (b"a = 1\n", b"a = 2\n"):
        with case.writing("test") as work:
            work.text(place, text)
        assert place.read_bytes() == text
        assert verify(case.path).findings == []


def test_an_error_leaves_the_text_that_was_there(case: Case, place: Path) -> None:
    with case.writing("test") as work:
        work.text(place, b"a = 1\n")

    def fail() -> None:
        with case.writing("test") as work:
            work.text(place, b"a = 2\n")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert place.read_bytes() == b"a = 1\n"
    assert verify(case.path).whole
    with case.writing("test"):
        pass
    assert staged.waiting(case.folder) == []
    assert place.read_bytes() == b"a = 1\n"


def write(case: Case) -> None:
    with case.writing("test"):
        pass


COMERS: list[Callable[[Case], object]] = [lambda case: open_case(case.path), lambda case: verify(case.path), write]


@pytest.mark.parametrize("come", COMERS)
def test_a_writer_killed_between_is_finished_by_the_next(case: Case, place: Path, come: Callable[[Case], object],
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reclaim.store.writing.Writing.settle", lambda self: None)
    with case.writing("test") as work:
        work.text(place, b"a = 1\n")
    monkeypatch.undo()
    assert not place.exists()
    come(case)
    assert place.read_bytes() == b"a = 1\n"
    assert verify(case.path).findings == []
