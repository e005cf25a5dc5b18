"""Every story of `tests/stories/claims` comes out as it says."""

from __future__ import annotations

import pytest
from tests.stories.fitting import fits
from tests.stories.telling import Row, Story, files, read

from reclaim.accounting.claims.fold import verdicts
from reclaim.model.verdict import Verdict

STORIES = [s for path in files("claims") for s in read(path)]


def told(verdict: Verdict, column: str) -> str:
    """What came out, by the name of a column of a `verdict` table."""
    found = [p for p in verdict.paths if p.bears]
    extra = {"bears": ";".join(dict.fromkeys(p.find.partition("#")[2] for p in found)),
             "alternatives": ";".join(f"{a.kind}={','.join(r.partition('#')[2] for r in a.records)}"
                                      for a in verdict.alternatives if len(a.records) > 0),
             "rivals": ";".join(f"{r.relation}={r.claim}" for r in verdict.rivals),
             "problems": ";".join(p.code for p in verdict.problems),
             "beside": ";".join(b.kind for b in verdict.beside), "reason": verdict.reason}
    return str(extra[column]) if column in extra else str(verdict.row()[column])


def differing(expected: Row, verdict: Verdict) -> dict[str, tuple[str, str]]:
    """Cells of a `verdict` table that came out otherwise: what was expected and what came."""
    wanted = {("verdict" if c == "is" else c): cell for c, cell in expected.items() if c != "verdict"}
    return {c: (cell, came) for c, cell in wanted.items() if not fits(cell, came := told(verdict, c))}


@pytest.mark.parametrize("story", STORIES, ids=[f"{s.file}:{s.line} {s.title}" for s in STORIES])
def test_story(story: Story) -> None:
    found = {v.claim or v.statement: v for v in verdicts(story.assembly())}
    wrong = {row["verdict"]: d for row in story.expected["verdict"] if (d := differing(row, found[row["verdict"]]))}
    assert wrong == {}, f"{story.file}:{story.line}"
