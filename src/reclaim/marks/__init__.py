"""What is stamped on a weapon and what people write of it: cells of text to hypotheses of marks."""

from __future__ import annotations

from reclaim.marks import formats, lookalike
from reclaim.marks.column import parse_column
from reclaim.marks.parse import Context, parse
from reclaim.model.mark import MarkCell, MarkKind, Reason

__all__ = ["Context", "MarkCell", "MarkKind", "Reason", "formats", "lookalike", "parse", "parse_column"]
