"""What read a document: kept with every proposal, so that a later reader's proposals can be told from an earlier's."""

from __future__ import annotations

READER = "reclaim-reader/2"
