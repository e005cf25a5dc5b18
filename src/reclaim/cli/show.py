"""What commands print: tables and lines for people, one JSON document for programs.

Answers go to standard output, all else to standard error. Colour and progress only where a person looks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reclaim.model.problem import Problem

if TYPE_CHECKING:
    from rich.console import Console

    from reclaim.model.progress import Progress


def document(value: object) -> None:
    """Print one JSON document on standard output: keys in the order given, UTF-8 as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def say(line: str = "") -> None:
    """Print a line of the answer."""
    sys.stdout.write(line + "\n")


def tell(line: str) -> None:
    """Print a line that is no part of the answer, on standard error."""
    sys.stderr.write(line + "\n")


def problems(found: Iterable[Problem]) -> None:
    """Print each problem in one line on standard error; `refused` says that a row was not taken."""
    for problem in found:
        tell(f"{'refused: ' if problem.fatal else ''}{problem.line()}")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "",
          right: Iterable[str] = (), note: str = "") -> None:
    """Print a table as wide as the terminal (100 columns where there is none); `right` names columns of numbers."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False,
                  caption=note or None, caption_justify="left")
    numbers = set(right)
    for column in columns:
        drawn.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(drawn)


def console(*, error: bool = False) -> Console:
    """Where to draw: colour on a terminal only (and not with NO_COLOR)."""
    from rich.console import Console

    out = sys.stderr if error else sys.stdout
    return Console(file=out, highlight=False, soft_wrap=False, width=None if out.isatty() else 100)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A bar on a terminal; elsewhere nothing is shown."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.progress import Progress as Bar

    with Bar(console=console(error=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def step(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{label}: {stage}" if stage != "" else label, completed=done,
                       total=total or None)

        yield step


def plural(count: int, one: str, many: str = "") -> str:
    """`1 record`, `2,000 records`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def plain(rows: Iterable[Any]) -> list[Any]:
    """Values with a `plain()` as JSON can hold them."""
    return [row.plain() for row in rows]
