"""docs/record-files.md lists every form with every column, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reclaim.model.cells import Cells
from reclaim.model.form import FORMS, Form, read_body
from reclaim.model.record import RecordKind

PAGE = (Path(__file__).parents[2] / "docs/record-files.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_form_has_a_section() -> None:
    assert list(SECTIONS) == [str(form.kind) for form in FORMS]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.kind))
def test_a_section_lists_the_columns_of_its_form(form: Form) -> None:
    rows = re.findall(r"^\| ([a-z_0-9, ]+) \|", SECTIONS[str(form.kind)], re.MULTILINE)
    listed = [name.strip() for row in rows for name in row.split(",")]
    assert sorted(set(listed) - {"column"}) == sorted(form.columns)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.kind))
def test_what_is_said_to_be_needed_is_needed(form: Form) -> None:
    """A row of a form without any cell is refused for the columns that the page names, and for no other."""
    section = " ".join(SECTIONS[str(form.kind)].split())
    said = re.findall(r"\*Needed:\* (.*?)\.", section)[0]
    cells = Cells({}, "row")
    read_body(form.kind, cells)
    refused = {p.where.rpartition(" ")[2] for p in cells.problems if p.fatal}
    named = set(form.columns) if said == "all" else {w for w in re.findall(r"\w+", said) if w in form.columns}
    if form.kind is RecordKind.DECISION:
        refused.add("id")
    assert refused - {"form"} <= named
    assert named - refused <= {"any_of", "not_testable", "form"}
