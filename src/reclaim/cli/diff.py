"""`reclaim diff CASE --from D1 --to D2`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, At, CaseFolder

if TYPE_CHECKING:
    from reclaim.desk.diff import Change, Difference
    from reclaim.store.reading import Known


def diff(
    case: CaseFolder,
    start: Annotated[str, typer.Option("--from", metavar="D1", show_default=False, help="Known by then.")],
    end: Annotated[str, typer.Option("--to", metavar="D2", show_default=False, help="Known by then; else now.")] = "",
    at: At = "",
    as_json: AsJson = False,
) -> None:
    """What the case learned between two dates, and what that changed.

    Dates are days (to their end, UTC) or times (2025-03-01T12:00:00Z).

    Example: reclaim diff my-case --from 2025-03-01 --to 2025-04-01
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.diff import diff as compare

    found = compare(open_case(case), start, end, at=at)
    if as_json:
        show.document(_plain(found))
        return
    show.say(f"{show.plural(len(found.known), 'record or decision', 'records and decisions')} came between, "
             f"{show.plural(len(found.changes), 'row')} of the tables changed")
    if len(found.known) > 0:
        show.table(("recorded", "by", "what", "words"), (_known_row(k) for k in found.known))
    if len(found.changes) > 0:
        show.table(("table", "row", "change", "cells"), (_change_row(c) for c in found.changes))


def _plain(found: Difference) -> dict[str, object]:
    return {
        "from": found.start, "to": found.end,
        "known": [_known_plain(k) for k in found.known],
        "changes": [{"table": c.table, "key": list(c.key), "change": c.change,
                     "cells": [{"column": n, "before": a, "after": b} for n, a, b in c.cells]} for c in found.changes],
    }


def _known_plain(known: Known) -> dict[str, object]:
    from reclaim.model.record import Record

    shared: dict[str, object] = {"recorded_at": known.recorded_at, "actor": known.actor, "id": known.value.id}
    if isinstance(known.value, Record):
        return shared | {"record": known.value.key, "kind": str(known.value.kind), "source": known.value.source,
                         "as_written": known.value.cells()}
    d = known.value
    return shared | {"decision": str(d.judgement), "subjects": list(d.subjects), "author": d.author, "made": d.made,
                     "reason": d.reason}


def _known_row(known: Known) -> tuple[str, ...]:
    from reclaim.model.record import Record

    value, when = known.value, known.recorded_at[:19]
    if isinstance(value, Record):
        words = "; ".join(f"{name} {text}" for name, text in value.as_written if name not in ("id", "source"))
        return when, known.actor, value.key, words[:160]
    return when, known.actor, f"decision {value.id[:12]}", f"{value.judgement}: {', '.join(value.subjects)}"[:160]


def _change_row(change: Change) -> tuple[str, ...]:
    cells = [f"{n}: {a} → {b}" if change.change == "changed" else f"{n} {b if a is None else a}"
             for n, a, b in change.cells[:6]]
    key = " ".join("" if c is None else str(c)[:24] for c in change.key)
    return change.table, key, change.change, "\n".join(cells)
