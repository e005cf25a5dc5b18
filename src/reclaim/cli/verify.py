"""`reclaim verify CASE`"""

from __future__ import annotations

from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, CaseFolder


def verify(
    case: CaseFolder,
    head: Annotated[str, typer.Option("--head", metavar="H", show_default=False,
                                      help="A head noted earlier: the case must have grown from it.")] = "",
    as_json: AsJson = False,
) -> int:
    """Compute every hash again and name what does not agree.

    Exit 1 if a check does not hold. Pages of case.db that hold no value are covered by SQLite's own check only.

    Example: reclaim verify my-case --head 5e17d3a9...
    """
    from reclaim.desk.verify import verify as check

    told = check(case, head)
    if as_json:
        show.document({
            "whole": told.whole, "head": told.head, "checked": told.counts,
            "findings": [{"where": f.where, "what": f.what, "mend": f.mend, "failed": f.failed} for f in told.findings],
        })
        return 0 if told.whole else 1
    for finding in told.findings:
        show.say(("" if finding.failed else "note: ") + finding.line())
    show.say("checked: " + ", ".join(f"{count:,} {name}" for name, count in told.counts.items() if count > 0))
    show.say("pages of case.db that hold no value: covered by SQLite's own check only")
    show.say(f"head: {told.head}")
    show.say("whole: everything agrees" if told.whole else
             f"{show.plural(sum(f.failed for f in told.findings), 'check does', 'checks do')} not hold")
    return 0 if told.whole else 1
