"""The verdict tables are data: whole, used whole, and an owner's change of a grade changes the verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from tests.stories.telling import files, read

import reclaim
from reclaim.accounting.claims.fold import WAYS, verdicts
from reclaim.catalogue.tables import verdict_tables
from reclaim.model.claim import ClaimForm
from reclaim.model.verdict import SlotTable, VerdictTable, VerdictWord

STORIES = {f"{s.file}: {s.title}": s for path in files("claims") for s in read(path)}
CODE = Path(reclaim.__file__).parent / "accounting" / "claims"


def test_every_form_has_a_table_and_both_polarities_say_what_would_refute_them() -> None:
    assert set(WAYS) == set(ClaimForm)
    would = {key for table in verdict_tables().values() for key in table.would}
    assert {str(f) for f in ClaimForm} | {f"not {f}" for f in ClaimForm} <= would


@pytest.mark.parametrize("name", sorted(verdict_tables()))
def test_grades_lie_between_0_and_3_and_each_slot_can_bear(name: str) -> None:
    for slot in verdict_tables()[name].slots:
        grades = {grade for grade, _ in slot.grades.values()}
        assert grades <= {0, 1, 2, 3, None}, slot.name
        assert 3 in grades, slot.name
        assert slot.asks.endswith("?")


def test_every_finding_of_the_tables_is_made_somewhere_in_the_code() -> None:
    code = "\n".join(p.read_text("utf-8") for p in sorted(CODE.glob("*.py")))
    bases = {"serial_checked_in_records", "serial_read", "item_list", "picture", "document", "official_word",
             "anonymous_word", "assertion", "unstated"}
    words = {w for t in verdict_tables().values() for s in t.slots for w in s.grades} - bases
    assert sorted(w for w in words if re.search(rf'"{w}"', code) is None) == []


def test_no_reason_in_any_story_speaks_of_something_unknown() -> None:
    """Every brace of every reason that comes up is filled: the reasons can all be said."""
    for story in STORIES.values():
        for verdict in verdicts(story.assembly()):
            for path in verdict.paths:
                for slot in path.slots:
                    assert "{" not in slot.why
                    assert all(name in slot.facts for _, name, _, _ in Formatter().parse(slot.text) if name)


def with_grade(table: VerdictTable, slot: str, word: str, grade: int) -> VerdictTable:
    """The table with another grade for one finding, as the case's owner may write it."""
    slots = [SlotTable(s.name, s.asks, {w: ((grade, t) if (s.name, w) == (slot, word) else (g, t))
                                        for w, (g, t) in s.grades.items()}) for s in table.slots]
    return replace(table, slots=tuple(slots))


def test_an_owner_who_grades_a_finding_otherwise_gets_another_verdict() -> None:
    story = STORIES["membership.md: A rifle that was supplied is not a rifle in stock"]
    tables = dict(verdict_tables())
    assert verdicts(story.assembly(), tables)[0].verdict is VerdictWord.CONTRADICTED
    tables["control"] = with_grade(tables["control"], "membership", "supplied", 1)
    assert verdicts(story.assembly(), tables)[0].verdict is VerdictWord.WEAKENED
    tables["control"] = with_grade(tables["control"], "membership", "supplied", 0)
    assert verdicts(story.assembly(), tables)[0].verdict is VerdictWord.UNTESTED


def test_the_weakest_slot_sets_the_verdict_in_every_story() -> None:
    """Whatever else is strong: the verdict against is that of the lowest slot of the strongest path."""
    order = {3: VerdictWord.REFUTED, 2: VerdictWord.CONTRADICTED, 1: VerdictWord.WEAKENED}
    for story in STORIES.values():
        for verdict in verdicts(story.assembly()):
            against = [min(s.grade or 0 for s in p.slots) for p in verdict.paths if p.side == "against"]
            if max(against, default=0) > 0:
                assert verdict.verdict is order[max(against)], (story.title, verdict.claim)
