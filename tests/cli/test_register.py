"""`reclaim register` as a person or a program uses it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from reclaim.cli.main import main

BOOK = "Nº de série;Marca;Telefone;Data\nABC1234;Taurus;(11) 3333-4444;25/12/2019\nXYZ0912;Rossi;(11) 3333-5555;26/12/2019\n"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book.csv").write_bytes(BOOK.encode("cp1252"))
    assert main(["new", "case", "--owner", "Inspectorate"]) == 0
    return "case"


def _run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main(words) == code
    return capsys.readouterr()


def _add(*more: str) -> list[str]:
    return ["register", "add", "case", "book.csv", "--name", "seizures", "--kind", "seized", *more]


def test_add_shows_the_mapping_and_what_was_met(case, capsys):
    out, errors = _run(capsys, *_add("--as-of", "2020-01"))
    assert "serial" in out
    assert "not imported: personal" in out
    assert "2 rows added" in out
    assert "3333" not in out + errors
    assert "day first" in errors


def test_add_as_json(case, capsys):
    found = json.loads(_run(capsys, *_add("--json"))[0])
    assert [c.get("became") or c.get("kept") or c.get("refused") for c in found["mapping"]] == [
        "serial",
        "make",
        "personal",
        "date",
    ]
    assert found["mapping"][0]["address"] == "A1"
    assert found["mapping"][3]["order"] == "day first"
    assert {"where", "code", "what", "mend"} == set(found["problems"][0])
    assert found["snapshot"]["rows"] == 2
    assert "model" in found["missing"]


def test_the_mapping_can_be_printed_edited_and_given(case, capsys, tmp_path):
    text = _run(capsys, *_add("--show-map"))[0]
    assert tomllib.loads(text)["column"][1]["became"] == "make"
    assert not (tmp_path / "case" / "registers" / "seizures").exists()
    (tmp_path / "M.toml").write_text(text.replace('became = "make"', 'became = "model"'), encoding="utf-8")
    found = json.loads(_run(capsys, *_add("--map", "M.toml", "--json"))[0])
    assert found["mapping"][1]["became"] == "model"
    (tmp_path / "M.toml").write_text(text.replace('became = "make"', 'became = "weapon"'), encoding="utf-8")
    _, errors = _run(capsys, *_add("--map", "M.toml"), code=2)
    assert errors.count("\n") == 1
    assert "M.toml, column Marca" in errors
    assert "weapon" in errors


def test_list_and_show(case, capsys):
    assert "no register yet" in _run(capsys, "register", "list", "case")[0]
    _run(capsys, *_add("--as-of", "2020-01", "--covers", "2019..2019", "--complete", "yes", "--keeper", "Police"))
    assert "seizures" in _run(capsys, "register", "list", "case")[0]
    out = _run(capsys, "register", "show", "case", "seizures")[0]
    assert "can be traced by serial" in out
    assert "personal columns, not imported: Telefone" in out
    found = json.loads(_run(capsys, "register", "show", "case", "--json")[0])
    assert found["marks"]["traceable"] == 2
    assert found["dates"]["first"] == "2019-12-25"
    assert found["snapshot"]["coverage"] == {"complete": "yes", "covers": "2019-01-01..2019-12-31"}
    assert json.loads(_run(capsys, "register", "list", "case", "--json")[0])[0]["current"] == [found["snapshot"]["id"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["register", "show", "case", "other"], "no register"),
        (["register", "add", "case", "gone.csv", "--name", "x", "--kind", "lost"], "gone.csv"),
        (["register", "add", "case", "book.csv", "--name", "x", "--kind", "borrowed"], "borrowed"),
        (["register", "add", "case", "book.csv", "--name", "../x", "--kind", "lost"], "../x"),
        (["register", "add", "case", "book.csv", "--name", "x"], "kind"),
        (["register", "add", "case", "book.csv", "--name", "x", "--kind", "lost", "--map", "none.toml"], "none.toml"),
    ],
)
def test_an_error_is_one_line_and_exit_2(case, capsys, words, said):
    out, errors = _run(capsys, *words, code=2)
    assert out == ""
    assert errors.count("\n") == 1
    assert said in errors
