"""Making and opening a case folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import reclaim
from reclaim.desk.case import Case
from reclaim.desk.new import new
from reclaim.desk.verify import verify
from reclaim.model.errors import CaseDamaged, CaseExists, CaseMissing, CaseNewer, InputError, UsageError
from reclaim.model.handling import Handling, Tlp


def test_a_new_case_has_what_the_design_lists(case: Case) -> None:
    assert sorted(p.name for p in case.path.iterdir()) == ["case.db", "case.toml", "derived", "registers", "sources"]
    assert case.handling == Handling(Tlp.AMBER, "Inspectorate", "non-state body", False)
    assert (case.name, case.records(), case.decisions(), len(case.head())) == ("case", [], [], 64)
    assert verify(case.path).whole


def test_what_is_given_is_read_back(tmp_path: Path) -> None:
    name = 'A "quoted" \\ name\n'
    made = new(tmp_path / "with space/ü", name=name, owner="Ø", marking="TLP:RED", standing="UN panel")
    assert reclaim.open_case(str(made.path)).handling == Handling(Tlp.RED, "Ø", "UN panel", False)
    assert made.settings["name"] == name


def test_nothing_is_made_over_something(tmp_path: Path) -> None:
    new(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/mine.txt").write_text("mine")
    (tmp_path / "c").write_text("mine")
    for name in "abc":
        with pytest.raises(CaseExists):
            new(tmp_path / name)
    (tmp_path / "empty").mkdir()
    new(tmp_path / "empty")
    assert (tmp_path / "b/mine.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


def test_words_that_are_not_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standing 'king'"):
        new(tmp_path / "a", standing="king")
    with pytest.raises(UsageError, match="handling 'SECRET'"):
        new(tmp_path / "a", marking="SECRET")
    assert not (tmp_path / "a").exists()


def test_there_is_no_case(tmp_path: Path) -> None:
    for place in ("nowhere", "."):
        with pytest.raises(CaseMissing):
            reclaim.open_case(tmp_path / place)


def test_a_database_that_is_none(case: Case) -> None:
    (case.path / "case.db").write_bytes(b"no database at all, but long enough to be read as one" * 50)
    with pytest.raises(CaseDamaged):
        reclaim.open_case(case.path)
    told = verify(case.path)
    assert not told.whole
    assert told.findings[0].where == "case.db"
    (case.path / "case.db").unlink()
    with pytest.raises(CaseDamaged, match=r"case\.db is gone"):
        reclaim.open_case(case.path)


def test_a_case_of_a_later_version(case: Case) -> None:
    import sqlite3

    connection = sqlite3.connect(case.path / "case.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CaseNewer, match="layout 99"):
        reclaim.open_case(case.path)


@pytest.mark.parametrize(("text", "said"), [
    ("name = [", "no TOML"), ('handling = "secret"', "handling 'secret'"), ("owner = 3", "owner is no text"),
    ('rules = "x"', "rules is not a section"), ('[rules]\nexact = "yes"', "neither chain nor ask"),
    ('[rules.words]\nabout = "x"', "rules.words"), ("[rules.words.floors]\ncrowds = 3", "rules.words"),
    ('[rules.words]\nnearly = "2"', "between 0 and 1"),
])
def test_a_toml_that_cannot_be_read_is_named(case: Case, text: str, said: str) -> None:
    (case.path / "case.toml").write_text(text)
    with pytest.raises(InputError, match=said) as caught:
        reclaim.open_case(case.path)
    assert "case.toml" in caught.value.line()


def test_the_owner_can_change_how_words_are_read(case: Case) -> None:
    from fractions import Fraction

    from reclaim.model.quantity import Counts, Qualifier, Quantity

    toml = case.path / "case.toml"
    toml.write_text(toml.read_text() + '[rules.words]\nabout = "0.1"\n[rules.words.floors]\ndozens = 36\n')
    words = reclaim.open_case(case.path).words
    assert Quantity.stated("400", Qualifier.ABOUT, Counts.ITEMS, words).upper == Fraction(450)
    assert Quantity.stated("", Qualifier.DOZENS, Counts.ITEMS, words).lower == 36
    assert Quantity.stated("", Qualifier.HUNDREDS, Counts.ITEMS, words).lower == 200


def test_a_folder_that_died_while_it_was_made_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".a.999999999.part"
    left.mkdir()
    (left / "case.toml").write_text("half")
    other = tmp_path / f".a.{os.getppid()}.part"
    other.mkdir()
    new(tmp_path / "a")
    assert not left.exists()
    assert other.exists()


def test_words_that_are_no_text_are_not_kept(case: Case, tmp_path: Path) -> None:
    """What a shell passes on from a name that is no UTF-8."""
    for call in (lambda: new(tmp_path / "x", owner="\udcff"), lambda: case.author_or("\udcff"),
                 lambda: case.author_or("a\x00")):
        with pytest.raises(UsageError):
            call()
    name = tmp_path / "report-\udcff.pdf"
    name.write_bytes(b"report")
    case.add([name])
    assert case.files()[0].name == "report-\\udcff.pdf"
    assert verify(case.path).whole


def test_the_public_face(full: Case) -> None:
    opened = reclaim.open_case(full.path)
    events = opened.table("events")
    assert (events.num_rows, events.column("place").to_pylist()) == (1, ["Mill Town"])
    assert opened.table("stock").column("place").to_pylist() == ["Lowlands", None]
    assert set(reclaim.__all__) == {"__version__", "open_case"}
