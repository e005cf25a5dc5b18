"""Which paragraphs are worth a parse: those with a cue, arms or an event of arms. Parsing is nearly all of the time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reclaim.documents.items import Names
from reclaim.documents.lexicon import rows
from reclaim.documents.text import Text
from reclaim.model.proposal import Segment, SegmentRole

# A document is of arms if they stand in its headline, in this many paragraphs or in a third of them: not in passing.
_ENOUGH = 2


class Gate:
    """Decides by words alone, before anything is parsed."""

    def __init__(self, names: Names, everything: bool) -> None:
        self._names = names
        self._everything = everything
        self._arms: dict[str, bool] = {}

    def armed(self, document: Text, segments: Sequence[Segment]) -> bool:
        """Whether the document speaks of arms throughout, so that every statement in it may bear on them."""
        if self._everything:
            return True
        holding = 0
        for segment in segments:
            if self.of_arms(document.text[segment.start : segment.end]):
                holding += _ENOUGH if segment.role is SegmentRole.HEADLINE else 1
                if holding >= _ENOUGH:
                    return True
        return holding * 3 >= len(segments) > 0

    def of_arms(self, words: str) -> bool:
        """Whether the words name arms for certain."""
        known = self._arms.get(words)
        if known is None:
            known = any(h.name.strength in ("strong", "topic") for h in self._names.find(words))
            self._arms[words] = known
        return known

    def passes(self, words: str, armed: bool) -> bool:
        """Whether a paragraph is parsed."""
        if self._everything or self.of_arms(words):
            return True
        return armed and (cue_words().search(words) is not None or any(q in words for q in '“"«'))


@cache
def cue_words() -> re.Pattern[str]:
    """Every cue and event word by its stem."""
    stems = {r["word"].split()[0] for name in ("cues.csv", "events.csv") for r in rows(name)}
    stems |= {
        "said",
        "told",
        "saw",
        "thought",
        "felt",
        "found",
        "knew",
        "swore",
        "held",
        "gave",
        "lost",
        "sold",
        "stole",
        "sent",
        "shown",
        "bought",
        "given",
    }
    parts = sorted({s[:-1] if s.endswith(("e", "y")) and len(s) > 3 else s for s in stems})
    return re.compile(r"(?i)\b(?:" + "|".join(re.escape(p) for p in parts) + r")\w*")
