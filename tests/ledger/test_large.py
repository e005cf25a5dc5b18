"""Large registers, and the same registers in another order: register rows are columns, never objects in a loop."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from benchmarks.ledgers import clerks, large

import reclaim.model
from reclaim.desk.linking import Linked, linked
from reclaim.ledger.books import Book
from reclaim.ledger.reconcile import Reconciled, reconcile
from reclaim.ledger.spread import spread

MOST_OBJECTS = 50_000


@contextmanager
def model_objects(patch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Counts the values of the model that are made meanwhile, by their class."""
    made: Counter[str] = Counter()

    def counted(kind: type, begin: Any) -> Any:
        def init(self: Any, *cells: Any, **named: Any) -> None:
            made[kind.__name__] += 1
            begin(self, *cells, **named)
        return init

    with patch.context() as within:
        for found in pkgutil.iter_modules(reclaim.model.__path__):
            module = importlib.import_module(f"reclaim.model.{found.name}")
            for kind in vars(module).values():
                if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__:
                    within.setattr(kind, "__init__", counted(kind, kind.__init__))
        yield made


def test_model_objects_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    from reclaim.model.block import Block
    with model_objects(monkeypatch) as made:
        for n in range(3):
            Block("b", "m", "M", str(n), str(n + 1), "2018", "made up")
    assert made["Block"] == 3


@pytest.mark.slow
def test_a_million_rows_are_linked_and_reconciled_without_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books, mistaken = large.made(tmp_path, 500_000)
    with model_objects(monkeypatch) as made:
        found = linked(spread(books), books)
        table = reconcile(books, found.near, missing=found.missing, doubt=found.doubt).discrepancies
    assert made.total() < MOST_OBJECTS, made
    assert len(mistaken) > 5_000
    assert len(table) > 5_000


def whole(books: list[Book], threads: int) -> tuple[Linked, Reconciled]:
    """Links and what they come to."""
    found = linked(spread(books, threads=threads), books)
    return found, reconcile(books, found.near, missing=found.missing, doubt=found.doubt, threads=threads)


@pytest.mark.slow
def test_another_order_and_other_threads_give_the_same_bytes(tmp_path: Path) -> None:
    books = clerks.write(tmp_path, 3, 400, 5).books
    links, found = whole(books, 1)
    for again, threads in ((list(reversed(books)), 2), (books[5:] + books[:5], 3)):
        other_links, other = whole(again, threads)
        assert links.near.equals(other_links.near)
        assert links.missing.equals(other_links.missing)
        assert found.discrepancies.equals(other.discrepancies)
        assert found.leads.equals(other.leads)
        assert found.uncovered.equals(other.uncovered)
