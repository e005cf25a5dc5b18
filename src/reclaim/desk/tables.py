"""The tables of a case, by name: what export writes and diff compares.

A table is one function (case, at, known_by) -> Table in a module of the desk; it is added by one line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TypeAlias, cast

from reclaim.accounting.assemble import Assembly
from reclaim.desk.case import Case, KnownBy
from reclaim.model.errors import UsageError
from reclaim.model.table import Table
from reclaim.model.when import BadDate, When

Make: TypeAlias = Callable[[Case, str, KnownBy], Table]
Fold: TypeAlias = Callable[[Assembly], Table]

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

# Those that are a fold of an assembly alone, for who has one at hand.
OF_ASSEMBLY: dict[str, tuple[str, str]] = {
    "items": ("reclaim.desk.listing", "items_of"),
    "events": ("reclaim.desk.listing", "events_of"),
    "claims": ("reclaim.desk.listing", "claims_of"),
}


def table(name: str, case: Case, at: str = "", known_by: KnownBy = None, plain: Assembly | None = None) -> Table:
    """The table of that name. `at`: the date in the world; `known_by`: the date of knowledge; `plain`: what
    `reclaim.desk.assembled` makes of them, if it was made already. Raises UsageError."""
    if name not in TABLES:
        raise UsageError(f"there is no table '{name}'", mend=f"use one of {', '.join(TABLES)}")
    try:
        When.parse(at)
    except BadDate as error:
        raise UsageError(str(error)) from None
    if plain is not None and name in OF_ASSEMBLY:
        return cast(Fold, _loaded(*OF_ASSEMBLY[name]))(plain)
    return cast(Make, _loaded(*TABLES[name]))(case, at, known_by)


def _loaded(module: str, function: str) -> object:
    return getattr(importlib.import_module(module), function)
