"""Every story of `tests/stories/retrieval` comes out as it says: each row of its tables is among what came out."""

from __future__ import annotations

import pytest
from tests.stories.fitting import Row, missing
from tests.stories.telling import Story, files, read

from reclaim.accounting.retrieval.fold import problems, retrieval
from reclaim.model.retrieval import Matter

STORIES = [s for path in files("retrieval") for s in read(path)]


def told(matters: tuple[Matter, ...]) -> dict[str, list[Row]]:
    return {
        "row": [{"row": r.scope or r.item, "holder": r.holder, "step": r.step, "lower": str(r.lower),
                 "upper": "unknown" if r.upper is None else str(r.upper), "date": r.date,
                 "sources": ";".join(r.sources), "next": r.next} for m in matters for r in m.rows],
        "problem": [{"problem": p.where, "code": p.code} for p in problems(matters)],
        "way": [{"way": m.scope or m.item, "words": words} for m in matters for words in m.in_the_way],
    }


@pytest.mark.parametrize("story", STORIES, ids=[f"{s.file}:{s.line} {s.title}" for s in STORIES])
def test_story(story: Story) -> None:
    came = told(retrieval(story.assembly()))
    for table, rows in story.expected.items():
        assert missing(rows, came[table]) == [], f"{story.file}:{story.line}"


@pytest.mark.parametrize("story", STORIES, ids=[f"{s.file}:{s.line} {s.title}" for s in STORIES])
def test_demanded_and_agreed_never_count_as_returned(story: Story) -> None:
    matters = retrieval(story.assembly())
    returned = {r.id for r, s in story.assembly().steps if s.kind == "returned"}
    for row in (r for m in matters for r in m.rows if r.step == "returned"):
        assert len(returned) > 0, row
