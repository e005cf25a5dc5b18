"""Review: the queue of proposals, each beside the passage that it was read from; by keys, or by plain forms."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from reclaim.desk.case import Case
from reclaim.desk.correcting import fields_of
from reclaim.desk.proposed import described, passage
from reclaim.desk.review import Group, Judged, judge, makes, queue, take_back
from reclaim.model.decision import Judgement
from reclaim.model.errors import InputError, ReclaimError, UsageError
from reclaim.web.forms import Signed, local, text
from reclaim.web.show import desk_of, page, query, state_of

router = APIRouter(include_in_schema=False)

At = Annotated[int, Query(ge=0, le=10**9)]

SITTING = 200
"""So many of the last judgements can be taken back here; older ones are undone on the page of history."""

JUDGEMENTS = (Judgement.ACCEPT, Judgement.REJECT, Judgement.CORRECT)


@router.get("/review")
def review(request: Request, n: At = 0, source: str = "", items: bool = False, done: str = "") -> Response:
    """The proposal at a place of the queue; `source` is one document, `items` shows lone names of arms too."""
    return _page(request, n, source, items, done)


@router.post("/review")
async def judged(request: Request, form: Signed) -> Response:
    """Accept, correct, reject, or take the last judgement back."""
    return await run_in_threadpool(_judged, request, form)


def _judged(request: Request, form: FormData) -> Response:
    case, act = desk_of(request).case(), text(form, "act")
    n, source, items = int(text(form, "n") or 0), text(form, "source"), text(form, "items") != ""
    back = {"n": n or "", "source": source, "items": "true" if items else ""}
    sitting = _sitting(request)
    if act == "undo":
        last = sitting.pop(text(form, "done"), None)
        if last is None:
            raise UsageError("this judgement was not made in this sitting, or is taken back already",
                             mend="undo it on the page of history")
        take_back(case, last, text(form, "author"))
        return RedirectResponse(query("/review", back), 303)
    if act not in JUDGEMENTS:
        raise UsageError(f"'{act}' is no judgement of a proposal", mend="use accept, correct or reject")
    group = next((g for g in queue(case.proposals(), case.decisions(), items=True)
                  if g.first.id == text(form, "proposal")), None)
    if group is None:
        raise UsageError("this proposal is judged already", mend="go back to the queue")
    stand = dict(fields_of(group.body))
    given = {name: text(form, f"field {name}") for name in stand if f"field {name}" in form}
    corrected = {name: value for name, value in given.items() if value != stand[name]} if act == Judgement.CORRECT else None
    try:
        made = judge(case, group, Judgement(act), text(form, "reason"), text(form, "author"), corrected)
    except UsageError as error:
        return _page(request, n, source, items, "", error, given)
    sitting[made.decisions[0].id] = made
    while len(sitting) > SITTING:
        sitting.popitem(last=False)
    return RedirectResponse(local(text(form, "back")) or query("/review", {**back, "done": made.decisions[0].id}), 303)


def _sitting(request: Request) -> OrderedDict[str, Judged]:
    """What was judged since the desk was opened, by the id of the first decision."""
    state = request.app.state
    if not hasattr(state, "judged"):
        state.judged = OrderedDict()
    held: OrderedDict[str, Judged] = state.judged
    return held


def _page(request: Request, n: int, source: str, items: bool, done: str, error: ReclaimError | None = None,
          given: dict[str, str] | None = None) -> Response:
    state, case = state_of(request), desk_of(request).case()
    every = queue(case.proposals(), case.decisions(), items=items)
    groups = [g for g in every if source in ("", g.first.source)]
    at = min(n, max(len(groups) - 1, 0))
    group = groups[at] if len(groups) > 0 else None
    fields = {} if group is None else {**dict(fields_of(group.body)), **(given or {})}
    return page(request, "review.html.j2", "Review", state, 400 if error is not None else 200, group=group, at=at,
                total=len(groups), waiting=len(every), documents=_documents(every), source=source, items=items,
                error=error, fields=fields, lines=[] if group is None else _lines(group),
                makes=() if group is None else makes(group.kind),
                passage=_passage(case, group), done=_sitting(request).get(done), author=case.author)


def _documents(groups: Sequence[Group]) -> list[tuple[str, str, int]]:
    """Source, name and how many wait, of each document with proposals in the queue."""
    names = {g.first.source: str(g.body.get("document", "")) for g in groups}
    counts = Counter(g.first.source for g in groups)
    return sorted(((sha, name, counts[sha]) for sha, name in names.items()), key=lambda found: found[1])


def _lines(group: Group) -> list[tuple[str, str]]:
    """What is proposed, as (name, words)."""
    pairs = [line.partition(": ") for line in described(group.body)]
    return [(name, words) if colon != "" else ("", name) for name, colon, words in pairs]


def _passage(case: Case, group: Group | None) -> list[tuple[str, str]]:
    if group is None:
        return []
    try:
        return passage(case, group)
    except InputError as error:
        return [(f"{error.what}; the words proposed: {group.body.get('content') or group.body.get('written') or ''}", "")]
