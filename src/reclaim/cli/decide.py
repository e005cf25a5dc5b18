"""`reclaim decide CASE SUBJECT...`"""

from __future__ import annotations

from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, Author, CaseFolder


def decide(
    case: CaseFolder,
    subjects: Annotated[list[str], typer.Argument(
        metavar="SUBJECT...", show_default=False,
        help="Records (stock#H1, or the beginning of an id), sources, parties, places, serials, register rows.")],
    judgement: Annotated[str, typer.Option(
        "--as", metavar="JUDGEMENT", show_default=False,
        help="same, different, unsure (of identities); accept, correct, reject (of proposals and records).")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", show_default=False, help="Why.")],
    author: Author = "",
    as_json: AsJson = False,
) -> None:
    """Record a decision. It names its author, gives its reason, and can be undone.

    Example: reclaim decide my-case event_lines#R1-1 event_lines#R7-1 --as same --reason "one photograph shows both"
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.decide import decide as judge

    made = judge(open_case(case), subjects, judgement, reason, author)
    if as_json:
        show.document({"decision": made.id, "judgement": str(made.judgement), "subjects": list(made.subjects),
                       "author": made.author, "made": made.made, "reason": made.reason})
        return
    show.say(f"decided: {' and '.join(made.subjects)}: {made.judgement}, by {made.author}")
    show.say(f"to take it back: reclaim undo {case} {made.id[:12]}")
