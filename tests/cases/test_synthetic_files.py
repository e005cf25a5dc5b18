"""The synthetic case: made by its generator, labelled in every row, and never in one fold with the real one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tools.synthetic import World, made

from reclaim.desk.case import Case
from reclaim.desk.demo import CASES, SYNTHETIC, build, record_files, registers, shipped
from reclaim.desk.readings import of_case
from reclaim.desk.trace import prepare, trace, whole

FILES = CASES / SYNTHETIC
WORLD = made()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case as the demo builds it."""
    built, added = build(FILES, tmp_path_factory.mktemp("synthetic") / "demo-synthetic")
    assert (added.refused, added.waiting, added.problems) == (0, 0, ())
    return built


def test_the_shipped_files_are_what_the_generator_makes() -> None:
    assert {name: (FILES / name).read_bytes().decode() for name in WORLD.files} == WORLD.files
    on_disk = {*record_files(FILES), *(file for file, _ in registers(FILES))}
    assert on_disk == {FILES / name for name in WORLD.files}


def test_it_is_no_real_case() -> None:
    assert SYNTHETIC not in shipped()
    assert "SYNTHETIC" in (FILES / "SOURCE.md").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("name", sorted(WORLD.files))
def test_every_row_says_that_it_is_synthetic(name: str) -> None:
    """In a cell of its own, in its source or in what it names: types are the trade's, and stand on no source."""
    rows = list(csv.DictReader(WORLD.files[name].splitlines()))
    bare = [row for row in rows if not any("SYNTHETIC" in (cell or "") for cell in row.values())]
    by_reference = {"claims.csv": "statement", "types.csv": "parent", "events.csv": "source"}
    assert name in by_reference or bare == []
    assert name == "types.csv" or len(rows) > 0


def test_the_case_says_so_and_every_register_too(case: Case) -> None:
    assert case.handling.synthetic
    asked = [asked for _, asked in registers(FILES)]
    assert all("SYNTHETIC" in a.name and "SYNTHETIC" in a.keeper for a in asked)
    assert "SYNTHETIC" in case.name


def test_no_record_of_it_stands_in_a_real_case(case: Case, tmp_path: Path) -> None:
    real, _ = build(CASES / shipped()[0], tmp_path / "demo-case")
    assert {r.id for r in case.records()} & {r.id for r in real.records()} == set()
    assert {r.source for r in case.records()} & {r.source for r in real.records()} == set()


def test_what_was_read_exactly_and_was_shipped_is_found_and_no_stranger_is_sure(case: Case) -> None:
    """Looked at against what lies behind the finds: sums, and no candidate of .9 that is another weapon."""
    finds = of_case(case)
    rows = whole(trace(prepare(case, few=len(finds)), finds)).to_pylist()
    sure = [row for row in rows if row["rank"] > 0 and (row["probability"] or 0) >= 0.9 and row["serial"]]
    assert len(sure) >= 10
    assert all(truth(WORLD, row) in ("", row["serial"]) for row in sure)
    assert {row["verdict"] for row in rows} == {"exact", "near", "ambiguous", "none", "not_traceable"}


def truth(world: World, row: dict[str, str]) -> str:
    """The mark that the find of an answer's row truly bears."""
    return world.true[row["find"].partition("#")[2]]
