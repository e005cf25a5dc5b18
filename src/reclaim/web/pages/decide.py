"""What a person judged is recorded, and taken back, through the same verbs as on the command line."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from reclaim.desk.decide import decide as judge
from reclaim.desk.undo import undo as take_back
from reclaim.model.decision import Judgement
from reclaim.model.errors import ReclaimError, UsageError
from reclaim.web.forms import Signed, local, text
from reclaim.web.show import desk_of, page, query, state_of

router = APIRouter(include_in_schema=False)

WORDS = tuple(str(j) for j in Judgement if j is not Judgement.UNDO)


@router.get("/decide")
def form(request: Request, subject: Annotated[list[str] | None, Query()] = None, judgement: str = "") -> Response:
    """The form; `subject` and `judgement` are filled in as the address says."""
    return _form(request, {"subjects": "\n".join(subject or ()), "judgement": judgement, "reason": "", "author": ""})


@router.post("/decide")
async def decide(request: Request, form: Signed) -> Response:
    """Record a decision; what cannot be meant comes back with the reason beside what was filled in."""
    given = {name: text(form, name) for name in ("subjects", "judgement", "reason", "author")}
    subjects = [line.strip() for line in given["subjects"].splitlines() if line.strip() != ""]
    try:
        made = await run_in_threadpool(lambda: judge(
            desk_of(request).case(), subjects, given["judgement"], given["reason"], given["author"]))
    except UsageError as error:
        return await run_in_threadpool(_form, request, given, error)
    return _back(text(form, "back"), made.id)


@router.post("/undo")
async def undo(request: Request, form: Signed) -> Response:
    """Take a decision back."""
    named = [text(form, name) for name in ("decision", "reason", "author")]
    made = await run_in_threadpool(lambda: take_back(desk_of(request).case(), *named))
    return _back(text(form, "back"), made.id)


def _back(path: str, made: str) -> Response:
    """To the page that the form stood on, or to the decision."""
    return RedirectResponse(local(path) or query("/history", {"done": made}) + f"#d-{made}", 303)


def _form(request: Request, given: dict[str, str], error: ReclaimError | None = None) -> Response:
    state = state_of(request)
    return page(request, "decide.html.j2", "Decide", state, 400 if error is not None else 200, given=given,
                error=error, judgements=WORDS, default=state.case.author)
