"""`reclaim undo CASE DECISION`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, Author, CaseFolder

if TYPE_CHECKING:
    from reclaim.model.decision import Decision


def undo(
    case: CaseFolder,
    decision: Annotated[str, typer.Argument(metavar="[DECISION]", show_default=False, help=(
        "The decision's id, or its first 8 digits or more; without it, those that stand are listed."))] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)] = "",
    author: Author = "",
    as_json: AsJson = False,
) -> None:
    """Take a decision back; both stay in the case.

    Example: reclaim undo my-case 1f0c88aa --reason "the photograph shows another rifle"
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.undo import standing_decisions
    from reclaim.desk.undo import undo as take_back

    opened = open_case(case)
    if decision == "":
        found = standing_decisions(*opened.known())
        show.document([_plain(d) for d in found]) if as_json else _print(found)
        return
    made = take_back(opened, decision, reason, author)
    if as_json:
        show.document(_plain(made))
    else:
        show.say(f"undone: {made.subjects[0][:12]}; to bring it back: reclaim undo {case} {made.id[:12]}")


def _plain(d: Decision) -> dict[str, object]:
    return {"decision": d.id, "judgement": str(d.judgement), "subjects": list(d.subjects), "author": d.author,
            "made": d.made, "reason": d.reason}


def _print(found: list[Decision]) -> None:
    if len(found) == 0:
        show.say("no decision stands")
        return
    show.table(("decision", "judgement", "subjects", "author", "made", "reason"), (
        (d.id[:12], d.judgement, "\n".join(s[:12] if len(s) == 64 else s for s in d.subjects), d.author, d.made[:19],
         d.reason) for d in found))
