"""`reclaim demo`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli import show


def demo(
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Build the demo cases there.")] = Path("."),
    case: Annotated[str, typer.Option("--case", metavar="NAME", hidden=True)] = "afghanistan-2021",
) -> int:
    """Build the shipped case end to end and show what stands in it.

    An untouched demo case is rebuilt; one that you worked in is left as it is, and exit 2 says so.

    Example: reclaim demo --into /tmp/look
    """
    from reclaim.desk.demo import CASES, build

    return shown(*build(CASES / case, into / "demo-case"))


def shown(case: object, added: object) -> int:
    """Show a case that was just built."""
    from reclaim.cli import overview
    from reclaim.desk.add import Added
    from reclaim.desk.case import Case
    from reclaim.desk.overview import overview as look

    assert isinstance(case, Case)
    assert isinstance(added, Added)
    counted = ", ".join(f"{n:,} {form.replace('_', ' ')}" for form, n in added.counts().items())
    show.say(f"{case.name}\n{case.path}: {counted}\n")
    show.problems(added.problems)
    found = look(case)
    overview.draw(found)
    return 0
