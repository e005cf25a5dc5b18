"""What leaves the house: tables, figures, briefs, exports, all of them cleared first."""

from __future__ import annotations
