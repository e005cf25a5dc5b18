"""From values to a page: one environment, everything escaped, and the address of everything that has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reclaim.desk.serve import Desk, State
from reclaim.model.errors import UsageError
from reclaim.model.quantity import group_digits, number_text
from reclaim.output.figures.accounts import range_words
from reclaim.version import VERSION

if TYPE_CHECKING:
    from jinja2 import Environment

Offset = Annotated[int, Query(ge=0, le=10**10)]
"""Where a part of a list begins."""

PAGES = (("/", "Overview"), ("/claims", "Claims"), ("/items", "Items"), ("/accounts", "Accounts"),
         ("/retrieval", "Retrieval"), ("/registers", "Registers"), ("/trace", "Trace"), ("/sources", "Sources"),
         ("/history", "History"))
"""What stands in the navigation, in the order in which a case is read."""

ACTS = (("/import", "Import"), ("/review", "Review"), ("/document", "Document"))
"""Beside it: where something is brought into the case."""


class Missing(UsageError):
    """There is nothing at this address."""


class Refused(UsageError):
    """A form that the desk did not make."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page's part of a long list: `rows` from `offset` on, of `total`."""

    rows: Sequence[Any]
    offset: int
    size: int
    total: int

    @classmethod
    def of(cls, rows: Sequence[Any], offset: int, size: int) -> Part:
        """The part of `rows` that begins at `offset`. Raises UsageError if there are not so many."""
        if offset >= max(len(rows), 1):
            raise UsageError(f"the list has {len(rows):,} rows", mend="begin at an earlier one")
        return cls(rows[offset:offset + size], offset, size, len(rows))


def desk_of(request: Request) -> Desk:
    """The desk that is served."""
    desk: Desk = request.app.state.desk
    return desk


def state_of(request: Request, at: str = "", known_by: str = "") -> State:
    """The state of the case that a page shows. Raises UsageError if a date is none."""
    return desk_of(request).state(at.strip(), known_by.strip())


def page(request: Request, template: str, title: str, state: State | None = None, status: int = 200,
         **values: Any) -> Response:
    """A page from its template. `values` are cleared already, or made by us."""
    shared = {"title": title, "path": request.url.path, "pages": PAGES, "acts": ACTS, "version": VERSION,
              "behind": state is not None and desk_of(request).behind(state),
              "form_token": request.app.state.secrets.form_token(), "state": state, "notes": Numbering(state),
              "dates": [(n, v) for n, v in (("at", state.at), ("known_by", state.known_by)) if v != ""]
              if state is not None else []}
    return HTMLResponse(environment().get_template(template).render(shared | values), status)


class Numbering:
    """Numbers the records that a page rests on, in the order in which they are first named."""

    def __init__(self, state: State | None) -> None:
        self._state, self._numbers = state, dict[str, int]()

    def of(self, keys: Iterable[str], most: int = 8) -> tuple[list[tuple[int, str, str]], int]:
        """(number, key, words) of the first of some records, and how many more there are."""
        once = list(dict.fromkeys(keys))
        known = {} if self._state is None else self._state.findings.notes
        return [(self._numbers.setdefault(key, len(self._numbers) + 1), key,
                 known[key].words[:200] if key in known else "") for key in once[:most]], max(len(once) - most, 0)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of this package; every value is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(loader=PackageLoader("reclaim.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
                       undefined=StrictUndefined)
    made.globals |= {"address": address, "query": query}
    made.filters |= {"words": words, "range": range_words, "number": number, "percent": percent, "web": web_address}
    return made


def address(*parts: str) -> str:
    """The address of something: each part is quoted whole."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def query(path: str, values: Mapping[str, object] | Iterable[tuple[str, object]]) -> str:
    """An address with what is asked; empty values are left out."""
    pairs = values.items() if isinstance(values, Mapping) else values
    kept = [(name, str(value)) for name, value in pairs if value not in ("", None)]
    return f"{path}?{urlencode(kept)}" if len(kept) > 0 else path


def words(word: object) -> str:
    """A word of the model as a reader writes it: `not_testable` is `not testable`."""
    return str(word).replace("_", " ")


def number(value: Any) -> str:
    """A number with its digits grouped; None is `unknown`."""
    return "unknown" if value is None else group_digits(number_text(value))


def percent(value: float | None) -> str:
    """A probability for reading; the whole number stands in `/api`."""
    if value is None:
        return "–"
    if 0 < value < 0.001:
        return "below 0.1 %"
    return "above 99.9 %" if 0.999 < value < 1 else f"{value:.1%}".replace("%", " %")


def web_address(text: str) -> str:
    """An address of the web as a link may have it; empty for anything else."""
    return text if text.startswith(("https://", "http://")) else ""
