"""What is stamped on a weapon and what people write of it: cells of text to hypotheses of marks."""

from __future__ import annotations
