"""The commands as a person or a program uses them: exit codes, one-line errors, one JSON document."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reclaim.cli.main import main

SOURCES = "id,title,publisher,rests_on\nS1,Depot inspection,Inspectorate,self\nS2,Evening news,Channel Nine,S1\n"
STOCK = "id,source,as_of,holder,type,quantity,kind\nH1,S1,2019-08,Northern Brigade,carbine,100,on_hand\n"


class Shell:
    """Runs commands in this process, in a folder of its own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capture = capture
        self.errors = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self.capture.readouterr()
        found = main(arguments)
        out, self.errors = self.capture.readouterr()
        assert found == code, (out, self.errors)
        return out

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", code=code))

    def put(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


@pytest.fixture
def sh(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECLAIM_AUTHOR", raising=False)
    return Shell(tmp_path, capsys)


@pytest.fixture
def case(sh: Shell) -> str:
    sh("new", "my case", "--owner", "Inspectorate", "--handling", "TLP:GREEN")
    sh("add", "my case", sh.put("sources.csv", SOURCES), sh.put("stock.csv", STOCK))
    return "my case"


def test_a_first_session(sh: Shell) -> None:
    assert "reclaim add" in sh("new", "c", "--owner", "Inspectorate")
    assert sh("add", "c", sh.put("sources.csv", SOURCES), sh.put("stock.csv", STOCK)) == (
        "sources: 2 records added\nstock: 1 record added\n")
    decided = sh("decide", "c", "S1", "S2", "--as", "different", "--reason", "two inspections")
    assert "different, by Inspectorate" in decided
    ident = decided.split()[-1]
    assert "two inspections" in sh("undo", "c")
    assert sh("undo", "c", ident).startswith(f"undone: {ident}")
    assert sh("undo", "c") == "no decision stands\n"
    assert "5 records and decisions came between" in sh("diff", "c", "--from", "2000-01-01")
    assert "whole: everything agrees" in sh("verify", "c")
    assert sh.errors == ""


def test_every_answer_is_one_json_document(sh: Shell) -> None:
    assert set(sh.json("new", "c", "--owner", "I")) == {"case", "name", "owner", "head"}
    added = sh.json("add", "c", sh.put("sources.csv", SOURCES), sh.put("stock.csv", STOCK + "H2,,2019,N,c,1,on_hand\n"),
                    code=2)
    assert (added["added"], added["refused"]) == ({"sources": 2, "stock": 1}, 1)
    assert added["problems"][0]["where"] == "stock.csv row 3, column source"
    assert "refused: stock.csv row 3" in sh.errors
    decision = sh.json("decide", "c", "stock#H1", "--as", "accept", "--reason", "seen")["decision"]
    assert [d["decision"] for d in sh.json("undo", "c")] == [decision]
    assert sh.json("undo", "c", decision)["judgement"] == "undo"
    found = sh.json("diff", "c", "--from", "2000-01-01")
    assert [k.get("record") or k["decision"] for k in found["known"]] == [
        "sources#S1", "sources#S2", "stock#H1", "accept", "undo"]
    told = sh.json("verify", "c")
    assert (told["whole"], told["findings"], len(told["head"])) == (True, [], 64)
    written = sh.json("export", "c", "--table", "stock", "--format", "json", "--out", "stock.json")
    assert written["files"] == [{"file": "stock.json", "rows": 1}]
    assert json.loads((sh.folder / "stock.json").read_text())[0]["holder"] == "Northern Brigade"


@pytest.mark.parametrize(("arguments", "said"), [
    (["frobnicate"], "No such command 'frobnicate'"), (["new"], "Missing argument 'CASE'"),
    (["new", "my case"], "there is a case already"), (["new", "x", "--handling", "SECRET"], "handling 'SECRET'"),
    (["add", "nowhere", "sources.csv"], "there is no case here"), (["add", "my case", "gone.csv"], "no such file"),
    (["add", "my case", "odd.csv"], "no record file"), (["verify", "."], "this folder is no case"),
    (["verify", "my case", "--head", "abc"], "no head"), (["undo", "my case", "12345678"], "names no decision"),
    (["decide", "my case", "H9", "--as", "accept", "--reason", "x"], "'H9' is nothing in this case"),
    (["decide", "my case", "H1", "--as", "accept"], "Missing option '--reason'"),
    (["diff", "my case", "--from", "yesterday"], "'yesterday' is no date"),
    (["add", "my case", "--frob"], "No such option"),
    (["export", "my case", "--out", "f.pdf"], "no ending"),
    (["export", "my case", "--out", "x", "--format", "csv", "--table", "guns"], "there is no table 'guns'"),
    (["export", "my case", "--out", "x.csv", "--table", "events", "--at", "soon"], "'soon' is no date"),
    (["export", "my case", "--out", "x.csv", "--table", "events", "--for", "TLP:CLEAR"], "cannot leave as TLP:CLEAR"),
])
def test_bad_usage_is_one_line_on_standard_error(sh: Shell, case: str, arguments: list[str], said: str) -> None:
    sh.put("odd.csv", "name,age\n")
    assert sh(*arguments, code=2) == ""
    assert said in sh.errors
    assert sh.errors.startswith("reclaim: ")
    assert sh.errors.count("\n") == 1


def test_rows_that_are_refused_are_named_and_the_rest_is_read(sh: Shell, case: str) -> None:
    text = STOCK.replace("H1", "H2") + "H3,S1,2019,N\nH4,S1,2019,N,c,1,1,1\n"
    out = sh("add", case, sh.put("more.csv", text), code=2)
    assert out == "stock: 1 record added\n2 rows refused\n"
    assert sh.errors.splitlines() == [
        "more.csv row 3: it has 4 cells, and the header 7 (the rest is read as empty; see that no comma is missing)",
        "refused: more.csv row 4: it has 8 cells, and the header 7 (put cells that hold commas in quotation marks)",
        "refused: more.csv row 3, column kind: the cell is empty (fill in kind)",
        "refused: more.csv row 3, column type: the cell is empty (fill in type)"]


def test_a_check_that_does_not_hold_is_exit_1(sh: Shell, case: str) -> None:
    toml = sh.folder / case / "case.toml"
    toml.write_text(toml.read_text() + "\n# edited\n")
    assert "case.toml: edited, not yet recorded" in sh("verify", case, code=1)
    assert "1 check does not hold" in sh("verify", case, code=1)
    assert sh.json("verify", case, code=1)["findings"][0]["failed"] is True
    sh("add", case)
    sh("verify", case)


def test_help_and_version(sh: Shell) -> None:
    assert "Usage" in sh("--help")
    assert sh("--version").startswith("reclaim 0.")
    assert "Usage" in sh("add", "--help")


def test_a_reader_that_goes_away_is_no_error(case: str, sh: Shell) -> None:
    done = subprocess.run(f"'{sys.executable}' -m reclaim diff 'my case' --from 2000-01-01 | head -c 1", shell=True,
                          cwd=sh.folder, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


SLOW = """
import sys, time
from reclaim.store.writing import Writing
real = Writing.close
def slow(self):
    print("writing", flush=True)
    time.sleep(30)
    real(self)
Writing.close = slow
from reclaim.cli.main import run
run(sys.argv[1:])
"""


def test_ctrl_c_leaves_the_case_as_it_was(case: str, sh: Shell) -> None:
    before = sh.json("verify", case)["head"]
    command = [sys.executable, "-c", SLOW, "add", case, sh.put("more.csv", "id,title\nS9,Later\n")]
    process = subprocess.Popen(command, cwd=sh.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (130, "", "reclaim: stopped\n")
    told = sh.json("verify", case)
    assert (told["head"], told["whole"]) == (before, True)


def test_no_colour_and_no_progress_in_a_pipe(case: str, sh: Shell) -> None:
    done = subprocess.run([sys.executable, "-m", "reclaim", "diff", case, "--from", "2000-01-01"], cwd=sh.folder,
                          text=True, capture_output=True, check=True)
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""


DETERMINED = """
import sys, time, hashlib, pathlib
import reclaim
from reclaim.cli.main import main
time.tzset()
order = sys.argv[1].split(",")
main(["new", "c", "--owner", "I"])
for names in order:
    main(["add", "c", *(f"{n}.csv" for n in names.split("+"))])
case = reclaim.open_case("c")
words = repr([(r.id, r.source, r.anchor, r.kind, r.as_written) for r in case.records()])
print(hashlib.sha256(words.encode()).hexdigest())
tables = ("--table", "events", "--table", "items", "--table", "claims", "--table", "stock")
for out in sys.argv[2:]:
    main(["export", "c", "--format", out.rpartition(".")[2], "--out", out, *tables])
files = sorted(p for p in pathlib.Path(".").rglob("out*") if p.is_file()) + sorted(pathlib.Path("out.csv").glob("*.csv"))
print(hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest(), len(files))
print(case.head())
"""


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Under other hash seeds, time zones and languages, and added in another order."""
    invented = Path(__file__).parents[1] / "cases/invented"
    said = []
    runs = [("0", "UTC", "C", "sources+stock+events+event_lines+statements+claims+types+parties"),
            ("1", "Asia/Kathmandu", "C.UTF-8", "claims+types,event_lines,statements+parties,stock,events,sources"),
            ("77", "America/St_Johns", "tr_TR.UTF-8", "sources,types,parties,events+event_lines,stock,"
             "claims+statements")]
    for number, (seed, zone, language, order) in enumerate(runs):
        folder = tmp_path / str(number)
        folder.mkdir()
        for file in invented.glob("*.csv"):
            (folder / file.name).write_bytes(file.read_bytes())
        done = subprocess.run(
            [sys.executable, "-c", DETERMINED, order, "out.csv", "out.xlsx"], cwd=folder, text=True,
            capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "LANG": language})
        said.append(done.stdout.splitlines()[-3:-1])
    assert said[0] == said[1] == said[2]
    assert said[0][1].endswith(" 5")


def test_a_fixed_clock_fixes_the_whole_case(tmp_path: Path) -> None:
    heads = set()
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "sources.csv").write_text(SOURCES)
        done = subprocess.run(
            [sys.executable, "-c", DETERMINED, "sources"], cwd=folder, text=True, capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1735689600"})
        heads.add(done.stdout.splitlines()[-1])
    assert len(heads) == 1


def test_one_weapon_is_documented_by_hand(sh: Shell, case: str) -> None:
    told = ["--set", "type=carbine", "--set", "serial=AB12?4", "--set", "kind=found", "--set", "country=Arvenia"]
    assert sh("add", case, "--form", *told) == (
        "sources: 1 record added\nevents: 1 record added\nevent_lines: 1 record added\n")
    assert sh.json("add", case, "--form", *told)["known"] == 3
    for arguments, said in ((["--set", "kind=found"], "column type"), (["--set", "kind"], "has no ="),
                            (["sources.csv"], "not asked")):
        sh("add", case, "--form", *arguments, code=2)
        assert said in sh.errors
