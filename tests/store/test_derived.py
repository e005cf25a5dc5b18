"""Results of costly folds: made once, made again if anything that they rest on is another, or if they are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from reclaim.desk.case import Case
from reclaim.desk.new import new
from reclaim.desk.verify import verify
from reclaim.store import derived


class Maker:
    """Writes a file and counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, path: Path) -> None:
        self.calls += 1
        path.write_text("result")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new(tmp_path / "case")


def test_a_result_is_made_once(case: Case) -> None:
    make = Maker()
    paths = {case.derived("links", {"rules": "1"}, ".parquet", make) for _ in range(3)}
    assert (make.calls, len(paths), paths.pop().read_text()) == (1, 1, "result")
    case.derived("links", {"rules": "2"}, ".parquet", make)
    case.derived("other", {"rules": "1"}, ".parquet", make)
    assert make.calls == 3


def test_other_code_makes_it_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    case.derived("links", 1, ".x", make)
    monkeypatch.setattr(derived, "code", lambda: "other")
    case.derived("links", 1, ".x", make)
    assert make.calls == 2


@pytest.mark.parametrize("damage", [lambda p: p.write_text("resulT"), lambda p: p.unlink(),
                                    lambda p: p.with_name(p.name + ".sha256").unlink()])
def test_a_damaged_result_is_made_again(case: Case, damage: object) -> None:
    make = Maker()
    path = case.derived("links", 1, ".x", make)
    damage(path)  # type: ignore[operator]
    assert case.derived("links", 1, ".x", make).read_text() == "result"
    assert make.calls == 2


def test_verify_names_a_changed_byte_in_a_sealed_result(case: Case) -> None:
    """A file, and a folder of files as an index is."""
    path = case.derived("links", 1, ".x", Maker())
    folder = case.folder.derived / "search-1"
    (folder / "part").mkdir(parents=True)
    (folder / "part/a.bin").write_bytes(b"index")
    (folder / "b.bin").write_bytes(b"more")
    derived.seal(folder)
    assert verify(case.path).findings == []
    (folder / "part/a.bin").write_bytes(b"indeX")
    assert [f.where for f in verify(case.path).findings if f.failed] == ["derived/search-1"]
    (folder / "part/a.bin").write_bytes(b"index")
    (folder / "c.bin").write_bytes(b"")
    path.write_text("resulT")
    assert [f.where for f in verify(case.path).findings] == [f"derived/{path.name}", "derived/search-1"]


def test_a_maker_that_fails_leaves_nothing(case: Case) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case.derived("links", 1, ".x", fail)
    assert list(case.folder.derived.iterdir()) == []


def test_deleting_it_all_loses_nothing(case: Case) -> None:
    import shutil

    case.derived("links", 1, ".x", Maker())
    shutil.rmtree(case.folder.derived)
    assert verify(case.path).findings == []
    assert case.derived("links", 1, ".x", Maker()).is_file()
