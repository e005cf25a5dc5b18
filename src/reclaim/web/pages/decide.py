"""What a person judged is recorded, and taken back, through the same verbs as on the command line."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from reclaim.desk.decide import decide as judge
from reclaim.desk.undo import undo as take_back
from reclaim.model.decision import Judgement
from reclaim.model.errors import ReclaimError, UsageError
from reclaim.web.show import Refused, desk_of, page, query, state_of

router = APIRouter(include_in_schema=False)

WORDS = tuple(str(j) for j in Judgement if j is not Judgement.UNDO)


async def signed(request: Request) -> FormData:
    """The form that was sent, if a page of this desk made it. Raises Refused."""
    form = await request.form(max_files=0, max_fields=20)
    token = form.get("csrf", "")
    if not isinstance(token, str) or not request.app.state.secrets.is_form_token(token):
        raise Refused("this form was not made by the desk, or before it was started again",
                      mend="go back, load the page anew, and send it again")
    return form


Signed = Annotated[FormData, Depends(signed)]


@router.get("/decide")
def form(request: Request, subject: Annotated[list[str] | None, Query()] = None, judgement: str = "") -> Response:
    """The form; `subject` and `judgement` are filled in as the address says."""
    return _form(request, {"subjects": "\n".join(subject or ()), "judgement": judgement, "reason": "", "author": ""})


@router.post("/decide")
async def decide(request: Request, form: Signed) -> Response:
    """Record a decision; what cannot be meant comes back with the reason beside what was filled in."""
    given = {name: _text(form, name) for name in ("subjects", "judgement", "reason", "author")}
    subjects = [line.strip() for line in given["subjects"].splitlines() if line.strip() != ""]
    try:
        made = await run_in_threadpool(lambda: judge(
            desk_of(request).case(), subjects, given["judgement"], given["reason"], given["author"]))
    except UsageError as error:
        return await run_in_threadpool(_form, request, given, error)
    return RedirectResponse(query("/history", {"done": made.id}) + f"#d-{made.id}", 303)


@router.post("/undo")
async def undo(request: Request, form: Signed) -> Response:
    """Take a decision back."""
    named = [_text(form, name) for name in ("decision", "reason", "author")]
    made = await run_in_threadpool(lambda: take_back(desk_of(request).case(), *named))
    return RedirectResponse(query("/history", {"done": made.id}) + f"#d-{made.id}", 303)


def _form(request: Request, given: dict[str, str], error: ReclaimError | None = None) -> Response:
    state = state_of(request)
    return page(request, "decide.html.j2", "Decide", state, 400 if error is not None else 200, given=given,
                error=error, judgements=WORDS, default=state.case.author)


def _text(form: FormData, name: str) -> str:
    found = form.get(name, "")
    return found.strip() if isinstance(found, str) else ""
