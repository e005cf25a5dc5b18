"""Claims beside the records that bear on them: what would refute, what would support, and the verdict."""

from __future__ import annotations
