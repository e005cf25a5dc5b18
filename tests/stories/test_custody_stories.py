"""Every story of `tests/stories/custody` comes out as it says: each row of its tables is among what came out."""

from __future__ import annotations

import pytest
from tests.stories.fitting import Row, missing
from tests.stories.telling import Story, files, read

from reclaim.accounting.custody.chain import chains
from reclaim.model.chain import Chain, Window

STORIES = [s for path in files("custody") for s in read(path)]


def windows(chain: Chain) -> list[Row]:
    return [_window(w) for w in chain.windows]


def _window(w: Window) -> Row:
    return {"window": w.from_holder, "to": w.to_holder, "opens": str(w.opens), "closes": str(w.closes),
            "places": " / ".join(str(p) for p in w.places), "recorded": "yes" if w.recorded else "no",
            "narrows": w.narrows, "diversions": ";".join(sorted(d.kind for d in w.diversions)),
            "decided": ";".join(f"{d.kind}={d.decided} by {d.decided_by}" for d in w.diversions if d.decided != "")}


def told(chain: Chain) -> dict[str, list[Row]]:
    return {
        "window": windows(chain),
        "total": [{"total": "all", "windows": str(len(chain.windows))}],
        "gap": [{"gap": _short(g.after), "before": _short(g.before), "days": str(g.days)} for g in chain.gaps],
        "overlap": [{"overlap": _short(o.first), "second": _short(o.second), "words": o.words}
                    for o in chain.overlaps],
        "authority": [{"authority": a.holder, "asserter": a.asserter, "denies": "yes" if a.denies else "no"}
                      for a in chain.authorities],
    }


def _short(key: str) -> str:
    return key.partition("#")[2]


@pytest.mark.parametrize("story", STORIES, ids=[f"{s.file}:{s.line} {s.title}" for s in STORIES])
def test_story(story: Story) -> None:
    found = chains(story.assembly())
    assert len(found) == 1
    for table, rows in story.expected.items():
        assert missing(rows, told(found[0])[table]) == [], f"{story.file}:{story.line}"
