"""One verb a file: opens the store, passes values to the crafts, owns clock, actor and progress."""

from __future__ import annotations
