"""The tables of a case, by name: what export writes and diff compares.

A table is one function (case, at, known_by) -> Table in a module of the desk; it is added by one line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TypeAlias, cast

from reclaim.desk.case import Case, KnownBy
from reclaim.model.errors import UsageError
from reclaim.model.table import Table
from reclaim.model.when import BadDate, When

Make: TypeAlias = Callable[[Case, str, KnownBy], Table]

# Name -> module and function. Loaded when asked for, for folds bring heavy libraries.
TABLES: dict[str, tuple[str, str]] = {
    "items": ("reclaim.desk.listing", "items"),
    "events": ("reclaim.desk.listing", "events"),
    "claims": ("reclaim.desk.listing", "claims"),
    "verdicts": ("reclaim.desk.claims", "verdicts_table"),
    "bounds": ("reclaim.desk.accounts", "bounds_table"),
    "retrieval": ("reclaim.desk.retrieval", "retrieval_table"),
    "discrepancies": ("reclaim.desk.reconcile", "discrepancies_table"),
    "stock": ("reclaim.desk.listing", "stock"),
    "statements": ("reclaim.desk.listing", "statements"),
    "steps": ("reclaim.desk.listing", "steps"),
    "sources": ("reclaim.desk.listing", "sources"),
}


def table(name: str, case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The table of that name. `at`: the date in the world; `known_by`: the date of knowledge. Raises UsageError."""
    if name not in TABLES:
        raise UsageError(f"there is no table '{name}'", mend=f"use one of {', '.join(TABLES)}")
    try:
        When.parse(at)
    except BadDate as error:
        raise UsageError(str(error)) from None
    module, function = TABLES[name]
    return cast(Make, getattr(importlib.import_module(module), function))(case, at, known_by)
