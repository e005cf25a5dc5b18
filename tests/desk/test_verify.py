"""verify names what was changed: every column of every table, every byte kept, every file written by hand."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from reclaim.desk import register
from reclaim.desk.case import Case, open_case
from reclaim.desk.verify import verify
from reclaim.model.errors import UsageError
from reclaim.store.tables import AUDIT, COVERED, METADATA


def whole(case: Case) -> None:
    told = verify(case.path)
    assert told.whole, told.findings
    assert told.findings == []


def failed(case: Case, head: str = "") -> list[str]:
    return [f.line() for f in verify(case.path, head).findings if f.failed]


def change(case: Case, *statements: str) -> None:
    connection = sqlite3.connect(case.path / "case.db")
    with connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
    connection.close()


def test_the_small_case_has_something_in_every_table_and_is_whole(full: Case) -> None:
    whole(full)
    counts = verify(full.path).counts
    assert all(counts[t.name] > 0 for t in COVERED)


COLUMNS = [(t.name, c.name) for t in METADATA.sorted_tables for c in t.columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_one_changed_value_in_any_column_is_named(full: Case, table: str, column: str) -> None:
    """The value of the last row by key is changed; what is told names that row, or its entry of the log."""
    connection = sqlite3.connect(full.path / "case.db")
    key = "seq" if table == "audit" else next(iter(METADATA.tables[table].primary_key.columns)).name
    (ident, value), = connection.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key} DESC LIMIT 1").fetchall()
    changed = value + 7 if isinstance(value, int) else value[:-1] + ("b" if value[-1:] != "b" else "c")
    with connection:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (changed, ident))
    connection.close()
    told = failed(full)
    assert told != []
    assert any(str(ident) in line for line in told), told


@pytest.mark.parametrize("table", [t.name for t in METADATA.sorted_tables])
def test_one_row_too_few_or_too_many_is_named(full: Case, table: str) -> None:
    key = "seq" if table == "audit" else next(iter(METADATA.tables[table].primary_key.columns)).name
    copy = shutil.copytree(full.path, full.path.parent / "copy")
    change(full, f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})")
    assert failed(full) != []
    columns = ", ".join(c.name if c.name != key else (f"{key} + 99" if table == "audit" else f"{key} || 'x'")
                        for c in METADATA.tables[table].columns)
    other = open_case(copy)
    change(other, f"INSERT INTO {table} SELECT {columns} FROM {table} WHERE {key} = (SELECT max({key}) FROM {table})")
    assert failed(other) != []


def test_a_changed_record_is_named_by_its_place(full: Case) -> None:
    change(full, "UPDATE records SET written = replace(written, '100', '900') WHERE locator = 'stock#H1'")
    (line,) = failed(full)
    assert "(stock#H1): it was changed after entry 2 wrote it" in line


def test_a_value_that_is_no_value_of_its_column_does_not_stop_the_check(full: Case) -> None:
    change(full, "UPDATE records SET kind = 'nonsense' WHERE locator = 'stock#H1'",
           "UPDATE decisions SET subjects = '{'", "UPDATE audit SET writes = 'x' WHERE seq = 1")
    told = " ".join(failed(full))
    assert all(word in told for word in ("stock#H1", "decision", "audit entry 1"))


def test_a_rewritten_log_is_known_by_an_earlier_head(full: Case, tmp_path: Path) -> None:
    """Who rewrites rows and log alike makes a case that agrees with itself; a head noted before shows it."""
    from reclaim.desk.new import new

    head = full.head()
    assert failed(full, head) == []
    forged = new(tmp_path / "forged", owner="Inspectorate")
    assert failed(forged) == []
    assert "did not grow" in failed(forged, head)[0]
    full.add([_file(tmp_path, "id,title\nS8,Later\n")])
    assert full.head() != head
    assert failed(full, head) == []
    assert failed(full, "0" * 64) != []


def test_a_head_that_is_none(full: Case) -> None:
    with pytest.raises(UsageError, match="no head"):
        verify(full.path, "abc")


def test_a_changed_byte_anywhere_in_a_source_is_named(full: Case) -> None:
    (file,) = full.files()
    path = full.path / file.path
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1:])
        assert failed(full) == [f"{file.path} (note.txt): its bytes were changed (restore it from a copy of the case)"]
    for other in (content + b" ", content[:-1], b""):
        path.write_bytes(other)
        assert len(failed(full)) == 1
    path.unlink()
    assert failed(full) == [f"{file.path} (note.txt): it is gone"]


def test_a_changed_byte_in_a_snapshot_is_named(full: Case, tmp_path: Path) -> None:
    (tmp_path / "seized.csv").write_text("serial,make,model\nAB1234,Alpha,A1\nAB1235,Alpha,A1\n")
    register.add(full, [tmp_path / "seized.csv"], register.Asked("seized", "seized"))
    whole(full)
    (path,) = (full.path / "registers/seized/snapshots").iterdir()
    content = path.read_bytes()
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1:])
        (line,) = failed(full)
        assert line.startswith(f"registers/seized/snapshots/{path.name}")
        assert "its bytes were changed" in line
    path.unlink()
    assert "it is gone" in failed(full)[0]


def test_a_file_that_the_case_does_not_know_is_told_and_no_fault(full: Case) -> None:
    (full.path / "sources/mine.txt").write_text("put there by hand")
    (finding,) = verify(full.path).findings
    assert (finding.where, finding.failed) == ("sources/mine.txt", False)


def test_a_toml_edited_by_hand_is_named_until_a_command_records_it(full: Case, tmp_path: Path) -> None:
    toml = full.path / "case.toml"
    toml.write_text(toml.read_text() + "# a word of the owner's\n")
    assert failed(full) == [
        "case.toml: edited, not yet recorded (the next command that writes to the case records it)"]
    case = open_case(full.path)
    case.add([])
    whole(case)
    (full.path / "registers/arms").mkdir()
    (full.path / "registers/arms/register.toml").write_text('name = "arms"\n')
    assert "registers/arms/register.toml: edited, not yet recorded" in failed(full)[0]
    case.add([_file(tmp_path, "id,title\nS8,Later\n")])
    whole(case)
    (full.path / "registers/arms/register.toml").unlink()
    assert failed(full) == ["registers/arms/register.toml: it is gone"]


@pytest.mark.parametrize("statement", [
    "CREATE TABLE other (a)", "DROP TABLE requests", "ALTER TABLE requests ADD COLUMN more TEXT",
    "CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END", "CREATE VIEW v AS SELECT 1",
])
def test_tables_and_triggers_that_a_case_has_not(full: Case, statement: str) -> None:
    change(full, statement)
    assert failed(full) != []


def test_damaged_pages_are_named_and_do_not_stop_the_check(full: Case) -> None:
    """Every page but the first is overwritten in turn; SQLite's own check or the log's tells of each that is used."""
    database = full.path / "case.db"
    content = database.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    for page in range(1, len(content) // size):
        database.write_bytes(content[:page * size] + b"\xff" * size + content[(page + 1) * size:])
        assert failed(full) != [], page


def test_every_changed_byte_of_a_page_that_holds_values(full: Case) -> None:
    """A byte in the middle of each cell of text is found by the log, whatever SQLite thinks of it."""
    database = full.path / "case.db"
    content = database.read_bytes()
    for word in (b"Northern Brigade", b"an echo", b"AB1234", b"note.txt", b"reader 1"):
        place = content.index(word)
        database.write_bytes(content[:place] + b"X" + content[place + 1:])
        assert failed(full) != []
    database.write_bytes(content)
    whole(full)


def test_the_log_covers_what_it_says(full: Case) -> None:
    assert {t.name for t in COVERED} | {AUDIT.name} == set(METADATA.tables)


def _file(folder: Path, text: str) -> Path:
    (folder / "later.csv").write_text(text)
    return folder / "later.csv"
